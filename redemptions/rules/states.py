"""State machines of redemptions and batches: transitions and their deadlines (docs/domain.md section 5)."""

from enum import StrEnum

from core.values.state_machine import StateMachine, transition


class RedemptionState(StrEnum):
    """兑现申请. The states of a redemption."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    EXPIRED = "expired"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    UNDER_REVIEW = "under_review"
    DOUBTFUL = "doubtful"
    RECOMMENDED = "recommended"
    PUBLICISED = "publicised"
    DECIDED = "decided"
    APPEALED = "appealed"
    FINAL = "final"
    PAID = "paid"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"


CORRECTABLE_REDEMPTIONS = (RedemptionState.DRAFT, RedemptionState.RETURNED)
"""The unit may still change amounts and evidence."""


COLLECTABLE_REDEMPTIONS = (
    RedemptionState.ACCEPTED,
    RedemptionState.UNDER_REVIEW,
    RedemptionState.RECOMMENDED,
    RedemptionState.PUBLICISED,
)
"""To be collected by a batch, if none has; a recommended or publicised one was taken out of its batch."""


REVIEWED_REDEMPTIONS = (RedemptionState.UNDER_REVIEW, RedemptionState.DOUBTFUL, RedemptionState.RECOMMENDED)
"""Under review: internal to the authority until publicised."""


RECOMMENDED_REDEMPTIONS = (RedemptionState.RECOMMENDED, RedemptionState.PUBLICISED)
"""Recommended by the review, not yet decided by the approver."""


WITHDRAWABLE_REDEMPTIONS = (
    RedemptionState.DRAFT,
    RedemptionState.SUBMITTED,
    RedemptionState.RETURNED,
    RedemptionState.ACCEPTED,
    *REVIEWED_REDEMPTIONS,
)
"""The unit may withdraw these before their batch is summarised."""


LIVE_REDEMPTIONS = (
    *WITHDRAWABLE_REDEMPTIONS,
    RedemptionState.PUBLICISED,
    RedemptionState.DECIDED,
    RedemptionState.APPEALED,
    RedemptionState.FINAL,
)
"""Neither paid nor ended."""


UNPAID_REDEMPTIONS = (RedemptionState.EXPIRED, RedemptionState.WITHDRAWN, RedemptionState.REVOKED)
"""Ended unpaid: another redemption of the contract may start."""


ENDED_REDEMPTIONS = (*UNPAID_REDEMPTIONS, RedemptionState.PAID)
"""Paid, or ended unpaid."""


REDEMPTION = StateMachine(
    name="redemption",
    initial=(RedemptionState.DRAFT,),
    transitions=(
        transition(RedemptionState.DRAFT, RedemptionState.SUBMITTED, "redemption.submitted", deadline="redeem_by"),
        transition(RedemptionState.DRAFT, RedemptionState.EXPIRED, "redemption.expired", deadline="redeem_by"),
        transition(RedemptionState.SUBMITTED, RedemptionState.ACCEPTED, "redemption.accepted"),
        transition(RedemptionState.SUBMITTED, RedemptionState.RETURNED, "redemption.returned"),
        transition(RedemptionState.RETURNED, RedemptionState.SUBMITTED, "redemption.submitted", deadline="correction"),
        transition(RedemptionState.RETURNED, RedemptionState.EXPIRED, "redemption.expired", deadline="correction"),
        transition(RedemptionState.ACCEPTED, RedemptionState.UNDER_REVIEW, "redemption.review_begun"),
        transition(RedemptionState.UNDER_REVIEW, RedemptionState.DOUBTFUL, "redemption.doubted"),
        transition(RedemptionState.DOUBTFUL, RedemptionState.UNDER_REVIEW, "redemption.doubt_settled"),
        transition(RedemptionState.UNDER_REVIEW, RedemptionState.RECOMMENDED, "redemption.recommended"),
        transition(RedemptionState.RECOMMENDED, RedemptionState.UNDER_REVIEW, "redemption.sent_back"),
        transition(RedemptionState.RECOMMENDED, RedemptionState.PUBLICISED, "redemption.publicised"),
        transition(RedemptionState.PUBLICISED, RedemptionState.RECOMMENDED, "redemption.sent_back"),
        transition(RedemptionState.PUBLICISED, RedemptionState.UNDER_REVIEW, "redemption.objection_upheld"),
        transition(RedemptionState.PUBLICISED, RedemptionState.DECIDED, "redemption.decided", deadline="publicity"),
        transition(RedemptionState.DECIDED, RedemptionState.APPEALED, "redemption.appealed", deadline="appeal"),
        transition(RedemptionState.DECIDED, RedemptionState.FINAL, "redemption.became_final", deadline="appeal"),
        transition(RedemptionState.APPEALED, RedemptionState.FINAL, "redemption.became_final"),
        transition(RedemptionState.APPEALED, RedemptionState.RECOMMENDED, "redemption.raised"),
        transition(RedemptionState.FINAL, RedemptionState.PAID, "redemption.paid"),
        transition(RedemptionState.PAID, RedemptionState.FINAL, "redemption.payment_returned"),
        *(transition(each, RedemptionState.WITHDRAWN, "redemption.withdrawn") for each in WITHDRAWABLE_REDEMPTIONS),
        *(transition(each, RedemptionState.REVOKED, "redemption.revoked") for each in LIVE_REDEMPTIONS),
    ),
)
"""兑现申请. Withdrawn before its batch is summarised; revoked with its coupons after a violation (article 17)."""


def is_internal(*, source: RedemptionState, target: RedemptionState) -> bool:
    """Whether a transition is internal to the authority: into a review, unless an appeal raised the decision."""
    return target in REVIEWED_REDEMPTIONS and source != RedemptionState.APPEALED


class BatchState(StrEnum):
    """兑现批次. The states of a redemption batch."""

    COLLECTING = "collecting"
    REVIEWING = "reviewing"
    SUMMARISED = "summarised"
    CLEARED = "cleared"
    PUBLICISED = "publicised"
    APPROVED = "approved"
    PAYING = "paying"
    CLOSED = "closed"


UNSUMMARISED_BATCHES = (BatchState.COLLECTING, BatchState.REVIEWING)
"""Redemptions may still leave these batches."""


APPROVED_BATCHES = (BatchState.APPROVED, BatchState.PAYING, BatchState.CLOSED)
"""Approved batches: an item that is still publicised was carried over."""


BATCH = StateMachine(
    name="batch",
    initial=(BatchState.COLLECTING,),
    transitions=(
        transition(BatchState.COLLECTING, BatchState.REVIEWING, "batch.review_begun"),
        transition(BatchState.REVIEWING, BatchState.SUMMARISED, "batch.summarised"),
        transition(BatchState.SUMMARISED, BatchState.CLEARED, "batch.cleared"),
        transition(BatchState.CLEARED, BatchState.PUBLICISED, "batch.publicised"),
        transition(BatchState.CLEARED, BatchState.SUMMARISED, "batch.sent_back"),
        transition(BatchState.PUBLICISED, BatchState.APPROVED, "batch.approved", deadline="publicity"),
        transition(BatchState.PUBLICISED, BatchState.SUMMARISED, "batch.sent_back"),
        transition(BatchState.APPROVED, BatchState.PAYING, "batch.payment_begun"),
        transition(BatchState.APPROVED, BatchState.CLOSED, "batch.closed"),
        transition(BatchState.PAYING, BatchState.CLOSED, "batch.closed"),
        transition(BatchState.CLOSED, BatchState.PAYING, "batch.reopened"),
    ),
)
"""兑现批次. Cleared by a second person. A refusal sends it back to summarised. Without money due it closes at once.

A closed one is paying again when the bank returns the money of an item (退汇).
"""


class AppealState(StrEnum):
    """申诉. The states of an appeal of one side against one decision; a side that waives its appeal has a row as well."""

    FILED = "filed"
    WAIVED = "waived"
    EXAMINED = "examined"
    DISMISSED = "dismissed"
    RAISED = "raised"


OPEN_APPEALS = (AppealState.FILED, AppealState.EXAMINED)
"""Not decided yet: the decision is not final."""


DECIDED_APPEALS = (AppealState.DISMISSED, AppealState.RAISED)


APPEAL = StateMachine(
    name="appeal",
    initial=(AppealState.FILED, AppealState.WAIVED),
    transitions=(
        transition(AppealState.FILED, AppealState.EXAMINED, "appeal.examined"),
        transition(AppealState.EXAMINED, AppealState.DISMISSED, "appeal.dismissed"),
        transition(AppealState.EXAMINED, AppealState.RAISED, "appeal.raised"),
    ),
)
"""申诉. Examined by one person and decided by another, both without a part in the decision (article 15.5)."""
