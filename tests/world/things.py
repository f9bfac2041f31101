"""A small world: a thing of every kind in the states that matter, for two tenants that know nothing of each other."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.models import Membership, Party
from accounts.rules.roles import APPLICANT_ROLES, STAFF_ROLES, UNIT_ROLES, Role
from accounts.services.parties import suspend_party
from accounts.services.takeovers import request_takeover
from applicants.models import Certificate, ListImport, TeamMember
from core.actors import Actor
from core.models import Attachment, Event, JobRun, Notification, OutboxItem
from core.services.notifications import notify
from facilities.models import OpenUnit
from facilities.services import units
from oversight.services.objections import investigate_objection
from oversight.services.sanctions import hear_sanction, propose_sanction
from payments.services.orders import approve_order, prepare_order
from payments.services.payments import fail_payment
from tests.factories import batches, contracts, parties, redemptions, rounds
from vouchers.models import Coupon, Redemption, RedemptionBatch, Round, ServiceContract
from vouchers.services.amendments import amend_contract
from vouchers.services.batches import clear_batch, collect_redemptions, create_batch
from vouchers.services.coupons import claim_coupon
from vouchers.services.formal_checks import accept_redemption
from vouchers.services.policies import draft_policy_version
from vouchers.services.rounds import announce_round, close_round, create_round

NOW = datetime.fromisoformat("2026-05-21T10:00:00+08:00")
TODAY = NOW.date()
ABSENT = 999_999_999
STAFF = STAFF_ROLES | {Role.EXPERT}
IDS = ("pk", "attachment", "notice", "item")


@dataclass(frozen=True, kw_only=True)
class Thing:
    """Something with an address: what it is called there, and the party of either side it belongs to, if it does."""

    ids: dict[str, int]
    applicant: int | None = None
    unit: int | None = None
    body: dict[str, Any] = field(default_factory=dict)
    """What a command on it needs to name, by field."""

    def owner(self, role: str) -> int | None:
        """The party for which this role would act on it."""
        return self.applicant if role in APPLICANT_ROLES else self.unit if role in UNIT_ROLES else None


@dataclass(kw_only=True)
class Tenant:
    """An applicant, a team and an open unit that deal with each other alone, and what is theirs: kind → things."""

    firm: Party
    team: Party
    unit: OpenUnit
    things: dict[str, list[Thing]] = field(default_factory=dict)

    def add(self, kind: str, pk: int, *, body: dict[str, Any] | None = None, **ids: int) -> None:
        """Something of the tenant's, seen by its applicant and its unit."""
        both = {"applicant": self.firm.pk, "unit": self.unit.pk}
        self.things.setdefault(kind, []).append(Thing(ids={"pk": pk, **ids}, **both, body=body or {}))

    def add_for(self, kind: str, pk: int, *, applicant: int | None = None, unit: int | None = None) -> None:
        """Something that belongs to this party of this side."""
        self.things.setdefault(kind, []).append(Thing(ids={"pk": pk}, applicant=applicant, unit=unit))


@dataclass(kw_only=True, eq=False)
class World:
    """Two tenants, and what the authority alone or everybody has."""

    own: Tenant
    other: Tenant
    round: Round
    shared: dict[str, list[Thing]] = field(default_factory=dict)
    actors: dict[tuple[str, int | None], Actor] = field(default_factory=dict)

    def actor(self, role: str, party_id: int | None = None) -> Actor:
        """Who holds the role in this party; for the staff always the authority. With a message of his own."""
        key = (role, None if role in STAFF else party_id or self.home(role))
        if key not in self.actors:
            party = Party.objects.get(pk=key[1]) if key[1] else None
            self.actors[key] = contracts.acting(party, role) if party else contracts.staff(role)
            _message(self.actors[key])
        return self.actors[key]

    def home(self, role: str) -> int | None:
        """The party of the own tenant in which the role is held."""
        return self.own.firm.pk if role in APPLICANT_ROLES else self.own.unit.pk if role in UNIT_ROLES else None

    def seats(self, role: str) -> list[Actor]:
        """Who holds the role in the own tenant: an applicant's role in firm and team."""
        team = [self.actor(role, self.own.team.pk)] if role in APPLICANT_ROLES else []
        return [self.actor(role), *team]

    def things(self, kind: str) -> list[Thing]:
        """Everything of a kind but the other tenant's."""
        return self.own.things.get(kind, []) + self.shared.get(kind, [])

    def share(self, kind: str, pk: int, *, body: dict[str, Any] | None = None, **ids: int) -> None:
        """Something that no tenant owns."""
        self.shared.setdefault(kind, []).append(Thing(ids={"pk": pk, **ids}, body=body or {}))


def make_world() -> World:
    """The world at NOW."""
    OutboxItem.objects.all().delete()
    open_round = rounds.round_(days=200, budget="90000000.00")
    world = World(own=_tenant(open_round), other=_tenant(open_round), round=open_round)
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


def message_of(actor: Actor) -> int:
    """The actor's own message."""
    return Notification.objects.filter(user_id=actor.user_id).latest("pk").pk


def _tenant(open_round: Round) -> Tenant:
    firm, unit = rounds.enterprise(), contracts.unit()
    made = Tenant(firm=rounds.certified(firm), team=parties.team().party, unit=unit)
    made.add_for("party", firm.pk, applicant=firm.pk)
    made.add_for("party", unit.pk, unit=unit.pk)
    made.add_for("enterprise", firm.pk, applicant=firm.pk)
    made.add_for("team", made.team.pk, applicant=made.team.pk)
    made.add_for("team_member", TeamMember.objects.filter(team_id=made.team.pk).latest("pk").pk, applicant=made.team.pk)
    made.add_for("certificate", Certificate.objects.get(party=firm).pk, applicant=firm.pk)
    made.add_for("open_unit", unit.pk, unit=unit.pk)
    made.add_for("service", contracts.service(unit).pk, unit=unit.pk)
    _add_members(made)
    _add_contracts(made, open_round)
    _add_redemptions(made, open_round)
    _add_payments(made, open_round)
    return made


def _add_members(made: Tenant) -> None:
    for party, roles in ((made.firm, APPLICANT_ROLES), (made.unit.party, UNIT_ROLES)):
        for role in sorted(roles):
            who = contracts.acting(party, role)
            row = Membership.objects.get(user=who.user_id, party=party)
            made.add_for("member", row.pk, **{"applicant" if roles is APPLICANT_ROLES else "unit": party.pk})
    asker = parties.nobody_yet()
    row = request_takeover(uscc=made.firm.uscc or "", role="applicant_manager", reason="失联", actor=asker, at=NOW)
    made.add_for("takeover", row.pk)


def claimed(made: Tenant, open_round: Round, amount: str = "1000.00") -> Coupon:
    """A coupon that is claimed now."""
    who = contracts.user().pk
    return claim_coupon(round_id=open_round.pk, applicant_id=made.firm.pk, amount=Decimal(amount), actor_id=who, at=NOW)


def _terms() -> dict[str, Any]:
    return {"signed_on": TODAY, "start_on": TODAY, "end_on": TODAY + timedelta(days=30)}


def _add_contracts(made: Tenant, open_round: Round) -> None:
    made.add_for("coupon", claimed(made, open_round).pk, applicant=made.firm.pk)
    made.add("project", contracts.project(applicant=made.firm, of=made.unit, at=NOW, accepted=False).pk)
    made.add("project", contracts.project(applicant=made.firm, of=made.unit, at=NOW).pk)
    coupon = claimed(made, open_round)
    drafted = contracts.draft(applicant=made.firm, of=made.unit, at=NOW, **_terms())
    contracts.offer(drafted, coupon, at=NOW)
    made.add("contract", drafted.pk, body={"coupons": [coupon.pk], "version": drafted.version})
    for then in ("registered", "amended", "recorded"):
        row = contracts.registered(claimed(made, open_round), of=made.unit, at=NOW, **_terms())
        if then == "amended":
            _amend(row)
        if then == "recorded":
            made.add("service_record", contracts.work(row, done_on=TODAY, at=NOW).pk)
        made.add("contract", row.pk)
        made.add("coupon", Coupon.objects.get(contract=row).pk)


def _amend(row: ServiceContract) -> None:
    amend_contract(
        contract_id=row.pk,
        unit_id=row.unit_id,
        amount=Decimal("250000.00"),
        end_on=row.end_on,
        reason="工作量增加",
        actor_id=contracts.user().pk,
        at=NOW,
    )


def _add_redemptions(made: Tenant, open_round: Round) -> None:
    def contract(**how: Any) -> ServiceContract:
        return redemptions.contract("1000.00", of=made.unit, applicant=made.firm, in_round=open_round, **how)

    made.add("contract", contract(accepted=False).pk)
    made.add("contract", (ready := contract()).pk, body={"contract": ready.pk})
    drafted = redemptions.complete(contract())
    file = Attachment.objects.filter(owner_kind="redemption", owner_id=drafted.pk).latest("pk")
    made.add("redemption", drafted.pk, attachment=file.pk)
    made.things["attachment"] = [Thing(ids={"pk": file.pk}, unit=made.unit.pk)]
    made.add("redemption", redemptions.submitted(contract()).pk)
    made.add("redemption", redemptions.returned(contract()).pk)
    made.add("redemption", accepted(contract()).pk)


def accepted(row: ServiceContract) -> Redemption:
    """A redemption that passed the formal check."""
    made = redemptions.submitted(row)
    return accept_redemption(redemption_id=made.pk, version=None, actor_id=contracts.user().pk, at=redemptions.DONE)


def _add_payments(made: Tenant, open_round: Round) -> None:
    def redemption() -> Redemption:
        row = redemptions.contract("1000.00", of=made.unit, applicant=made.firm, in_round=open_round, recorded=False)
        return batches._redeem(row, actual=row.amount, at=contracts.MONDAY)

    rows = [redemption() for _ in range(4)]
    batches.approve(batches.publicised(*rows))
    made_of = batches.Payment.objects.filter(subject_id__in=[row.pk for row in rows])
    waiting, sent, failed, free = made_of.order_by("pk").values_list("pk", flat=True)
    batches.sent(*batches.Payment.objects.filter(pk__in=[sent, failed]))
    fail_payment(payment_id=failed, reason="账号有误", actor_id=contracts.user().pk, at=NOW)
    for pk in (waiting, sent, failed, free):
        made.add_for("payment", pk, unit=made.unit.pk)


def _add_authority(world: World) -> None:
    officer, finance = contracts.staff("case_officer").user_id, contracts.staff("finance").user_id
    waiting = world.own.things["payment"][0].ids["pk"]
    order = prepare_order(payment_ids=[waiting], actor_id=finance, at=NOW)
    world.share("payment_order", order.pk)
    waiting = world.other.things["payment"][0].ids["pk"]
    order = prepare_order(payment_ids=[waiting], actor_id=finance, at=NOW)
    approve_order(order_id=order.pk, actor_id=contracts.staff("approver").user_id, at=NOW)
    world.share("payment_order", order.pk)
    world.share("party", contracts.party(state="registered").pk)
    world.share("party", (stopped := contracts.party()).pk)
    suspend_party(party_id=stopped.pk, reason="核查", actor=contracts.staff("case_officer"), at=NOW)
    world.share("policy_version", rounds.policy().pk)
    params = {**rounds.policy().params, "code": "beijing-2026"}
    draft = draft_policy_version(params=params, in_force_from=TODAY, actor_id=officer, at=NOW)
    world.share("policy_version", draft.pk)
    _add_rounds(world, officer)
    _add_sanctions(world, officer)
    _add_kernel(world)


def _add_rounds(world: World, officer: int) -> None:
    world.share("round", world.round.pk)
    for state in ("draft", "announced", "closed"):
        row = create_round(
            name=f"2026年第二期（{state}）",
            policy_version_id=rounds.policy().pk,
            budget=Decimal("1000.00"),
            opens_at=NOW,
            closes_at=NOW + timedelta(days=30),
            actor_id=officer,
            at=NOW,
        )
        if state != "draft":
            announce_round(round_id=row.pk, actor_id=officer, at=NOW)
        if state == "closed":
            close_round(round_id=row.pk, reason="提前结束", actor_id=officer, at=NOW)
        world.share("round", row.pk)


def _add_sanctions(world: World, officer: int) -> None:
    for heard in (False, True):
        row = propose_sanction(
            party_id=contracts.party().pk,
            measure="applicant_barred",
            reason="提供虚假信息",
            begins_on=TODAY,
            until=TODAY + timedelta(days=30),
            actor_id=officer,
            at=NOW,
        )
        if heard:
            hear_sanction(sanction_id=row.pk, statement="", actor_id=officer, at=NOW)
        world.share("sanction", row.pk)


def _add_kernel(world: World) -> None:
    who = contracts.staff("case_officer")
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
