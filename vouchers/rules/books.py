"""账目. Where a round's money is, and what every move of a coupon does to it (docs/domain.md section 6). Yuan. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from core.values.money import ZERO
from vouchers.rules.states import PAYABLE_COUPONS, RELEASED_COUPONS, CouponState

INSIDE = ("free", "held", "approved", "paid", "forfeited")
"""The buckets a round's budget is in; they always add up to it (I1)."""
BUCKETS = ("budget", *INSIDE, "recovered", "treasury")
"""`budget` is where money comes from, `treasury` where recovered money goes; `recovered` stands beside the five."""
GIVE_BACK_CAUSES = ("return", "lapse_unregistered", "lapse_unredeemed", "termination", "reduction", "rejection")
"""Why a coupon gives money back: at most once in its life (I7)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One movement of one coupon's money."""

    cause: str
    source: str
    target: str
    amount: Decimal


def claim_posting(amount: Decimal) -> Posting:
    """申领. The amount is held from the free money."""
    return Posting(cause="claim", source="free", target="held", amount=amount)


def budget_posting(difference: Decimal) -> Posting:
    """预算. A budget raised brings free money, one lowered takes it away. ValueError for no difference."""
    if difference > 0:
        return Posting(cause="fund", source="budget", target="free", amount=difference)
    if difference < 0:
        return Posting(cause="defund", source="free", target="budget", amount=-difference)
    raise ValueError("a budget that does not change moves nothing")


def approval_postings(*, amount: Decimal, payable: Decimal, gives_back: bool) -> tuple[Posting, ...]:
    """批准. What is payable is approved; the rest of the coupon is given back, or forfeited by the policy's switch."""
    approved = Posting(cause="approve", source="held", target="approved", amount=payable)
    if payable == amount:
        return (approved,)
    return (approved, release_posting(cause="reduction", amount=amount - payable, gives_back=gives_back))


def release_posting(*, cause: str, amount: Decimal, gives_back: bool) -> Posting:
    """退回或没收. Held money is free again, or forfeited where the policy gives nothing back for this cause."""
    return Posting(cause=cause, source="held", target="free" if gives_back else "forfeited", amount=amount)


def payment_posting(payable: Decimal) -> Posting:
    """拨付. Approved money is paid."""
    return Posting(cause="pay", source="approved", target="paid", amount=payable)


def revocation_posting(*, state: CouponState, amount: Decimal, payable: Decimal | None) -> Posting:
    """撤销. A revoked coupon's money is free again, its year keeps counting (article 17)."""
    if state == CouponState.APPROVED:
        return Posting(cause="revoke", source="approved", target="free", amount=payable or ZERO)
    return Posting(cause="revoke", source="held", target="free", amount=amount)


def counted_in_year(*, state: CouponState, amount: Decimal, payable: Decimal | None, forfeited: Decimal) -> Decimal:
    """What a coupon counts in its claim's year: its amount while it lives or is revoked, then what is payable, nothing
    where it ended without; what was forfeited keeps counting."""
    if state in PAYABLE_COUPONS:
        return (payable or ZERO) + forfeited
    if state in RELEASED_COUPONS:
        return forfeited
    return amount
