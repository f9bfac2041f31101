"""应付金额. The payable amount of a redemption and the order in which its coupons give back (article 12). Yuan. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.values.money import ZERO, share_of, total
from vouchers.rules.policies import Policy

MAX_AMOUNT = Decimal("999999999999.99")
"""Yuan. The highest amount a column holds; the sum of many service records may exceed it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CouponShare:
    """What a coupon pays of a contract, and the rest of it. Yuan.

    `gives_back` says whether the policy makes the rest free again and credits the year.
    """

    amount: Decimal
    payable: Decimal
    rest: Decimal
    gives_back: bool


def billed(*, recorded: Decimal, agreed: Decimal) -> Decimal:
    """Return the actual amount to begin with: the sum of the service records, else the agreed contract amount."""
    return recorded if ZERO < recorded <= MAX_AMOUNT else agreed


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


def distribute_recovery(*, amount: Decimal, rooms: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Distribute money that came back over coupons in the order they were claimed: the newest gives back first.

    `rooms` is what each still may give back. ValueError if the amount exceeds their sum.
    """
    return tuple(reversed(distribute(amount=amount, coupons=list(reversed(rooms)))))


def shares(*, coupons: Sequence[Decimal], actual_amount: Decimal, policy: Policy) -> tuple[CouponShare, ...]:
    """Return what each coupon pays of the actual amount and its rest, in the order they were claimed."""
    due = payable(coupons=coupons, actual_amount=actual_amount, policy=policy)
    return tuple(
        CouponShare(
            amount=amount,
            payable=share,
            rest=amount - share,
            gives_back=policy.give_back["reduction" if share else "rejection"],
        )
        for amount, share in zip(coupons, distribute(amount=due, coupons=coupons), strict=True)
    )
