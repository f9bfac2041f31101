"""Money of a redemption that came back to the treasury: its coupons are recovered, the books note it (article 17)."""

from datetime import datetime
from decimal import Decimal

from core.database.transactions import assert_inside
from redemptions.selectors.locks import lock_redemption
from vouchers.rules.payables import distribute_recovery
from vouchers.rules.states import CouponState
from vouchers.selectors.coupons import map_recovered
from vouchers.selectors.locks import lock_payable_coupons
from vouchers.services.coupon_transitions import lock_years_and_rounds, move_coupons, recover_more


def redemption_repaid(*, subject_id: int, amount: Decimal, actor_id: int, at: datetime) -> None:
    """Record that money of a paid redemption came back (追回到账): the newest coupon gives back first.

    A coupon is recovered from its first yuan on. The caller has called `lock_settlements`. ValueError if the amount exceeds
    what was paid and is not recovered yet.
    """
    assert_inside()
    redemption = lock_redemption(subject_id)
    coupons = lock_payable_coupons([redemption.contract_id])
    lock_years_and_rounds(coupons)
    before = map_recovered([coupon.pk for coupon in coupons])
    rooms = [(coupon.payable or Decimal(0)) - before.get(coupon.pk, Decimal(0)) for coupon in coupons]
    shares = distribute_recovery(amount=amount, rooms=rooms)
    parts = {coupon.pk: share for coupon, share in zip(coupons, shares, strict=True) if share}
    mine = [coupon for coupon in coupons if coupon.pk in parts]
    fresh = [coupon for coupon in mine if coupon.state == CouponState.PAID]
    again = [coupon for coupon in mine if coupon.state == CouponState.RECOVERED]
    move_coupons(coupons=fresh, target=CouponState.RECOVERED, at=at, actor_id=actor_id, recovered=parts)
    recover_more(coupons=again, recovered=parts, at=at, actor_id=actor_id)
