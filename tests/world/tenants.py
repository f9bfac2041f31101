"""Two isolated tenants: an applicant, a team and an open unit each, and their common rows.

All texts and amounts of a tenant contain its mark, so that they are recognised anywhere.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from accounts.models import Membership, Party, User
from accounts.rules.roles import APPLICANT_ROLES, MANAGER_ROLES, UNIT_ROLES
from accounts.services.invitations import invite_member
from accounts.services.takeovers import request_takeover
from applicants.models import Certificate, TeamMember
from core.files.file_checks import Damage, record_checks
from core.models import Attachment
from facilities.models import OpenUnit
from facilities.services.applications import UnitAsk, request_unit
from payments.models import Payment
from redemptions.models import Redemption
from redemptions.services.formal_checks import accept_redemption
from tests.factories import (
    appeals,
    batches,
    contracts,
    parties,
    payee_accounts,
    recoveries,
    redemptions,
    registrations,
    rounds,
)
from vouchers.models import Coupon, Round, ServiceContract
from vouchers.services.amendments import amend_contract

NOW = datetime.fromisoformat("2026-05-21T10:00:00+08:00")
TODAY = NOW.date()
_numbers = count(1)


@dataclass(frozen=True, kw_only=True)
class Mark:
    """The marks of a tenant; they begin like formulas to test exports."""

    secret: str
    """Part of every text that only the tenant's two sides and the authority may read."""
    published: str
    """Part of published names: publicised applicants, open units, services."""
    digits: str
    """Part of its numbers."""
    coupon: str
    """Amount of a coupon, in yuan."""
    paid: str
    """Amount of a coupon whose redemption was publicised."""


OWN = Mark(secret="+甲密", published="-甲示例", digits="5151515", coupon="1000.00", paid="1000.00")
OTHER = Mark(secret="=癸密", published="@癸示例", digits="7373737", coupon="1357.90", paid="1111.30")


@dataclass(frozen=True, kw_only=True)
class Thing:
    """A row with an address: its id there, and its party on either side, if any."""

    ids: dict[str, int]
    applicant: int | None = None
    unit: int | None = None
    body: dict[str, Any] = field(default_factory=dict)
    """Field → value that a command on it needs."""

    def owner(self, role: str) -> int | None:
        """Return the party for which this role would act on it."""
        return self.applicant if role in APPLICANT_ROLES else self.unit if role in UNIT_ROLES else None


@dataclass(kw_only=True)
class Tenant:
    """An applicant, a team and an open unit that deal only with each other, and their rows: kind → rows."""

    mark: Mark
    firm: Party
    team: Party
    unit: OpenUnit
    things: dict[str, list[Thing]] = field(default_factory=dict)

    def add(self, kind: str, pk: int, *, body: dict[str, Any] | None = None, **ids: int) -> None:
        """Add a row of the tenant that its applicant and its unit see."""
        both = {"applicant": self.firm.pk, "unit": self.unit.pk}
        self.things.setdefault(kind, []).append(Thing(ids={"pk": pk, **ids}, **both, body=body or {}))

    def add_for(self, kind: str, pk: int, *, applicant: int | None = None, unit: int | None = None, **ids: int) -> None:
        """Add a row that belongs to this party of this side."""
        self.things.setdefault(kind, []).append(Thing(ids={"pk": pk, **ids}, applicant=applicant, unit=unit))


def make_tenant(open_round: Round, mark: Mark) -> Tenant:
    """Return a tenant with a row of every kind."""
    firm = rounds.certified(rounds.enterprise(name=f"{mark.published}科技公司"))
    unit = contracts.unit(for_party=contracts.party(name=f"{mark.published}研究院"))
    people = parties.people(3)
    team = parties.team(name=f"{mark.secret}团队", members=people)
    parties.update_members(team, [*people, *parties.people(1)])
    made = Tenant(mark=mark, firm=firm, team=Party.objects.get(pk=team.pk), unit=unit)
    made.add_for("party", firm.pk, applicant=firm.pk)
    made.add_for("party", unit.pk, unit=unit.pk)
    pending = contracts.party(name=f"{mark.secret}待核实", state="registered")
    made.add_for("party", pending.pk, applicant=pending.pk, unit=pending.pk)
    draft = registrations.draft(name=f"{mark.secret}未提交")
    brought = Attachment.objects.filter(owner_kind="party", owner_id=draft.pk).earliest("pk")
    made.add_for("registration", draft.pk, applicant=draft.pk, unit=draft.pk, attachment=brought.pk)
    made.add_for("enterprise", firm.pk, applicant=firm.pk)
    made.add_for("team", made.team.pk, applicant=made.team.pk)
    made.add_for("team_member", TeamMember.objects.filter(team_id=made.team.pk).latest("pk").pk, applicant=made.team.pk)
    made.add_for("certificate", Certificate.objects.get(party=firm).pk, applicant=firm.pk)
    made.add_for("open_unit", unit.pk, unit=unit.pk)
    made.add_for("service", contracts.service(unit, name=f"{mark.published}分析").pk, unit=unit.pk)
    _add_members(made)
    _add_contracts(made, open_round)
    _add_redemptions(made, open_round)
    _add_payments(made, open_round)
    _add_appeals(made, open_round)
    _add_payee_accounts(made)
    _sign(made)
    return made


def _sign(made: Tenant) -> None:
    """Put the mark on names that factories give to all tenants alike."""
    mark, sides = made.mark, [made.firm.pk, made.team.pk, made.unit.pk]
    for person in User.objects.filter(memberships__party__in=sides).distinct():
        signed = {"name": f"{mark.secret}人员{person.pk}", "email": f"{mark.digits}{person.pk}@example.org"}
        User.objects.filter(pk=person.pk).update(**signed)
    TeamMember.objects.filter(team_id=made.team.pk).update(name=f"{mark.secret}成员")
    Certificate.objects.filter(party=made.firm).update(number=f"GR20{mark.digits}001")


def _add_members(made: Tenant) -> None:
    for party, roles in ((made.firm, APPLICANT_ROLES), (made.unit.party, UNIT_ROLES)):
        for role in sorted(roles):
            who = contracts.acting(party, role)
            row = Membership.objects.get(user=who.user_id, party=party)
            made.add_for("member", row.pk, **{"applicant" if roles is APPLICANT_ROLES else "unit": party.pk})
            sent = invite_member(
                party_id=party.pk,
                named=f"{made.mark.digits}{role}@example.org",
                role=role,
                actor=contracts.acting(party, max(roles & MANAGER_ROLES)),
                at=NOW,
            )
            made.add_for("invitation", sent.pk, **{"applicant" if roles is APPLICANT_ROLES else "unit": party.pk})
    asked = {"uscc": made.firm.uscc or "", "role": "applicant_manager", "reason": f"{made.mark.secret}失联"}
    row = request_takeover(**asked, actor=parties.nobody_yet(), at=NOW)
    made.add_for("takeover", row.pk)
    ask = UnitAsk(category="in_beijing", introduction=f"{made.mark.secret}电镜", contact=f"{made.mark.secret}联系人")
    wanted = {"name": f"{made.mark.secret}中心", "uscc": parties.make_uscc(), "ask": ask}
    made.add_for("unit_application", request_unit(**wanted, actor=parties.nobody_yet(), at=NOW).pk)


def claimed(made: Tenant, open_round: Round) -> Coupon:
    """A coupon that is claimed now."""
    return rounds.claim(made.firm, open_round, made.mark.coupon, at=NOW, actor_id=contracts.user().pk)


def _terms(made: Tenant) -> dict[str, Any]:
    days = {"signed_on": TODAY, "start_on": TODAY, "end_on": TODAY + timedelta(days=30)}
    return {"title": f"{made.mark.secret}电池材料测试", **days}


def _add_contracts(made: Tenant, open_round: Round) -> None:
    made.add_for("coupon", claimed(made, open_round).pk, applicant=made.firm.pk)
    for accepted in (False, True):
        need = {"title": f"{made.mark.secret}项目", "description": f"{made.mark.secret}材料"}
        row = contracts.project(applicant=made.firm, of=made.unit, at=NOW, accepted=accepted, **need)
        made.add("project", row.pk)
    coupon = claimed(made, open_round)
    drafted = contracts.draft(applicant=made.firm, of=made.unit, at=NOW, **_terms(made))
    contracts.offer(drafted, coupon, at=NOW)
    made.add("contract", drafted.pk, body={"coupons": [coupon.pk], "version": drafted.version})
    for then in ("registered", "amended", "recorded"):
        row = contracts.registered(claimed(made, open_round), of=made.unit, at=NOW, **_terms(made))
        if then == "amended":
            _amend(row, reason=f"{made.mark.secret}工作量增加")
        if then == "recorded":
            made.add(
                "service_record", contracts.work(row, done_on=TODAY, description=f"{made.mark.secret}衍射", at=NOW).pk
            )
        made.add("contract", row.pk)
        made.add("coupon", Coupon.objects.get(contract=row).pk)


def _amend(row: ServiceContract, *, reason: str) -> None:
    amend_contract(
        contract_id=row.pk,
        unit_id=row.unit_id,
        amount=Decimal("250000.00"),
        end_on=row.end_on,
        reason=reason,
        actor_id=contracts.user().pk,
        at=NOW,
    )


def _add_redemptions(made: Tenant, open_round: Round) -> None:
    def contract(**how: Any) -> ServiceContract:
        how = {"title": f"{made.mark.secret}兑现", "reference": f"{made.mark.secret}{next(_numbers)}", **how}
        return redemptions.contract(made.mark.coupon, of=made.unit, applicant=made.firm, in_round=open_round, **how)

    def number() -> str:
        return f"2611{made.mark.digits}{next(_numbers):09d}"

    made.add("contract", contract(accepted=False).pk)
    made.add("contract", (ready := contract()).pk, body={"contract": ready.pk})
    drafted = redemptions.complete(contract(), number=number(), prefix=made.mark.secret)
    file = redemptions.bring_picture(drafted, name=f"{made.mark.secret}图.png")
    damaged = Attachment.objects.filter(owner_kind="redemption", owner_id=drafted.pk).earliest("pk")
    record_checks([damaged], {damaged.pk: Damage(part="original", problem="lost")}, at=redemptions.DONE)
    made.add("redemption", drafted.pk, attachment=file.pk)
    made.things["attachment"] = [Thing(ids={"pk": file.pk}, unit=made.unit.pk)]
    made.add("redemption", redemptions.submitted(contract()).pk)
    made.add("redemption", redemptions.returned(contract()).pk)
    made.add("redemption", accepted(contract()).pk)


def accepted(row: ServiceContract) -> Redemption:
    """A redemption that passed the formal check."""
    made = redemptions.submitted(row)
    return accept_redemption(redemption_id=made.pk, version=None, actor_id=contracts.user().pk, at=redemptions.DONE)


def _reduced(made: Tenant, open_round: Round, *, number: int) -> list[Redemption]:
    """Redemptions that were reduced now."""
    rows = []
    for _ in range(number):
        how = {"of": made.unit, "applicant": made.firm, "in_round": open_round, "recorded": False}
        row = redemptions.contract(made.mark.paid, title=f"{made.mark.secret}核减", **how)
        rows.append(batches._redeem(row, actual=row.amount, at=contracts.MONDAY))
    batch = batches.reviewing(*rows)
    for row in rows:
        batches.decide(row, "reduce", amount="500.00")
    batches.batches.summarise_batch(batch_id=batch.pk, actor_id=batch.prepared_by_id, at=contracts.MONDAY)
    batches.approve(batches.publicise(batch), at=NOW)
    return rows


def _add_appeals(made: Tenant, open_round: Round) -> None:
    """A decision without an appeal, one with an appeal of each side, one to examine, one to decide."""
    decided, open_, answered, ready = _reduced(made, open_round, number=4)
    for row in (decided, open_):
        made.add("redemption", row.pk)
    text = f"{made.mark.secret}服务记录齐全"
    made.add_for("appeal", appeals.filed(open_, at=NOW, text=text).pk, unit=made.unit.pk)
    made.add_for("appeal", appeals.filed(open_, "applicant", at=NOW, text=text).pk, applicant=made.firm.pk)
    for row in (answered, ready):
        appeal = appeals.filed(row, at=NOW, text=text)
        made.add_for("appeal", appeal.pk, unit=made.unit.pk)
        made.add_for("appeal", appeals.waived(row, at=NOW).pk, applicant=made.firm.pk)
    appeals.examined(appeal, at=NOW)


def _add_payments(made: Tenant, open_round: Round) -> None:
    def redemption() -> Redemption:
        row = redemptions.contract(
            made.mark.paid,
            of=made.unit,
            applicant=made.firm,
            in_round=open_round,
            recorded=False,
            title=f"{made.mark.secret}拨付",
        )
        return batches._redeem(row, actual=row.amount, at=contracts.MONDAY)

    rows = [redemption() for _ in range(5)]
    batches.approve(batches.publicised(*rows))
    made_of = batches.Payment.objects.filter(subject_id__in=[row.pk for row in rows])
    waiting, sent, failed, free, paid = made_of.order_by("pk").values_list("pk", flat=True)
    bank = f"{made.mark.secret}支行"
    current = payee_accounts.checked(payee_accounts.entered(made.unit.pk, bank_name=bank))
    made.add_for("payee_account", current.pk, unit=made.unit.pk)
    batches.sent(*batches.Payment.objects.filter(pk__in=[sent, failed]))
    batches.say(failed, "失败", reason=f"{made.mark.secret}账号有误", at=NOW)
    for pk in (waiting, sent, failed, free, paid):
        made.add_for("payment", pk, unit=made.unit.pk)
    _add_recoveries(made, batches.pay(batches.Payment.objects.get(pk=paid)))


def _add_recoveries(made: Tenant, paid: Payment) -> None:
    """Recoveries of a paid payment at every step, and a repayment that waits for its second person."""
    rows = [recoveries.proposed(paid, amount="10.00", at=NOW), recoveries.heard(paid, amount="10.00", at=NOW)]
    owed = [recoveries.owed(paid, amount="10.00", at=NOW) for _ in range(3)]
    repayment = recoveries.entered(owed[1], "5.00", at=NOW)
    recoveries.write_off_proposed(owed[2], at=NOW)
    for row in (*rows, *owed):
        made.add_for("recovery", row.pk, unit=made.unit.pk)
    made.add_for("repayment", repayment.pk, unit=made.unit.pk)


def _add_payee_accounts(made: Tenant) -> None:
    """A first account that waits for its check, and a change that waits for a second person."""
    bank = f"{made.mark.secret}支行"
    made.add_for(
        "payee_account", payee_accounts.entered(made.team.pk, bank_name=bank, at=NOW).pk, applicant=made.team.pk
    )
    current = payee_accounts.checked(payee_accounts.entered(made.firm.pk, bank_name=bank))
    changed = payee_accounts.entered(made.firm.pk, bank_name=bank, number=payee_accounts.OTHER_NUMBER, at=NOW)
    for row in (current, payee_accounts.checked(changed, at=NOW)):
        made.add_for("payee_account", row.pk, applicant=made.firm.pk)
