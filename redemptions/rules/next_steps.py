"""Next steps of redemptions and batches: who acts, and by which day. Beijing days. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from redemptions.rules.states import (
    CORRECTABLE_REDEMPTIONS,
    UNPAID_REDEMPTIONS,
    WITHDRAWABLE_REDEMPTIONS,
    BatchState,
    RedemptionState,
)
from vouchers.rules.next_steps import Progress, Side


class RedemptionStep(StrEnum):
    """The steps of a redemption, in order."""

    SUBMIT = "submit"
    CHECK = "check"
    REVIEW = "review"
    PUBLICISE = "publicise"
    DECIDE = "decide"
    PAY = "pay"


_STEP_OF: Mapping[RedemptionState, RedemptionStep | None] = {
    RedemptionState.DRAFT: RedemptionStep.SUBMIT,
    RedemptionState.RETURNED: RedemptionStep.SUBMIT,
    RedemptionState.SUBMITTED: RedemptionStep.CHECK,
    RedemptionState.ACCEPTED: RedemptionStep.REVIEW,
    RedemptionState.UNDER_REVIEW: RedemptionStep.REVIEW,
    RedemptionState.DOUBTFUL: RedemptionStep.REVIEW,
    RedemptionState.RECOMMENDED: RedemptionStep.REVIEW,
    RedemptionState.PUBLICISED: RedemptionStep.PUBLICISE,
    RedemptionState.DECIDED: RedemptionStep.DECIDE,
    RedemptionState.APPEALED: RedemptionStep.DECIDE,
    RedemptionState.FINAL: RedemptionStep.PAY,
    RedemptionState.PAID: None,
}
_WHO_OF: Mapping[RedemptionState, Side] = {
    RedemptionState.DRAFT: Side.UNIT,
    RedemptionState.RETURNED: Side.UNIT,
    RedemptionState.SUBMITTED: Side.OFFICER,
    RedemptionState.ACCEPTED: Side.OFFICER,
    RedemptionState.UNDER_REVIEW: Side.OFFICER,
    RedemptionState.DOUBTFUL: Side.OFFICER,
    RedemptionState.RECOMMENDED: Side.OFFICER,
    RedemptionState.PUBLICISED: Side.PUBLIC,
    RedemptionState.DECIDED: Side.UNIT,
    RedemptionState.APPEALED: Side.APPROVER,
    RedemptionState.FINAL: Side.FINANCE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RedemptionSituation:
    """The facts that a redemption's next step depends on: its state, earlier states, days, and decided amount (yuan).

    `decision_shown` says whether the reader may see the decision. `on` is today.
    """

    state: RedemptionState
    entered: Collection[str]
    redeem_by: date | None
    correct_by: date | None
    notice_ends: date | None
    appeal_by: date | None
    on: date
    decided_amount: Decimal | None
    decision_shown: bool


def redemption_progress(situation: RedemptionSituation) -> Progress[RedemptionStep]:
    """Return the step a redemption has reached and who acts next (下一步).

    A redemption that is final without money failed in the decision. After its notice it waits for the approver.
    """
    state = situation.state
    if state == RedemptionState.PUBLICISED and _is_over(situation.notice_ends, on=situation.on):
        return Progress(step=RedemptionStep.DECIDE, who=Side.APPROVER)
    if state in UNPAID_REDEMPTIONS:
        stopped = state == RedemptionState.WITHDRAWN
        return Progress(step=_last_step(situation.entered), failed=not stopped, stopped=stopped)
    if state == RedemptionState.FINAL and not situation.decided_amount:
        failed = situation.decision_shown
        return Progress(step=RedemptionStep.DECIDE if failed else RedemptionStep.PAY, failed=failed)
    return Progress(step=_STEP_OF[state], who=_WHO_OF.get(state), by=_deadline(situation))


def _last_step(entered: Collection[str]) -> RedemptionStep:
    order = list(RedemptionStep)
    steps = [step for state, step in _STEP_OF.items() if step is not None and state in entered]
    return max(steps, key=order.index, default=RedemptionStep.SUBMIT)


def _deadline(situation: RedemptionSituation) -> date | None:
    days = {
        RedemptionState.DRAFT: situation.redeem_by,
        RedemptionState.RETURNED: situation.correct_by,
        RedemptionState.PUBLICISED: situation.notice_ends,
        RedemptionState.DECIDED: situation.appeal_by,
    }
    return days.get(situation.state)


def redemption_steps(state: RedemptionState) -> Mapping[str, str]:
    """Return the possible steps on a redemption: step → the operation that permits it."""
    steps: dict[str, str] = {}
    if state in CORRECTABLE_REDEMPTIONS:
        steps["submit"] = "redemption.claim"
    if state in WITHDRAWABLE_REDEMPTIONS:
        steps["withdraw"] = "redemption.claim"
    if state == RedemptionState.SUBMITTED:
        steps["check"] = "redemption.check_form"
    return steps


class BatchStep(StrEnum):
    """The steps of a batch, in order."""

    COLLECT = "collect"
    REVIEW = "review"
    SUMMARISE = "summarise"
    CLEAR = "clear"
    PUBLICISE = "publicise"
    APPROVE = "approve"
    PAY = "pay"


_BATCH_STEP_OF: Mapping[BatchState, BatchStep | None] = {
    BatchState.COLLECTING: BatchStep.COLLECT,
    BatchState.REVIEWING: BatchStep.REVIEW,
    BatchState.SUMMARISED: BatchStep.CLEAR,
    BatchState.CLEARED: BatchStep.PUBLICISE,
    BatchState.PUBLICISED: BatchStep.APPROVE,
    BatchState.APPROVED: BatchStep.PAY,
    BatchState.PAYING: BatchStep.PAY,
    BatchState.CLOSED: None,
}
_ACTOR_OF: Mapping[BatchStep, Side] = {
    BatchStep.COLLECT: Side.OFFICER,
    BatchStep.REVIEW: Side.OFFICER,
    BatchStep.SUMMARISE: Side.OFFICER,
    BatchStep.CLEAR: Side.SECOND_PERSON,
    BatchStep.PUBLICISE: Side.PUBLIC,
    BatchStep.APPROVE: Side.APPROVER,
    BatchStep.PAY: Side.FINANCE,
}


def batch_progress(state: BatchState, *, notice_ends: date | None, on: date) -> Progress[BatchStep]:
    """Return the step a batch has reached and who acts next (下一步). After its notice it waits for the approver."""
    if state == BatchState.PUBLICISED and not _is_over(notice_ends, on=on):
        return Progress(step=BatchStep.PUBLICISE, who=Side.PUBLIC, by=notice_ends)
    step = _BATCH_STEP_OF[state]
    return Progress(step=step, who=None if step is None else _ACTOR_OF[step])


_CARRIED: Mapping[str, str] = {"carried": "batch.approve"}
_BATCH_STEPS: Mapping[BatchState, Mapping[str, str]] = {
    BatchState.COLLECTING: {"collect": "batch.prepare", "review": "batch.prepare", "remove": "batch.prepare"},
    BatchState.REVIEWING: {"decide": "redemption.decide", "summarise": "batch.prepare", "remove": "batch.prepare"},
    BatchState.SUMMARISED: {"decide": "redemption.decide", "clear": "batch.clear"},
    BatchState.CLEARED: {"publish": "batch.prepare", "return": "batch.clear"},
    BatchState.PUBLICISED: {"refuse": "batch.approve", "sign": "batch.sign", "approve": "batch.approve"},
    BatchState.APPROVED: _CARRIED,
    BatchState.PAYING: _CARRIED,
    BatchState.CLOSED: _CARRIED,
}


def batch_steps(state: BatchState, *, notice_ends: date | None, on: date) -> Mapping[str, str]:
    """Return the possible steps on a batch: step → the operation that permits it. Stages after the notice come when it is over."""
    steps = _BATCH_STEPS[state]
    if _is_over(notice_ends, on=on):
        return steps
    return {step: operation for step, operation in steps.items() if step not in ("sign", "approve")}


def _is_over(notice_ends: date | None, *, on: date) -> bool:
    return notice_ends is not None and notice_ends < on
