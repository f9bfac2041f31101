"""What the applicant accepts with the results of a contract: the bill, and what becomes of each coupon."""

from dataclasses import dataclass
from decimal import Decimal

from core.values.money import total
from vouchers.models import Coupon, ServiceContract
from vouchers.rules.payables import CouponShare, billed, shares
from vouchers.rules.states import REGISTERED_COUPONS
from vouchers.selectors.open_redemptions import OpenRedemption, find_open_redemption
from vouchers.selectors.policies import get_policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """The bill of a contract (应付账目), as it stands before the applicant accepts its results. Yuan.

    `actual` is the amount of the redemption if there is one, else that of the service records, else the agreed one.
    """

    recorded: Decimal
    actual: Decimal
    redemption: OpenRedemption | None
    lines: tuple[tuple[Coupon, CouponShare], ...]

    @property
    def payable(self) -> Decimal:
        """What the coupons pay."""
        return total(share.payable for _coupon, share in self.lines)

    @property
    def rest(self) -> Decimal:
        """What the coupons do not pay of their amounts."""
        return total(share.rest for _coupon, share in self.lines)

    @property
    def gives_back(self) -> bool:
        """Whether the rest of every coupon is free again and counts in the year no longer."""
        return all(share.gives_back for _coupon, share in self.lines if share.rest)

    @property
    def own_share(self) -> Decimal:
        """What the applicant pays itself."""
        return self.actual - self.payable


def find_acceptance(contract: ServiceContract) -> Acceptance | None:
    """Return the bill of a contract that was read with its coupons and records; None before its registration."""
    if contract.policy_version_id is None:
        return None
    redemption = find_open_redemption(contract.pk)
    recorded = total(record.amount for record in contract.records.all())
    actual = redemption.actual_amount if redemption else billed(recorded=recorded, agreed=contract.amount)
    coupons = [coupon for coupon in contract.coupons.all() if coupon.state in REGISTERED_COUPONS]
    found = shares(
        coupons=[coupon.amount for coupon in coupons],
        actual_amount=actual,
        policy=get_policy(contract.policy_version_id),
    )
    lines = tuple(zip(coupons, found, strict=True))
    return Acceptance(recorded=recorded, actual=actual, redemption=redemption, lines=lines)
