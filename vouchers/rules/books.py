"""账目. The buckets of a round's money, the postings of each transition of a coupon (docs/domain.md section 6). Pure."""

from dataclasses import dataclass
from decimal import Decimal

from core.values.money import ZERO
from vouchers.rules.states import PAYABLE_COUPONS, RELEASED_COUPONS, CouponState

ROUND_BUCKETS = ("free", "held", "approved", "paid", "forfeited")
"""The buckets of a round. Their sum is always its budget (I1)."""
BUCKETS = ("budget", *ROUND_BUCKETS, "recovered", "treasury")
"""Every bucket. Money comes from `budget`; recovered money goes to `treasury`. `recovered` is outside the sum of I1."""
COUNTERS = (*ROUND_BUCKETS, "recovered")
"""The counters of a round that its movements add up to, but for its budget."""
GIVE_BACK_CAUSES = ("return", "lapse_unregistered", "lapse_unredeemed", "termination", "reduction", "rejection")
"""Causes for which a coupon gives money back: at most once for each coupon (I7)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One movement of money: from one bucket to another, for one coupon or for the round itself."""

    cause: str
    source: str
    target: str
    amount: Decimal


def claim_posting(amount: Decimal) -> Posting:
    """申领. Free money is held for the coupon."""
    return Posting(cause="claim", source="free", target="held", amount=amount)


def budget_posting(difference: Decimal) -> Posting:
    """预算. A higher budget adds free money, a lower one removes it. ValueError for no difference."""
    if difference > 0:
        return Posting(cause="fund", source="budget", target="free", amount=difference)
    if difference < 0:
        return Posting(cause="defund", source="free", target="budget", amount=-difference)
    raise ValueError("a budget that does not change moves nothing")


def approval_postings(*, amount: Decimal, payable: Decimal, gives_back: bool) -> tuple[Posting, ...]:
    """批准. The payable amount is approved; the rest of the coupon is given back, or forfeited if the policy says so."""
    approved = Posting(cause="approve", source="held", target="approved", amount=payable)
    if payable == amount:
        return (approved,)
    return (approved, release_posting(cause="reduction", amount=amount - payable, gives_back=gives_back))


def release_posting(*, cause: str, amount: Decimal, gives_back: bool) -> Posting:
    """退回或没收. Held money becomes free again, or is forfeited if the policy gives nothing back for this cause."""
    return Posting(cause=cause, source="held", target="free" if gives_back else "forfeited", amount=amount)


def payment_posting(payable: Decimal) -> Posting:
    """拨付. Approved money is paid."""
    return Posting(cause="pay", source="approved", target="paid", amount=payable)


def return_posting(payable: Decimal) -> Posting:
    """退汇. Money that the bank returned is approved again, and is paid by another order."""
    return Posting(cause="bank_return", source="paid", target="approved", amount=payable)


def revocation_posting(*, state: CouponState, amount: Decimal, payable: Decimal | None) -> Posting:
    """撤销. The money of a revoked coupon becomes free again; the coupon keeps counting in its year (article 17)."""
    if state == CouponState.APPROVED:
        return Posting(cause="revoke", source="approved", target="free", amount=payable or ZERO)
    return Posting(cause="revoke", source="held", target="free", amount=amount)


def recovery_posting(amount: Decimal) -> Posting:
    """追回. Money that came back is noted beside the round; it goes to the treasury, never back to the round (article 17)."""
    return Posting(cause="recover", source="treasury", target="recovered", amount=amount)


def counted_in_year(*, state: CouponState, amount: Decimal, payable: Decimal | None, forfeited: Decimal) -> Decimal:
    """Return the yuan that a coupon counts in its year.

    Its amount while it is live or revoked; the payable amount once approved; nothing if it ended unpaid. A forfeited
    amount keeps counting.
    """
    if state in PAYABLE_COUPONS:
        return (payable or ZERO) + forfeited
    if state in RELEASED_COUPONS:
        return forfeited
    return amount
