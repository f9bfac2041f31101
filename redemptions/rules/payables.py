"""应付金额. The payable amount of a redemption and the order in which its coupons give back (article 12). Yuan. Pure."""

from collections.abc import Sequence
from decimal import Decimal

from core.values.money import ZERO, share_of, total
from vouchers.rules.policies import Policy


def payable_limit(*, actual_amount: Decimal, policy: Policy) -> Decimal:
    """Return the policy's share of the actual amount, rounded down to the fen (article 12)."""
    return share_of(amount=actual_amount, share=policy.contract_share)


def payable(*, coupons: Sequence[Decimal], actual_amount: Decimal, policy: Policy) -> Decimal:
    """Return the payable amount: the sum of the coupons, at most the share of the actual amount."""
    return min(total(coupons), payable_limit(actual_amount=actual_amount, policy=policy))


def distribute(*, amount: Decimal, coupons: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Distribute a payable amount over coupons in the order they were claimed.

    Each coupon is filled before the next, so the newest gives back first. ValueError if the amount is negative or
    exceeds their sum.
    """
    if not ZERO <= amount <= total(coupons):
        raise ValueError("the amount exceeds the sum of the coupons")
    shares, left = [], amount
    for coupon in coupons:
        share = min(coupon, left)
        shares.append(share)
        left -= share
    return tuple(shares)
