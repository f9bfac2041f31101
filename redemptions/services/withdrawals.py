"""Redemptions that end unpaid, withdrawn or expired, with the same consequences for coupons and invoices."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from core.database.transactions import assert_inside
from core.values.deadlines import beijing_day
from redemptions.models import Invoice, Redemption
from redemptions.rules.states import RedemptionState
from redemptions.services.batches import move_redemptions
from vouchers.models import Coupon
from vouchers.rules.states import CouponState
from vouchers.selectors.locks import lock_coupons_of_contracts
from vouchers.services.coupon_transitions import lock_years_and_rounds, move_coupons

UNITS_FAULT = "unit"
"""The side at fault if the unit misses a deadline, unless the return named another (article 9.4)."""


def end_unpaid(
    redemptions: Sequence[Redemption],
    *,
    target: RedemptionState,
    at: datetime,
    actor_id: int | None,
    columns: Mapping[str, object] | None = None,
    data: Mapping[str, object] | None = None,
) -> None:
    """End locked redemptions unpaid: their invoices may be used again.

    Their coupons are registered again until redeem_by; otherwise they lapse in this transaction, by the fault recorded
    with the redemption. `illegal_state`.
    """
    assert_inside()
    if not redemptions:
        return
    move_redemptions(redemptions, target=target, at=at, actor_id=actor_id, columns=columns, data=data)
    Invoice.objects.filter(redemption_id__in=[row.pk for row in redemptions], live=True).update(live=False)
    _release_coupons({row.contract_id: row for row in redemptions}, at=at, actor_id=actor_id)


def _release_coupons(by_contract: Mapping[int, Redemption], *, at: datetime, actor_id: int | None) -> None:
    coupons = lock_coupons_of_contracts(by_contract, state=CouponState.IN_REDEMPTION)
    today = beijing_day(at)
    timely = [coupon for coupon in coupons if coupon.redeem_by is not None and today <= coupon.redeem_by]
    move_coupons(coupons=timely, target=CouponState.REGISTERED, at=at, actor_id=actor_id)
    lapsing: dict[str, list[Coupon]] = defaultdict(list)
    for coupon in coupons:
        if coupon not in timely and coupon.contract_id is not None:
            lapsing[by_contract[coupon.contract_id].fault or UNITS_FAULT].append(coupon)
    lock_years_and_rounds([coupon for late in lapsing.values() for coupon in late])
    for fault, late in sorted(lapsing.items()):
        move_coupons(coupons=late, target=CouponState.LAPSED, at=at, actor_id=actor_id, fault=fault)
