"""What comes next for a policy version, a round, a contract and a coupon: who acts, by when. Beijing days. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar

from vouchers.rules.contracts import UNIT_STEPS, next_steps
from vouchers.rules.states import FAILED_COUPONS, ContractState, CouponState, PolicyState, RoundState

Step = TypeVar("Step", bound=StrEnum)


class Side(StrEnum):
    """Who has to act."""

    BOTH = "both"  # 申领单位与开放单位
    UNIT = "unit"  # 开放单位
    AUTHORITY = "authority"  # 主管部门
    OFFICER = "officer"  # 经办人员
    SECOND_PERSON = "second_person"  # 另一人复核
    PUBLIC = "public"  # 社会公众
    APPROVER = "approver"  # 审批人员
    FINANCE = "finance"  # 财务人员


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress(Generic[Step]):
    """办理进度. Where a thing stands: the step under way, or the one it failed in; None when all are done.

    `who` has to act next, at the latest on the day `by`; None where nobody has to.
    """

    step: Step | None
    failed: bool = False
    who: Side | None = None
    by: date | None = None


class CouponStep(StrEnum):
    """The steps of a coupon, in their order."""

    CLAIM = "claim"
    REGISTER = "register"
    SERVE = "serve"
    APPLY = "apply"
    REVIEW = "review"
    PAY = "pay"


@dataclass(frozen=True, slots=True, kw_only=True)
class CouponSituation:
    """What a coupon's next step is decided on: its state and days, and how far its contract and redemption are."""

    state: CouponState
    register_by: date
    redeem_by: date | None
    is_registered: bool
    is_served: bool
    is_submitted: bool


def coupon_progress(situation: CouponSituation) -> Progress[CouponStep]:
    """Where a coupon stands and who acts next (下一步)."""
    redeem_by, state = situation.redeem_by, situation.state
    if state in FAILED_COUPONS:
        return Progress(step=_failed_in(situation), failed=True)
    if state == CouponState.CLAIMED:
        return Progress(step=CouponStep.REGISTER, who=Side.BOTH, by=situation.register_by)
    if state == CouponState.REGISTERED:
        step = CouponStep.APPLY if situation.is_served else CouponStep.SERVE
        return Progress(step=step, who=Side.UNIT, by=redeem_by)
    if state == CouponState.IN_REDEMPTION and not situation.is_submitted:
        return Progress(step=CouponStep.APPLY, who=Side.UNIT, by=redeem_by)
    if state == CouponState.IN_REDEMPTION:
        return Progress(step=CouponStep.REVIEW, who=Side.AUTHORITY)
    if state == CouponState.APPROVED:
        return Progress(step=CouponStep.PAY, who=Side.AUTHORITY)
    return Progress(step=None)


def _failed_in(situation: CouponSituation) -> CouponStep:
    if situation.state == CouponState.REJECTED:
        return CouponStep.REVIEW
    return CouponStep.APPLY if situation.is_registered else CouponStep.REGISTER


def coupon_steps(state: CouponState) -> Mapping[str, str]:
    """What the applicant may do with its coupon: step → the operation that allows it."""
    return {"return": "coupon.return"} if state == CouponState.CLAIMED else {}


def policy_steps(state: PolicyState) -> Mapping[str, str]:
    """What may be done with a policy version: step → the operation that allows it."""
    return {"approve": "policy.approve"} if state == PolicyState.DRAFT else {}


_ROUND_STEPS: Mapping[RoundState, Mapping[str, str]] = {
    RoundState.DRAFT: {"announce": "round.manage", "budget": "round.manage"},
    RoundState.ANNOUNCED: {"close": "round.manage", "budget": "round.manage"},
    RoundState.OPEN: {"close": "round.manage", "budget": "round.manage"},
    RoundState.CLOSED: {"settle": "round.settle", "budget": "round.manage"},
    RoundState.SETTLED: {},
}


def round_steps(state: RoundState, *, opens_at: datetime, at: datetime) -> Mapping[str, str]:
    """What may be done with a round: step → the operation that allows it. One that has not opened is not closed."""
    steps = _ROUND_STEPS[state]
    if state == RoundState.ANNOUNCED and opens_at > at:
        return {step: operation for step, operation in steps.items() if step != "close"}
    return steps


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractSituation:
    """What a unit's next steps on its contract are decided on.

    `state` is None for a draft that was given up. `correctable` says whether the open redemption may still be changed.
    """

    state: ContractState | None
    coupons: Sequence[CouponState]
    redeem_by: date | None
    redemption_open: bool
    correctable: bool
    on: date


def contract_steps(situation: ContractSituation) -> set[str]:
    """What the unit may do with its contract: coupons that wait are redeemed until the last day; records stay open while
    a redemption may be changed."""
    is_open = situation.redemption_open
    steps = set(next_steps(steps=UNIT_STEPS, state=situation.state, redemption_open=is_open))
    if is_open and not situation.correctable:
        steps.discard("record")
    in_time = situation.redeem_by is not None and situation.on <= situation.redeem_by
    if not is_open and in_time and CouponState.REGISTERED in situation.coupons:
        steps.add("redeem")
    return steps
