"""Next steps of policy versions, rounds, contracts and coupons: who acts, and by which day. Beijing days. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar

from vouchers.rules.contracts import UNIT_STEPS, next_steps
from vouchers.rules.states import FAILED_COUPONS, ContractState, CouponState, PolicyState, RoundState

Step = TypeVar("Step", bound=StrEnum)


class Side(StrEnum):
    """A side that can have to act."""

    BOTH = "both"  # 申领单位与开放单位
    APPLICANT = "applicant"  # 申领单位
    UNIT = "unit"  # 开放单位
    AUTHORITY = "authority"  # 主管部门
    OFFICER = "officer"  # 经办人员
    SECOND_PERSON = "second_person"  # 另一人复核
    PUBLIC = "public"  # 社会公众
    APPROVER = "approver"  # 审批人员
    FINANCE = "finance"  # 财务人员


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress(Generic[Step]):
    """办理进度. The current step of a subject, or the step it failed in; None if all are done.

    `who` must act next, by the day `by`. Both are None if nobody has to. `stopped` says that the process ended without a
    failure, such as by a voluntary return.
    """

    step: Step | None
    failed: bool = False
    stopped: bool = False
    who: Side | None = None
    by: date | None = None

    @property
    def is_over(self) -> bool:
        """Whether the process ended before its last step: no later step will be taken."""
        return self.failed or self.stopped


class CouponStep(StrEnum):
    """The steps of a coupon, in order."""

    CLAIM = "claim"
    REGISTER = "register"
    SERVE = "serve"
    APPLY = "apply"
    REVIEW = "review"
    PAY = "pay"


@dataclass(frozen=True, slots=True, kw_only=True)
class CouponSituation:
    """The facts that a coupon's next step depends on: state, days, and the progress of its contract and redemption.

    `correct_by` is the last day to correct a returned redemption, None for any other. `is_approved` says whether money was
    approved for the coupon.
    """

    state: CouponState
    register_by: date
    redeem_by: date | None
    is_registered: bool
    is_served: bool
    is_submitted: bool
    is_approved: bool = False
    correct_by: date | None = None


def coupon_progress(situation: CouponSituation) -> Progress[CouponStep]:
    """Return the step a coupon has reached and who acts next (下一步)."""
    redeem_by, state = situation.redeem_by, situation.state
    if state in FAILED_COUPONS:
        stopped = state == CouponState.RETURNED
        return Progress(step=_failed_in(situation), failed=not stopped, stopped=stopped)
    if state == CouponState.CLAIMED:
        return Progress(step=CouponStep.REGISTER, who=Side.BOTH, by=situation.register_by)
    if state == CouponState.REGISTERED:
        step = CouponStep.APPLY if situation.is_served else CouponStep.SERVE
        return Progress(step=step, who=Side.UNIT, by=redeem_by)
    if state == CouponState.IN_REDEMPTION and not situation.is_submitted:
        return Progress(step=CouponStep.APPLY, who=Side.UNIT, by=situation.correct_by or redeem_by)
    if state == CouponState.IN_REDEMPTION:
        return Progress(step=CouponStep.REVIEW, who=Side.AUTHORITY)
    if state == CouponState.APPROVED:
        return Progress(step=CouponStep.PAY, who=Side.AUTHORITY)
    return Progress(step=None)


def _failed_in(situation: CouponSituation) -> CouponStep:
    if situation.state == CouponState.REJECTED:
        return CouponStep.REVIEW
    if situation.state == CouponState.REVOKED:
        return _revoked_in(situation)
    return CouponStep.APPLY if situation.is_registered else CouponStep.REGISTER


def _revoked_in(situation: CouponSituation) -> CouponStep:
    """Return the furthest step that a revoked coupon had reached."""
    reached = (
        (situation.is_approved, CouponStep.PAY),
        (situation.is_submitted, CouponStep.REVIEW),
        (situation.is_served, CouponStep.APPLY),
        (situation.is_registered, CouponStep.SERVE),
    )
    return next((step for is_reached, step in reached if is_reached), CouponStep.REGISTER)


def coupon_steps(state: CouponState) -> Mapping[str, str]:
    """Return the applicant's possible steps on its coupon: step → the operation that permits it."""
    return {"return": "coupon.return"} if state == CouponState.CLAIMED else {}


def policy_steps(state: PolicyState) -> Mapping[str, str]:
    """Return the possible steps on a policy version: step → the operation that permits it."""
    return {"approve": "policy.approve"} if state == PolicyState.DRAFT else {}


_ROUND_STEPS: Mapping[RoundState, Mapping[str, str]] = {
    RoundState.DRAFT: {"edit": "round.manage", "propose": "round.manage"},
    RoundState.PROPOSED: {"withdraw": "round.manage", "refuse": "round.announce", "announce": "round.announce"},
    RoundState.ANNOUNCED: {"close": "round.manage", "budget": "round.manage"},
    RoundState.OPEN: {"close": "round.manage", "budget": "round.manage"},
    RoundState.CLOSED: {"settle": "round.settle", "budget": "round.manage"},
    RoundState.SETTLED: {},
}


def round_steps(
    state: RoundState, *, opens_at: datetime, at: datetime, budget_change_open: bool = False
) -> Mapping[str, str]:
    """Return the possible steps on a round: step → the operation that permits it.

    It closes only after it opened. While a change of its budget is pending, that one is decided first.
    """
    steps = dict(_ROUND_STEPS[state])
    if state == RoundState.ANNOUNCED and opens_at > at:
        steps.pop("close")
    if budget_change_open:
        others = {step: operation for step, operation in steps.items() if step not in ("settle", "budget")}
        return others | {"approve_budget": "budget_change.decide", "withdraw_budget": "round.manage"}
    return steps


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractSituation:
    """The facts that the next steps on a contract depend on.

    `state` is None for a dropped draft. `correctable` says whether the open redemption may still be changed, `submitted`
    whether it was ever submitted, `correct_by` its last day to correct it. `register_by` is the first last day of the
    coupons that are offered and not registered.
    """

    state: ContractState | None
    coupons: Sequence[CouponState]
    redeem_by: date | None
    redemption_open: bool
    correctable: bool
    on: date
    submitted: bool = False
    accepted: bool = False
    correct_by: date | None = None
    register_by: date | None = None


class ContractStep(StrEnum):
    """The steps of a contract that a side has to take."""

    OFFER = "offer"
    REGISTER = "register"
    CONFIRM_AMENDMENT = "confirm_amendment"
    SERVE = "serve"
    ACCEPT_RESULTS = "accept_results"
    APPLY = "apply"
    CORRECT = "correct"
    REVIEW = "review"


def contract_progress(situation: ContractSituation) -> Progress[ContractStep]:
    """Return what a contract waits for, and who acts by which day (下一步); no step where its coupons have ended."""
    if situation.state == ContractState.DRAFT:
        return _draft_progress(situation.register_by)
    if not set(situation.coupons) & {CouponState.REGISTERED, CouponState.IN_REDEMPTION}:
        return Progress(step=None)
    if situation.submitted and situation.correctable:
        return Progress(step=ContractStep.CORRECT, who=Side.UNIT, by=situation.correct_by)
    if situation.submitted:
        return Progress(step=ContractStep.REVIEW, who=Side.AUTHORITY)
    if situation.state == ContractState.AMENDED:
        return Progress(step=ContractStep.CONFIRM_AMENDMENT, who=Side.APPLICANT)
    if situation.state == ContractState.REGISTERED:
        return Progress(step=ContractStep.SERVE, who=Side.UNIT, by=situation.redeem_by)
    if not situation.accepted:
        return Progress(step=ContractStep.ACCEPT_RESULTS, who=Side.APPLICANT, by=situation.redeem_by)
    return Progress(step=ContractStep.APPLY, who=Side.UNIT, by=situation.redeem_by)


def _draft_progress(register_by: date | None) -> Progress[ContractStep]:
    if register_by is None:
        return Progress(step=ContractStep.OFFER, who=Side.APPLICANT)
    return Progress(step=ContractStep.REGISTER, who=Side.UNIT, by=register_by)


def contract_steps(situation: ContractSituation) -> set[str]:
    """Return the unit's possible steps on its contract.

    Registered coupons can be redeemed until the last day. Service records can be changed as long as a redemption can.
    """
    is_open = situation.redemption_open
    steps = set(next_steps(steps=UNIT_STEPS, state=situation.state, redemption_open=is_open))
    if is_open and not situation.correctable:
        steps.discard("record")
    in_time = situation.redeem_by is not None and situation.on <= situation.redeem_by
    if not is_open and in_time and CouponState.REGISTERED in situation.coupons:
        steps.add("redeem")
    return steps
