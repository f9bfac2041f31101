"""The lives of 创新券: which state may follow which, who moves it, by when, what it gives back (domain.md section 5)."""

from core.lives import APPLICANT, APPROVER, FINANCE, OFFICER, SYSTEM, UNIT, Life, edge

POLICY = Life(
    name="policy",
    initial=("draft",),
    edges=(
        edge("draft", "approved", "policy.approved", who=APPROVER),
        edge("approved", "in_force", "policy.entered_into_force", who=SYSTEM + APPROVER),
        edge("in_force", "superseded", "policy.superseded", who=SYSTEM + APPROVER),
    ),
)
"""政策版本. Approved by a second person."""

ROUND = Life(
    name="round",
    initial=("draft",),
    edges=(
        edge("draft", "announced", "round.announced", who=OFFICER + APPROVER),
        edge("announced", "open", "round.opened", who=SYSTEM + OFFICER, deadline="opens_at"),
        edge("open", "closed", "round.closed", who=SYSTEM + OFFICER, deadline="closes_at"),
        edge("closed", "settled", "round.settled", who=FINANCE + APPROVER),
    ),
)
"""发放周期."""

CONTRACT = Life(
    name="contract",
    initial=("draft",),
    edges=(
        edge("draft", "registered", "contract.registered", who=UNIT, deadline="register_by"),
        edge("draft", "terminated", "contract.dropped", who=UNIT + SYSTEM),
        edge("registered", "amended", "contract.amended", who=UNIT, deadline="valid_until"),
        edge("amended", "amended", "contract.amended", who=UNIT, deadline="valid_until"),
        edge("amended", "registered", "contract.amendment_settled", who=UNIT + APPLICANT),
        edge("registered", "completed", "contract.completed", who=UNIT + APPLICANT, deadline="redeem_by"),
        edge("amended", "completed", "contract.completed", who=UNIT + APPLICANT, deadline="redeem_by"),
        edge("registered", "terminated", "contract.terminated", who=UNIT + OFFICER),
        edge("amended", "terminated", "contract.terminated", who=UNIT + OFFICER),
        edge("registered", "closed", "contract.closed", who=SYSTEM, deadline="redeem_by"),
        edge("amended", "closed", "contract.closed", who=SYSTEM, deadline="redeem_by"),
        edge("completed", "closed", "contract.closed", who=SYSTEM + FINANCE, deadline="redeem_by"),
        edge("terminated", "closed", "contract.closed", who=SYSTEM + FINANCE, deadline="redeem_by"),
    ),
)
"""创新券服务合同. A terminated one with work done is redeemed still, then closed."""

COUPON = Life(
    name="coupon",
    initial=("claimed",),
    edges=(
        edge("claimed", "registered", "coupon.registered", who=UNIT, deadline="register_by"),
        edge("claimed", "returned", "coupon.returned", who=APPLICANT, gives_back="return"),
        edge("claimed", "lapsed", "coupon.lapsed", who=SYSTEM, deadline="register_by", gives_back="lapse_unregistered"),
        edge("claimed", "revoked", "coupon.revoked", who=APPROVER, gives_back="revocation"),
        edge("registered", "in_redemption", "coupon.redemption_begun", who=UNIT, deadline="redeem_by"),
        edge("registered", "lapsed", "coupon.lapsed", who=SYSTEM, deadline="redeem_by", gives_back="lapse_unredeemed"),
        edge("registered", "returned", "coupon.returned", who=UNIT + OFFICER, gives_back="termination"),
        edge("registered", "revoked", "coupon.revoked", who=APPROVER, gives_back="revocation"),
        edge("in_redemption", "registered", "coupon.redemption_ended", who=UNIT + SYSTEM, deadline="redeem_by"),
        edge(
            "in_redemption",
            "lapsed",
            "coupon.lapsed",
            who=UNIT + SYSTEM,
            deadline="redeem_by",
            gives_back="lapse_unredeemed",
        ),
        edge("in_redemption", "approved", "coupon.approved", who=APPROVER + SYSTEM, gives_back="reduction"),
        edge("in_redemption", "rejected", "coupon.rejected", who=APPROVER + SYSTEM, gives_back="rejection"),
        edge("in_redemption", "revoked", "coupon.revoked", who=APPROVER, gives_back="revocation"),
        edge("approved", "paid", "coupon.paid", who=FINANCE),
        edge("approved", "revoked", "coupon.revoked", who=APPROVER, gives_back="revocation"),
        edge("paid", "recovered", "coupon.recovered", who=FINANCE),
    ),
)
"""创新券. `in_redemption → lapsed`: withdrawn or expired after redeem_by."""

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
