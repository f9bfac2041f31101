"""State machines of redemptions and batches: the legal transitions (docs/states.md)."""

from core.values.state_machine import APPLICANT, APPROVER, FINANCE, OFFICER, SYSTEM, UNIT, Life, edge

_LIVE_REDEMPTION = [
    "draft",
    "submitted",
    "returned",
    "accepted",
    "under_review",
    "doubtful",
    "recommended",
    "publicised",
    "decided",
    "appealed",
    "final",
]


_WITHDRAWABLE = ["draft", "submitted", "returned", "accepted", "under_review", "doubtful", "recommended"]


REDEMPTION = Life(
    name="redemption",
    initial=("draft",),
    edges=(
        edge("draft", "submitted", "redemption.submitted", who=UNIT, deadline="redeem_by"),
        edge("draft", "expired", "redemption.expired", who=SYSTEM, deadline="redeem_by"),
        edge("submitted", "accepted", "redemption.accepted", who=OFFICER),
        edge("submitted", "returned", "redemption.returned", who=OFFICER),
        edge("returned", "submitted", "redemption.submitted", who=UNIT, deadline="correction"),
        edge("returned", "expired", "redemption.expired", who=SYSTEM, deadline="correction"),
        edge("accepted", "under_review", "redemption.review_begun", who=OFFICER),
        edge("under_review", "doubtful", "redemption.doubted", who=(*OFFICER, "expert")),
        edge("doubtful", "under_review", "redemption.doubt_settled", who=OFFICER),
        edge("under_review", "recommended", "redemption.recommended", who=OFFICER),
        edge("recommended", "under_review", "redemption.sent_back", who=(*OFFICER, *APPROVER)),
        edge("recommended", "publicised", "redemption.publicised", who=OFFICER),
        edge("publicised", "recommended", "redemption.sent_back", who=APPROVER),
        edge("publicised", "under_review", "redemption.objection_upheld", who=OFFICER + APPROVER),
        edge("publicised", "decided", "redemption.decided", who=APPROVER, deadline="publicity"),
        edge("decided", "appealed", "redemption.appealed", who=UNIT + APPLICANT, deadline="appeal"),
        edge("decided", "final", "redemption.became_final", who=APPROVER + SYSTEM, deadline="appeal"),
        edge("appealed", "final", "redemption.became_final", who=APPROVER),
        edge("final", "paid", "redemption.paid", who=FINANCE),
        *(edge(state, "withdrawn", "redemption.withdrawn", who=UNIT) for state in _WITHDRAWABLE),
        *(edge(state, "revoked", "redemption.revoked", who=APPROVER) for state in _LIVE_REDEMPTION),
    ),
)
"""兑现申请. Withdrawn until its batch is summarised; revoked with its coupons after a violation (article 17)."""


BATCH = Life(
    name="batch",
    initial=("collecting",),
    edges=(
        edge("collecting", "reviewing", "batch.review_begun", who=OFFICER),
        edge("reviewing", "summarised", "batch.summarised", who=OFFICER),
        edge("summarised", "cleared", "batch.cleared", who=(*OFFICER, *APPROVER)),
        edge("cleared", "publicised", "batch.publicised", who=OFFICER),
        edge("cleared", "summarised", "batch.sent_back", who=(*OFFICER, *APPROVER)),
        edge("publicised", "approved", "batch.approved", who=APPROVER, deadline="publicity"),
        edge("publicised", "summarised", "batch.sent_back", who=APPROVER),
        edge("approved", "paying", "batch.payment_begun", who=FINANCE),
        edge("approved", "closed", "batch.closed", who=SYSTEM + FINANCE),
        edge("paying", "closed", "batch.closed", who=SYSTEM + FINANCE),
    ),
)
"""兑现批次. Cleared by a second person; a refusal sends it back to summarised; without money due it closes at once."""
