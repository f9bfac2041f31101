"""State machines of 创新券: transitions, their deadlines and their give-backs (docs/domain.md section 5)."""

from enum import StrEnum

from core.values.state_machine import StateMachine, transition


class PolicyState(StrEnum):
    """政策版本. The states of a policy version."""

    DRAFT = "draft"
    APPROVED = "approved"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"


POLICY = StateMachine(
    name="policy",
    initial=(PolicyState.DRAFT,),
    transitions=(
        transition(PolicyState.DRAFT, PolicyState.APPROVED, "policy.approved"),
        transition(PolicyState.APPROVED, PolicyState.IN_FORCE, "policy.entered_into_force"),
        transition(PolicyState.IN_FORCE, PolicyState.SUPERSEDED, "policy.superseded"),
    ),
)
"""政策版本. Approved by a second person."""


class RoundState(StrEnum):
    """发放周期. The states of a round."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    ANNOUNCED = "announced"
    OPEN = "open"
    CLOSED = "closed"
    SETTLED = "settled"


CLAIMABLE_ROUNDS = (RoundState.ANNOUNCED, RoundState.OPEN)
"""Coupons may be claimed between `opens_at` and `closes_at`, even if the job has not recorded the opening yet."""
OVER_ROUNDS = (RoundState.CLOSED, RoundState.SETTLED)
"""No coupon can be claimed any more."""
TIMED_ROUNDS = (RoundState.PROPOSED, *CLAIMABLE_ROUNDS)
"""Their opening or closing moment changes their state."""
CHANGEABLE_ROUNDS = (*CLAIMABLE_ROUNDS, RoundState.CLOSED)
"""The budget may be changed, by two persons."""
PUBLIC_ROUNDS = (*CLAIMABLE_ROUNDS, *OVER_ROUNDS)
"""Everybody may see these rounds."""


class SentBack(StrEnum):
    """退回草稿. Why a proposed round went back to its draft."""

    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    OPENING_MISSED = "opening_missed"


ROUND = StateMachine(
    name="round",
    initial=(RoundState.DRAFT,),
    transitions=(
        transition(RoundState.DRAFT, RoundState.PROPOSED, "round.proposed"),
        transition(RoundState.PROPOSED, RoundState.DRAFT, "round.sent_back", deadline="opens_at"),
        transition(RoundState.PROPOSED, RoundState.ANNOUNCED, "round.announced"),
        transition(RoundState.ANNOUNCED, RoundState.OPEN, "round.opened", deadline="opens_at"),
        transition(RoundState.OPEN, RoundState.CLOSED, "round.closed", deadline="closes_at"),
        transition(RoundState.CLOSED, RoundState.SETTLED, "round.settled"),
        transition(RoundState.SETTLED, RoundState.CLOSED, "round.reopened"),
    ),
)
"""发放周期. Proposed by one person and announced by another, within the appropriation of the year it opens in.

A settled one is closed again when the bank returns money of its coupons (退汇).
"""


class BudgetChangeState(StrEnum):
    """预算调整. The states of a change of a round's budget."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


BUDGET_CHANGE = StateMachine(
    name="budget_change",
    initial=(BudgetChangeState.PROPOSED,),
    transitions=(
        transition(BudgetChangeState.PROPOSED, BudgetChangeState.APPROVED, "budget_change.approved"),
        transition(BudgetChangeState.PROPOSED, BudgetChangeState.REFUSED, "budget_change.refused"),
        transition(BudgetChangeState.PROPOSED, BudgetChangeState.WITHDRAWN, "budget_change.withdrawn"),
    ),
)
"""预算调整. Approved by a second person."""


class AppropriationState(StrEnum):
    """年度预算. The states of the money that finance enters for a year."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    SUPERSEDED = "superseded"


APPROPRIATION = StateMachine(
    name="appropriation",
    initial=(AppropriationState.PROPOSED,),
    transitions=(
        transition(AppropriationState.PROPOSED, AppropriationState.CONFIRMED, "appropriation.confirmed"),
        transition(AppropriationState.PROPOSED, AppropriationState.REFUSED, "appropriation.refused"),
        transition(AppropriationState.PROPOSED, AppropriationState.WITHDRAWN, "appropriation.withdrawn"),
        transition(AppropriationState.CONFIRMED, AppropriationState.SUPERSEDED, "appropriation.superseded"),
    ),
)
"""年度预算. Entered by finance, confirmed by a second person; one a year is confirmed."""


class ContractState(StrEnum):
    """创新券服务合同. The states of a service contract."""

    DRAFT = "draft"
    REGISTERED = "registered"
    TERMINATED = "terminated"
    AMENDED = "amended"
    COMPLETED = "completed"
    CLOSED = "closed"


RUNNING_CONTRACTS = (ContractState.REGISTERED, ContractState.AMENDED)
"""The work is under way."""
WORKED_CONTRACTS = (ContractState.COMPLETED, ContractState.TERMINATED)
"""The work has ended; what was done may be redeemed."""
OPEN_CONTRACTS = (*RUNNING_CONTRACTS, *WORKED_CONTRACTS)
"""Registered and not yet closed: coupons of these contracts may be redeemed."""

CONTRACT = StateMachine(
    name="contract",
    initial=(ContractState.DRAFT,),
    transitions=(
        transition(ContractState.DRAFT, ContractState.REGISTERED, "contract.registered", deadline="register_by"),
        transition(ContractState.DRAFT, ContractState.TERMINATED, "contract.dropped"),
        transition(ContractState.REGISTERED, ContractState.AMENDED, "contract.amended", deadline="valid_until"),
        transition(ContractState.AMENDED, ContractState.AMENDED, "contract.amended", deadline="valid_until"),
        transition(ContractState.AMENDED, ContractState.REGISTERED, "contract.amendment_settled"),
        transition(ContractState.REGISTERED, ContractState.COMPLETED, "contract.completed", deadline="redeem_by"),
        transition(ContractState.AMENDED, ContractState.COMPLETED, "contract.completed", deadline="redeem_by"),
        transition(ContractState.REGISTERED, ContractState.TERMINATED, "contract.terminated"),
        transition(ContractState.AMENDED, ContractState.TERMINATED, "contract.terminated"),
        transition(ContractState.REGISTERED, ContractState.CLOSED, "contract.closed", deadline="redeem_by"),
        transition(ContractState.AMENDED, ContractState.CLOSED, "contract.closed", deadline="redeem_by"),
        transition(ContractState.COMPLETED, ContractState.CLOSED, "contract.closed", deadline="redeem_by"),
        transition(ContractState.TERMINATED, ContractState.CLOSED, "contract.closed", deadline="redeem_by"),
    ),
)
"""创新券服务合同. A terminated contract with work done is still redeemed, then closed."""


class CouponState(StrEnum):
    """创新券. The states of a coupon."""

    CLAIMED = "claimed"
    REGISTERED = "registered"
    RETURNED = "returned"
    LAPSED = "lapsed"
    REVOKED = "revoked"
    IN_REDEMPTION = "in_redemption"
    APPROVED = "approved"
    REJECTED = "rejected"
    PAID = "paid"
    RECOVERED = "recovered"


REGISTERED_COUPONS = (CouponState.REGISTERED, CouponState.IN_REDEMPTION)
"""On a contract, with the whole amount held."""
HELD_COUPONS = (CouponState.CLAIMED, *REGISTERED_COUPONS)
"""The whole amount is held for them."""
BINDING_COUPONS = (*REGISTERED_COUPONS, CouponState.APPROVED)
"""A contract with such a coupon is not closed."""
LIVE_COUPONS = (*HELD_COUPONS, CouponState.APPROVED)
"""Neither paid nor ended."""
PAYABLE_COUPONS = (CouponState.APPROVED, CouponState.PAID, CouponState.RECOVERED)
"""`payable` is set."""
RELEASED_COUPONS = (CouponState.LAPSED, CouponState.RETURNED, CouponState.REJECTED)
"""Ended without money: the amount was given back or forfeited."""
FAILED_COUPONS = (*RELEASED_COUPONS, CouponState.REVOKED)
"""Ended without payment."""
ENDED_COUPONS = (*FAILED_COUPONS, CouponState.PAID, CouponState.RECOVERED)
"""Paid, or ended without payment: `ended_at` is set."""

COUPON = StateMachine(
    name="coupon",
    initial=(CouponState.CLAIMED,),
    transitions=(
        transition(CouponState.CLAIMED, CouponState.REGISTERED, "coupon.registered", deadline="register_by"),
        transition(CouponState.CLAIMED, CouponState.RETURNED, "coupon.returned", gives_back="return"),
        transition(
            CouponState.CLAIMED,
            CouponState.LAPSED,
            "coupon.lapsed",
            deadline="register_by",
            gives_back="lapse_unregistered",
        ),
        transition(CouponState.CLAIMED, CouponState.REVOKED, "coupon.revoked", gives_back="revocation"),
        transition(CouponState.REGISTERED, CouponState.IN_REDEMPTION, "coupon.redemption_begun", deadline="redeem_by"),
        transition(
            CouponState.REGISTERED,
            CouponState.LAPSED,
            "coupon.lapsed",
            deadline="redeem_by",
            gives_back="lapse_unredeemed",
        ),
        transition(CouponState.REGISTERED, CouponState.RETURNED, "coupon.returned", gives_back="termination"),
        transition(CouponState.REGISTERED, CouponState.REVOKED, "coupon.revoked", gives_back="revocation"),
        transition(CouponState.IN_REDEMPTION, CouponState.REGISTERED, "coupon.redemption_ended", deadline="redeem_by"),
        transition(
            CouponState.IN_REDEMPTION,
            CouponState.LAPSED,
            "coupon.lapsed",
            deadline="redeem_by",
            gives_back="lapse_unredeemed",
        ),
        transition(CouponState.IN_REDEMPTION, CouponState.APPROVED, "coupon.approved", gives_back="reduction"),
        transition(CouponState.IN_REDEMPTION, CouponState.REJECTED, "coupon.rejected", gives_back="rejection"),
        transition(CouponState.IN_REDEMPTION, CouponState.REVOKED, "coupon.revoked", gives_back="revocation"),
        transition(CouponState.APPROVED, CouponState.PAID, "coupon.paid"),
        transition(CouponState.APPROVED, CouponState.REVOKED, "coupon.revoked", gives_back="revocation"),
        transition(CouponState.PAID, CouponState.APPROVED, "coupon.payment_returned"),
        transition(CouponState.PAID, CouponState.RECOVERED, "coupon.recovered"),
    ),
)
"""创新券. `in_redemption → lapsed`: the redemption was withdrawn or expired after redeem_by."""
