"""The lives of 创新券: which state may follow which, who moves it, by when, what it gives back (docs/domain.md section 5)."""

from core.values.state_machine import APPLICANT, APPROVER, FINANCE, OFFICER, SYSTEM, UNIT, Life, edge

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
