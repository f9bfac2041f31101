"""A small world: rows of every kind in the relevant states, for two isolated tenants."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import HandOver, Interest, Invitation, Membership, Party, User
from accounts.rules.roles import APPLICANT_ROLES, EXCLUSIVE_ROLES, STAFF_ROLES, UNIT_ROLES, Role
from accounts.rules.states import InvitationState
from accounts.selectors.delegations import visible_delegations
from accounts.services.closures import request_reset
from accounts.services.interest_corrections import request_correction
from accounts.services.invitations import invite_member
from accounts.services.parties import suspend_party
from accounts.services.staff_roles import propose_staff_role
from applicants.models import Certificate, ListImport
from core.models import Event, JobRun, Notification, OutboxItem
from core.notifications.sending import notify
from core.personal_data.encryption import encrypt
from core.values.actors import Actor
from facilities.models import UnitApplication
from facilities.rules.states import ApplicationState
from facilities.selectors.applications import contact_context
from facilities.services import units
from oversight.services.objections import investigate_objection
from oversight.services.sanctions import hear_sanction, propose_sanction
from payments.models import BankAnswerLine, Payment
from payments.services.closings import propose_closing
from payments.services.orders import approve_order, prepare_order
from redemptions.models import Redemption, RedemptionBatch
from redemptions.services.batches import clear_batch, collect_redemptions, create_batch
from tests.factories import (
    bank_answers,
    batches,
    conflicts,
    contracts,
    delegations,
    handovers,
    manual_answers,
    redemptions,
    rounds,
    sanctions,
    stages,
)
from tests.world.tenants import NOW, OTHER, OWN, TODAY, Tenant, Thing, make_tenant
from vouchers.models import Round
from vouchers.services.appropriations import enter_appropriation
from vouchers.services.budget_changes import propose_budget
from vouchers.services.policies import draft_policy_version
from vouchers.services.rounds import announce_round, close_round, create_round, propose_round

ABSENT = 999_999_999
DELEGATED = {"from_on": TODAY, "until_on": TODAY}
STAFF = STAFF_ROLES | {Role.EXPERT}
IDS = ("pk", "attachment", "notice", "item")


@dataclass(kw_only=True, eq=False)
class World:
    """Two tenants, and the rows of the authority or of all parties."""

    own: Tenant
    other: Tenant
    round: Round
    shared: dict[str, list[Thing]] = field(default_factory=dict)
    actors: dict[tuple[str, int | None], Actor] = field(default_factory=dict)

    def actor(self, role: str, party_id: int | None = None) -> Actor:
        """Return a user with the role in this party (staff: the authority), who has one notification.

        Staff and experts have declared one interest, in a party that is not registered.
        """
        key = (role, None if role in STAFF else party_id or self.home(role))
        if key not in self.actors:
            party = Party.objects.get(pk=key[1]) if key[1] else None
            self.actors[key] = contracts.acting(party, role) if party else contracts.staff(role)
            _message(self.actors[key])
            _invite(self, self.actors[key])
            _apply(self.actors[key])
            if role in STAFF:
                conflicts.declare(self.actors[key], Party(name="未注册的示例公司"), at=NOW)
            if role in STAFF_ROLES - EXCLUSIVE_ROLES:
                delegations.offered(contracts.staff("approver"), self.actors[key], at=NOW, **DELEGATED)
            if role in STAFF_ROLES - {Role.AUDITOR}:
                _hand_over(self, self.actors[key])
        return self.actors[key]

    def home(self, role: str) -> int | None:
        """Return the party of the own tenant for the role."""
        return self.own.firm.pk if role in APPLICANT_ROLES else self.own.unit.pk if role in UNIT_ROLES else None

    def seats(self, role: str) -> list[Actor]:
        """Return the users with the role in the own tenant; an applicant's role in firm and team."""
        team = [self.actor(role, self.own.team.pk)] if role in APPLICANT_ROLES else []
        return [self.actor(role), *team]

    def things(self, kind: str) -> list[Thing]:
        """Return all rows of a kind except the other tenant's."""
        return self.own.things.get(kind, []) + self.shared.get(kind, [])

    def share(self, kind: str, pk: int, *, body: dict[str, Any] | None = None, **ids: int) -> None:
        """Add a row that no tenant owns."""
        self.shared.setdefault(kind, []).append(Thing(ids={"pk": pk, **ids}, body=body or {}))


def make_world() -> World:
    """Create the world at NOW."""
    OutboxItem.objects.all().delete()
    open_round = rounds.round_(days=200, budget="90000000.00")
    world = World(own=make_tenant(open_round, OWN), other=make_tenant(open_round, OTHER), round=open_round)
    _add_authority(world)
    _add_batches(world)
    _add_units(world)
    for role in Role:
        world.actor(role)
    for role in APPLICANT_ROLES:
        world.actor(role, world.own.team.pk)
    return world


def _message(actor: Actor) -> None:
    params = {"party": actor.party_name}
    notify(user_ids=[actor.user_id], kind="party.verified", params=params, dedup=f"w{actor.user_id}", at=NOW)


def _invite(world: World, actor: Actor) -> None:
    """Let the own team invite the user as an operator."""
    invited = User.objects.get(pk=actor.user_id)
    team = world.own.team
    manager = contracts.acting(team, Role.APPLICANT_MANAGER)
    invite_member(party_id=team.pk, named=invited.username, role=Role.APPLICANT_OPERATOR, actor=manager, at=NOW)


def _apply(actor: Actor) -> None:
    """Let the user have a pending application for an organisation."""
    party = contracts.party(state="registered")
    UnitApplication.objects.create(
        party=party,
        category="municipal",
        introduction="电镜两台",
        contact_encrypted=encrypt("郑示例", context=contact_context(party.pk)),
        requested_by_id=actor.user_id,
        requested_at=NOW,
    )


def _hand_over(world: World, actor: Actor) -> None:
    """Let an officer hand the formal check of a redemption over to the actor, who need not have its role."""
    HandOver.objects.create(
        operation="redemption.check_form",
        case_id=world.own.things["redemption"][0].ids["pk"],
        from_user_id=contracts.staff("case_officer").user_id,
        to_user_id=actor.user_id,
        reason="有利害关系",
        handed_at=NOW,
    )


def invitation_of(actor: Actor) -> int:
    """Return the open invitation that names the actor."""
    return Invitation.objects.filter(user_id=actor.user_id, state=InvitationState.INVITED).latest("pk").pk


def application_of(actor: Actor) -> int:
    """Return the pending application that the actor made."""
    return UnitApplication.objects.get(requested_by=actor.user_id, state=ApplicationState.REQUESTED).pk


def message_of(actor: Actor) -> int:
    """Return the actor's notification."""
    return Notification.objects.filter(user_id=actor.user_id).latest("pk").pk


def hand_over_of(actor: Actor) -> int:
    """Return the case that was handed over to the actor, or an absent one."""
    return HandOver.objects.filter(to_user=actor.user_id).values_list("pk", flat=True).first() or ABSENT


def delegation_of(actor: Actor) -> int:
    """Return the newest delegation that the actor may see, or an absent one."""
    return visible_delegations(actor).order_by("-pk").values_list("pk", flat=True).first() or ABSENT


def interest_of(actor: Actor) -> int:
    """Return the interest that the actor has declared, or an absent one."""
    return Interest.objects.filter(user_id=actor.user_id).values_list("pk", flat=True).first() or ABSENT


def _add_authority(world: World) -> None:
    officer, finance = contracts.staff("case_officer").user_id, contracts.staff("finance").user_id
    waiting = world.own.things["payment"][0].ids["pk"]
    order = prepare_order(payment_ids=[waiting], actor_id=finance, at=NOW)
    world.share("payment_order", order.pk)
    paid = Payment.objects.get(pk=world.own.things["payment"][1].ids["pk"])
    world.share("payment_order", paid.order_id)
    signing = prepare_order(
        payment_ids=[batches.payable("1000.00", in_round=world.round, at=NOW).pk], actor_id=finance, at=NOW
    )
    stages.ask_for_signature("payment_order", signing.pk, at=NOW)
    world.share("payment_order", signing.pk)
    waiting = world.other.things["payment"][0].ids["pk"]
    order = prepare_order(payment_ids=[waiting], actor_id=finance, at=NOW)
    approve_order(order_id=order.pk, actor_id=contracts.staff("approver").user_id, at=NOW)
    world.share("payment_order", order.pk)
    answer = bank_answers.imported(paid.order_id, f"X-1,****1234,+示例,{paid.amount},成功,", at=NOW)
    world.share("bank_answer", answer.pk)
    world.share("bank_answer_line", BankAnswerLine.objects.get(answer=answer).pk)
    by_hand = manual_answers.entered(Payment.objects.get(pk=world.other.things["payment"][1].ids["pk"]), at=NOW)
    world.share("manual_answer", by_hand.pk)
    world.share("period_closing", propose_closing(period=date(2026, 3, 1), actor_id=finance, at=NOW).pk)
    world.share("party", contracts.party(state="registered").pk)
    world.share("party", (stopped := contracts.party()).pk)
    suspend_party(party_id=stopped.pk, reason="核查", actor=contracts.staff("case_officer"), at=NOW)
    world.share("policy_version", rounds.policy().pk)
    params = {**rounds.policy().params, "code": "beijing-2026", "in_force_from": TODAY.isoformat()}
    draft = draft_policy_version(params=params, actor_id=officer, at=NOW)
    world.share("policy_version", draft.pk)
    _add_rounds(world, officer)
    _add_sanctions(world, officer)
    _add_kernel(world)
    author = contracts.staff("deputy_officer")
    mistaken = conflicts.declare(author, Party(name="误报的示例公司"), at=NOW)
    correction = request_correction(interest_id=mistaken.pk, reason="误报", actor=author, at=NOW)
    world.share("interest_correction", correction.pk)
    case = {"operation": "party.verify", "case_id": contracts.party(state="registered").pk}
    between = (contracts.staff("approver"), contracts.staff("deputy_officer"))
    world.share("delegation", delegations.offered(*between, at=NOW, **DELEGATED).pk)
    world.share("substitution", handovers.named(contracts.staff("finance"), *case.values(), at=NOW).pk)


def _add_rounds(world: World, officer: int) -> None:
    world.share("round", world.round.pk)
    for place, state in enumerate(("draft", "proposed", "announced", "closed")):
        row = create_round(
            name=f"2026年第二期（{place}）",
            policy_version_id=rounds.policy().pk,
            budget=Decimal("1000.00"),
            opens_at=NOW,
            closes_at=NOW + timedelta(days=30),
            actor_id=officer,
            at=NOW,
        )
        if state != "draft":
            propose_round(round_id=row.pk, actor_id=officer, at=NOW)
        if state not in ("draft", "proposed"):
            announce_round(round_id=row.pk, actor_id=contracts.staff("approver").user_id, at=NOW)
        if state == "closed":
            close_round(round_id=row.pk, reason="提前结束", actor_id=officer, at=NOW)
        world.share("round", row.pk)
    change = propose_budget(
        round_id=world.round.pk, budget=Decimal("91000000.00"), reason="追加", actor_id=officer, at=NOW
    )
    world.share("budget_change", change.pk)
    money = enter_appropriation(
        year=2027,
        amount=Decimal("5000.00"),
        document="=2027+1号",
        actor_id=contracts.staff("finance").user_id,
        at=NOW,
    )
    world.share("appropriation", money.pk)


def _add_sanctions(world: World, officer: int) -> None:
    for tenant in (world.own, world.other):
        applicant, unit = (_propose_bar(pk, officer=officer) for pk in (tenant.firm.pk, tenant.unit.pk))
        tenant.add_for("sanction", applicant, applicant=tenant.firm.pk)
        tenant.add_for("sanction", unit, unit=tenant.unit.pk)
    for heard in (False, True):
        row = propose_sanction(
            party_id=contracts.party().pk,
            measure="applicant_barred",
            reason="+提供虚假信息",
            begins_on=TODAY,
            until=TODAY + timedelta(days=30),
            actor_id=officer,
            at=NOW,
        )
        if heard:
            hear_sanction(sanction_id=row.pk, statement="无异议", actor_id=officer, at=NOW)
        world.share("sanction", row.pk)
    world.share("sanction", sanctions.decided(contracts.party().pk, at=NOW).pk)
    world.share("sanction", sanctions.lifting(sanctions.decided(contracts.party().pk, at=NOW), at=NOW).pk)


def _propose_bar(party_id: int, *, officer: int) -> int:
    days = {"begins_on": TODAY, "until": TODAY + timedelta(days=30)}
    made = propose_sanction(
        party_id=party_id, measure="applicant_barred", reason="+提供虚假信息", actor_id=officer, at=NOW, **days
    )
    return int(made.pk)


def _add_kernel(world: World) -> None:
    who = contracts.staff("case_officer")
    proposed = propose_staff_role(
        username=contracts.user().username, role="finance", actor=contracts.staff("system_admin"), at=NOW
    )
    world.share("appointment", proposed.pk)
    for person in (contracts.staff("finance"), contracts.staff("approver")):
        world.share("account", person.user_id)
    reset = request_reset(user_id=person.user_id, reason="手机遗失", actor=contracts.staff("system_admin"), at=NOW)
    world.share("reset", reset.pk)
    world.share("staff_role", Membership.objects.get(user_id=who.user_id, party_id=who.party_id).pk)
    world.share("job_run", JobRun.objects.create(job="seal_events", period="x", at=NOW, state="failed").pk)
    event = Event.objects.latest("pk")
    world.share("outbox", OutboxItem.objects.create(event=event, handler="x", next_at=NOW, dead=True).pk)
    row = Certificate.objects.create(
        kind="national_hnte",
        number="GR202611009999",
        holder_name="待匹配示例公司",
        holder_match_name="待匹配示例公司",
        valid_from=TODAY,
        valid_until=TODAY + timedelta(days=900),
        entered_by=contracts.user(),
    )
    world.share("certificate", row.pk)
    ListImport.objects.create(
        kind="tech_sme",
        file_name="x.csv",
        sha256="0" * 64,
        published_on=TODAY,
        rows=1,
        matched=0,
        imported_by=contracts.user(),
        at=NOW,
    )


def _add_batches(world: World) -> None:
    """A batch at every step, its redemption with it."""
    own = {"of": world.own.unit, "applicant": world.own.firm, "in_round": world.round, "recorded": False}

    def redemption() -> Redemption:
        row = redemptions.contract("1000.00", **own)
        return batches._redeem(row, actual=row.amount, at=contracts.MONDAY)

    officer = contracts.staff("case_officer").user_id
    collecting = create_batch(title="归集中", actor_id=officer, at=NOW)
    collect_redemptions(batch_id=collecting.pk, redemption_ids=[(inside := redemption()).pk], actor_id=officer, at=NOW)
    world.share("batch", collecting.pk, body={"redemption": inside.pk, "redemptions": [redemption().pk]})
    reviewing = batches.reviewing(row := redemption())
    world.share("batch", reviewing.pk)
    world.own.add("redemption", row.pk)
    decided = batches.reviewing(row := redemption())
    batches.decide(row)
    world.share("batch", decided.pk)
    world.share("batch", batches.summarised(redemption()).pk)
    cleared = batches.summarised(redemption())
    clear_batch(batch_id=cleared.pk, version=None, actor_id=contracts.staff("deputy_officer").user_id, at=NOW)
    world.share("batch", cleared.pk)
    world.share("batch", batches.publicised(redemption()).pk)
    signing = batches.publicised(redemption())
    stages.ask_for_signature("batch", signing.pk, at=NOW)
    world.share("batch", signing.pk)
    _add_objections(world, batches.publicised(row := redemption(), at=NOW), row)
    carried = batches.publicised(*(rows := [redemption(), redemption()]))
    objected = batches.objection(rows[0])
    batches.approve(carried, at=NOW)
    _dismiss(objected.pk)
    world.share("batch", carried.pk)


def _dismiss(objection_id: int) -> None:
    from oversight.services.objections import decide_objection

    _investigate(objection_id)
    decide_objection(
        objection_id=objection_id,
        outcome="dismissed",
        reason="不成立",
        actor_id=contracts.staff("approver").user_id,
        at=NOW,
    )


def _investigate(objection_id: int) -> None:
    officer = contracts.staff("case_officer").user_id
    investigate_objection(objection_id=objection_id, findings="已核查", actor_id=officer, at=NOW)


def _add_objections(world: World, batch: RedemptionBatch, row: Redemption) -> None:
    item = batches.item_of(row)
    world.share("notice", item.notice_id, notice=item.notice_id, item=item.pk)
    world.share("objection", batches.objection(row, at=NOW).pk)
    world.share("objection", (second := batches.objection(row, at=NOW)).pk)
    _investigate(second.pk)
    world.share("batch", batch.pk)


def _add_units(world: World) -> None:
    """A unit at every step of its admission."""
    steps = [
        (units.begin_unit_review, contracts.MONDAY),
        (units.decide_unit, contracts.MONDAY),
        (units.publicise_unit, contracts.MONDAY),
    ]
    for done in range(len(steps) + 1):
        row = contracts.unit(category="in_beijing")
        for step, at in steps[:done]:
            step(unit_id=row.pk, reason="符合条件", actor_id=contracts.user().pk, at=at)
        world.share("open_unit", row.pk)
