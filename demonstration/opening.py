"""Policies, appropriations, rounds and changes of their budgets, in every state."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from core.idempotency.commands import KeyedRequest
from core.values.deadlines import beijing_day
from demonstration.days import Days
from demonstration.people import APPROVER, FINANCE, FIRM, OFFICER, acting
from vouchers.models import Appropriation, Coupon, PolicyVersion, Round
from vouchers.policy_files import load_policy_file
from vouchers.rules.appropriations import year_of_round
from vouchers.rules.policies import to_dict
from vouchers.rules.states import BudgetChangeState, PolicyState
from vouchers.selectors.appropriations import find_confirmed_appropriation
from vouchers.selectors.policies import list_policy_versions, list_policy_warnings
from vouchers.services import appropriations, budget_changes, coupons, rounds
from vouchers.services.claims import claim_coupon
from vouchers.services.policies import approve_policy_version, draft_policy_version
from vouchers.services.seeds import seed_policy

POLICY, UNVERIFIED_POLICY = "beijing-2023", "beijing-compute-2026"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounds:
    """The rounds in which coupons are claimed: one that is open, and one that closed before its payments."""

    now: Round
    before: Round


def claim(*, round_id: int, applicant_id: int, amount: Decimal, actor_id: int, at: datetime) -> Coupon:
    """Claim a coupon under a new idempotency key."""
    request = KeyedRequest(actor_id=actor_id, key=uuid4(), operation="coupon.claim", payload={}, at=at)
    outcome = claim_coupon(
        round_id=round_id,
        applicant_id=applicant_id,
        amount=amount,
        request=request,
        render=lambda coupon: {"id": coupon.pk},
    )
    return Coupon.objects.get(pk=outcome.body["id"])


def publish_policies(days: Days) -> None:
    """Publish the policy in force and the unverified one."""
    for code in (POLICY, UNVERIFIED_POLICY):
        seed_policy(code=code, at=days.first)
        _approve(list_policy_versions().get(code=code), at=days.first)


def revise_policies(days: Days) -> None:
    """Supersede the unverified policy, approve its next version for a later day, and draft one of the other policy."""
    today = beijing_day(days.now)
    second, third = today - timedelta(days=50), today + timedelta(days=60)
    for starts_on, changes in ((second, {"experts": 5}), (third, {"experts": 7})):
        params = {"in_force_from": starts_on.isoformat(), **changes}
        _approve(_draft(UNVERIFIED_POLICY, params, at=days.ago(52)), at=days.ago(50))
    _draft(POLICY, {"in_force_from": third.isoformat(), "experts": 5}, at=days.ago(6))


def open_round(days: Days, code: str, *, name: str, budget: str, opens: int, closes: int) -> Round:
    """Announce a round under a policy, so many days before the moment of `days`."""
    opens_at = days.ago(opens)
    appropriate(days, year=year_of_round(opens_at))
    officer = acting(OFFICER).user_id
    drafted = draft_round(days, code, name=name, budget=budget, opens=opens, closes=closes)
    rounds.propose_round(round_id=drafted.pk, actor_id=officer, at=days.first)
    return rounds.announce_round(round_id=drafted.pk, actor_id=acting(APPROVER).user_id, at=days.first)


def draft_round(days: Days, code: str, *, name: str, budget: str, opens: int, closes: int) -> Round:
    """Draft a round under a policy."""
    opens_at = days.ago(opens)
    return rounds.create_round(
        name=f"{year_of_round(opens_at)} 年{name}",
        policy_version_id=list_policy_versions().get(code=code, state=PolicyState.IN_FORCE).pk,
        budget=Decimal(budget),
        opens_at=opens_at,
        closes_at=days.ago(closes),
        actor_id=acting(OFFICER).user_id,
        at=days.first,
    )


def open_rounds(days: Days) -> Rounds:
    """Open the rounds of the contracts, and leave one round in each other state."""
    paying = days.paying
    settle_trial(paying)
    before = open_round(paying, POLICY, name="春夏创新券", budget="4000000.00", opens=72, closes=27)
    now = open_round(days, POLICY, name="第一期创新券", budget="5000000.00", opens=66, closes=-60)
    name = "算力券试点（政策未经核实）"
    open_round(days, UNVERIFIED_POLICY, name=name, budget="1000000.00", opens=-20, closes=-80)
    draft_round(days, POLICY, name="团队专场（拟稿）", budget="800000.00", opens=-40, closes=-90)
    proposed = draft_round(days, POLICY, name="第二期创新券", budget="3000000.00", opens=-30, closes=-120)
    rounds.propose_round(round_id=proposed.pk, actor_id=acting(OFFICER).user_id, at=days.ago(3))
    return Rounds(now=now, before=before)


def settle_trial(days: Days) -> None:
    """Settle a round whose only coupon was returned."""
    trial = open_round(days, POLICY, name="试运行", budget="100000.00", opens=74, closes=60)
    firm = acting(FIRM)
    coupon = claim(
        round_id=trial.pk,
        applicant_id=firm.party,
        amount=Decimal("6000.00"),
        actor_id=firm.user_id,
        at=days.ago(73),
    )
    coupons.return_coupon(coupon_id=coupon.pk, applicant_id=firm.party, actor_id=firm.user_id, at=days.ago(70))
    rounds.open_and_close_rounds(at=days.ago(59))
    rounds.settle_round(round_id=trial.pk, actor_id=acting(FINANCE).user_id, at=days.ago(55))


def appropriate(days: Days, *, year: int, amount: str = "50000000.00") -> None:
    """Confirm the money of a year, unless it is confirmed already."""
    if find_confirmed_appropriation(year=year) is None:
        _confirm(_enter(days.first, year=year, amount=amount, number=1), at=days.first)


def revise_appropriations(days: Days) -> None:
    """Supersede this year's appropriation, and leave those of the next year in each other state."""
    year = beijing_day(days.now).year
    approver, finance = acting(APPROVER).user_id, acting(FINANCE).user_id
    appropriate(days, year=year)
    _confirm(_enter(days.ago(40), year=year, amount="60000000.00", number=5), at=days.ago(38))
    refused = _enter(days.ago(30), year=year + 1, amount="90000000.00", number=1)
    reason = "金额与批复文件不一致"
    appropriations.refuse_appropriation(appropriation_id=refused.pk, reason=reason, actor_id=approver, at=days.ago(29))
    withdrawn = _enter(days.ago(20), year=year + 1, amount="55000000.00", number=2)
    appropriations.withdraw_appropriation(appropriation_id=withdrawn.pk, actor_id=finance, at=days.ago(19))
    _enter(days.ago(2), year=year + 1, amount="52000000.00", number=3)


def change_budgets(days: Days, row: Round) -> None:
    """Propose changes of a round's budget, one of them pending."""
    officer, approver = acting(OFFICER).user_id, acting(APPROVER).user_id
    table = (
        (25, "9000000.00", "按申领进度追加", BudgetChangeState.WITHDRAWN),
        (20, "4500000.00", "拟调减", BudgetChangeState.REFUSED),
        (15, "5500000.00", "追加申领额度", BudgetChangeState.APPROVED),
        (2, "6000000.00", "申领踊跃，拟再追加", BudgetChangeState.PROPOSED),
    )
    for ago, budget, reason, outcome in table:
        change = budget_changes.propose_budget(
            round_id=row.pk, budget=Decimal(budget), reason=reason, actor_id=officer, at=days.ago(ago)
        )
        at = days.ago(ago - 1)
        if outcome == BudgetChangeState.WITHDRAWN:
            budget_changes.withdraw_budget_change(change_id=change.pk, actor_id=officer, at=at)
        elif outcome == BudgetChangeState.REFUSED:
            budget_changes.refuse_budget_change(change_id=change.pk, reason="暂不调减", actor_id=approver, at=at)
        elif outcome == BudgetChangeState.APPROVED:
            budget_changes.approve_budget_change(change_id=change.pk, actor_id=approver, at=at)


def _draft(code: str, changes: Mapping[str, object], *, at: datetime) -> PolicyVersion:
    params = {**to_dict(load_policy_file(code)), **changes}
    return draft_policy_version(params=params, actor_id=acting(OFFICER).user_id, at=at)


def _approve(version: PolicyVersion, *, at: datetime) -> None:
    warnings = [warning.code for warning in list_policy_warnings(version)]
    approver = acting(APPROVER).user_id
    approve_policy_version(version_id=version.pk, acknowledged=warnings, actor_id=approver, at=at)


def _enter(at: datetime, *, year: int, amount: str, number: int) -> Appropriation:
    return appropriations.enter_appropriation(
        year=year,
        amount=Decimal(amount),
        document=f"示例财〔{year}〕{number}号",
        actor_id=acting(FINANCE).user_id,
        at=at,
    )


def _confirm(row: Appropriation, *, at: datetime) -> None:
    appropriations.confirm_appropriation(appropriation_id=row.pk, actor_id=acting(APPROVER).user_id, at=at)
