"""What the authority does about its own people and about violations: appointments, resets, cases of others, sanctions."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accounts.rules.conflicts import Relation
from accounts.rules.roles import Role
from accounts.selectors.users import get_user_by_username
from accounts.services import closures, delegations, handovers, interest_corrections, staff_roles
from accounts.services.interests import declare_interest
from core.values.deadlines import beijing_day
from demonstration.days import Days
from demonstration.parties import SUSPENDED
from demonstration.people import (
    ADMIN,
    APPROVER,
    DEPUTY,
    FINANCE,
    OFFICER,
    SECOND_ADMIN,
    SECOND_APPROVER,
    SECOND_FINANCE,
    SECOND_OFFICER,
    acting,
    party_of,
)
from demonstration.roster import FIRMS
from oversight.rules.sanctions import APPLICANT_BARRED, PAYMENTS_SUSPENDED
from oversight.rules.states import SanctionState
from oversight.selectors.sanctions import SanctionRow
from oversight.services import liftings, sanctions
from redemptions.models import Redemption


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A measure against a party, how far it is, its first and last day in days before now."""

    username: str
    until: SanctionState
    begins: int
    ends: int
    measure: str = APPLICANT_BARRED
    reason: str = "重复使用同一份检测报告"


CASES: tuple[Case, ...] = (
    Case(username="firm-boli", until=SanctionState.PROPOSED, begins=-3, ends=-180),
    Case(username="firm-shimo", until=SanctionState.HEARD, begins=-2, ends=-200),
    Case(username="firm-hejin", until=SanctionState.DROPPED, begins=-5, ends=-370),
    Case(username="firm-hejin", until=SanctionState.DECIDED, begins=-5, ends=-370),
    Case(username="firm-chilun", until=SanctionState.IN_FORCE, begins=10, ends=-355),
    Case(username="firm-zhizhu", until=SanctionState.ENDED, begins=58, ends=20),
    Case(
        username="unit-shengwu",
        until=SanctionState.IN_FORCE,
        begins=3,
        ends=-87,
        measure=PAYMENTS_SUSPENDED,
        reason="拒不提供服务记录，配合核查前暂停拨付",
    ),
    Case(
        username="unit-gangtie",
        until=SanctionState.LIFTED,
        begins=30,
        ends=-60,
        measure=PAYMENTS_SUSPENDED,
        reason="未按期报送开放服务台账",
    ),
)


def appoint(days: Days) -> None:
    """Propose roles of the authority: one pending, one refused, one withdrawn, one that nobody confirmed."""
    first, second = acting(SECOND_ADMIN), acting(ADMIN)
    reason = "岗位已满"
    for person, role, ago in (
        ("guest-6", Role.CASE_OFFICER, 2),
        ("guest-5", Role.AUDITOR, 40),
        ("guest-4", Role.FINANCE, 12),
        ("guest-2", Role.EXPERT, 30),
    ):
        row = staff_roles.propose_staff_role(username=person, role=role, actor=first, at=days.ago(ago))
        if role == Role.AUDITOR:
            staff_roles.refuse_staff_role(appointment_id=row.pk, reason=reason, actor=second, at=days.ago(39))
        if role == Role.FINANCE:
            staff_roles.withdraw_staff_role(appointment_id=row.pk, actor=first, at=days.ago(11))


def reset_second_factors(days: Days) -> None:
    """Request resets of second factors: one pending, one refused, one that nobody confirmed, one confirmed."""
    first, second = acting(SECOND_ADMIN), acting(ADMIN)
    for username, ago in (("unit-fengdong", 1), ("unit-haiyang", 20), ("unit-gangtie", 9), ("unit-huagong", 14)):
        user_id = get_user_by_username(username).pk
        row = closures.request_reset(user_id=user_id, reason="手机遗失，已当面核对身份", actor=first, at=days.ago(ago))
        if username == "unit-haiyang":
            closures.refuse_reset(reset_id=row.pk, actor=second, at=days.ago(19))
        if username == "unit-huagong":
            closures.confirm_reset(reset_id=row.pk, actor=second, at=days.ago(13))


def pass_cases_on(days: Days, submitted: list[Redemption]) -> None:
    """Hand a case over, one that is done and one that is open."""
    officer, deputy = acting(OFFICER), acting(DEPUTY)
    case = {"operation": "redemption.check_form"}
    first, *others = submitted
    done = handovers.hand_over_case(
        **case, case_id=first.pk, username=DEPUTY, reason="休假期间请代办", actor=officer, at=days.ago(3)
    )
    handovers.finish_hand_over(hand_over_id=done.pk, actor=deputy, at=days.ago(2))
    for row in others[:1]:
        handovers.hand_over_case(
            **case, case_id=row.pk, username=DEPUTY, reason="涉及本人亲属任职单位", actor=officer, at=days.ago(1)
        )


def name_substitutes(days: Days) -> None:
    """Name substitutes for a case without an eligible officer: one refused, one confirmed, one pending.

    The officer suspended the firm; relatives of the others work there.
    """
    firm = FIRMS[SUSPENDED]
    for username in (DEPUTY, SECOND_OFFICER, APPROVER, SECOND_APPROVER):
        _declare(firm.party, days, by=username, at=days.ago(8))
    for username, decide in (
        (FINANCE, handovers.refuse_substitute),
        (SECOND_FINANCE, handovers.confirm_substitute),
        (FINANCE, None),
    ):
        named = handovers.name_substitute(
            operation="party.resume",
            case_id=party_of(SUSPENDED),
            username=username,
            reason="暂停由经办作出，其他人员均须回避",
            actor=acting(SECOND_ADMIN),
            at=days.ago(2),
        )
        if decide is not None:
            decide(substitution_id=named.pk, actor=acting(ADMIN), at=days.ago(1))


def delegate(days: Days) -> None:
    """Ask colleagues to act in another's name: one offer is open, one was declined, one ended."""
    today = beijing_day(days.ago(0))
    for place, (giver, taker) in enumerate(((APPROVER, FINANCE), (DEPUTY, FINANCE), (OFFICER, DEPUTY))):
        asked = delegations.offer_delegation(
            username=taker,
            operations=["batch.sign"],
            from_on=today,
            until_on=today + timedelta(days=13),
            reason="外出调研",
            actor=acting(giver),
            at=days.ago(1),
        )
        if place == 1:
            delegations.decline_delegation(delegation_id=asked.pk, actor=acting(taker), at=days.ago(0))
        if place == 2:
            delegations.end_delegation(delegation_id=asked.pk, actor=acting(giver), at=days.ago(0))


def declare(days: Days) -> None:
    """Declare interests of an officer: one that counts, and three by mistake, of which one is corrected and one is not."""
    _declare("示例远洋装备有限公司", days)
    admin = acting(ADMIN)
    for name, decide in (
        ("示例远航装备有限公司", interest_corrections.confirm_correction),
        ("示例远帆装备有限公司", interest_corrections.refuse_correction),
        ("示例远望装备有限公司", None),
    ):
        row = interest_corrections.request_correction(
            interest_id=_declare(name, days), reason="与亲属任职的单位名称相近", actor=acting(DEPUTY), at=days.ago(4)
        )
        if decide is not None:
            decide(correction_id=row.pk, reason="已核对统一社会信用代码", actor=admin, at=days.ago(3))


def _declare(party_name: str, days: Days, *, by: str = DEPUTY, at: datetime | None = None) -> int:
    """Declare that a relative of a member of staff, by default the deputy, belongs to a party; return the id."""
    row = declare_interest(
        party_name=party_name,
        uscc="",
        relation=Relation.RELATIVE,
        note="",
        since=beijing_day(days.now) - timedelta(days=400),
        until=None,
        actor=acting(by),
        at=at or days.first,
    )
    return int(row.pk)


def sanction(days: Days) -> None:
    """Take measures against firms and units, in every state of a sanction; one of a unit holds its payments."""
    officer, approver = acting(OFFICER).user_id, acting(APPROVER).user_id
    for case in CASES:
        at = days.ago(max(case.begins, 0) + 3)
        row = _propose(case, today=beijing_day(days.now), officer=officer, at=at)
        if case.until == SanctionState.PROPOSED:
            continue
        sanctions.hear_sanction(sanction_id=row.pk, statement="已说明情况，愿意整改。", actor_id=officer, at=at)
        if case.until == SanctionState.DROPPED:
            reason = "补充的检测报告与合同一致，重复使用不成立"
            sanctions.drop_sanction(sanction_id=row.pk, reason=reason, actor_id=approver, at=at + timedelta(days=1))
        elif case.until != SanctionState.HEARD:
            sanctions.decide_sanction(sanction_id=row.pk, actor_id=approver, at=at + timedelta(days=1))
        if case.until in (SanctionState.IN_FORCE, SanctionState.LIFTED):
            sanctions.turn_sanctions(at=at + timedelta(days=4), progress=lambda done: None)
        if case.until == SanctionState.LIFTED:
            at += timedelta(days=15)
            liftings.propose_lifting(sanction_id=row.pk, reason="台账已补报并核实", actor_id=officer, at=at)
            liftings.lift_sanction(sanction_id=row.pk, actor_id=approver, at=at)


def _propose(case: Case, *, today: date, officer: int, at: datetime) -> SanctionRow:
    return sanctions.propose_sanction(
        party_id=party_of(case.username),
        measure=case.measure,
        reason=case.reason,
        begins_on=today - timedelta(days=case.begins),
        until=today - timedelta(days=case.ends),
        actor_id=officer,
        at=at,
    )
