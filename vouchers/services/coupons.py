"""Coupons returned by the applicant before they are registered (article 15.1)."""

from datetime import datetime

from core.database.transactions import write
from core.values.deadlines import beijing_day
from core.values.errors import DomainError
from vouchers.models import Coupon
from vouchers.rules.states import COUPON, CouponState
from vouchers.selectors.locks import lock_coupon
from vouchers.services.coupon_transitions import move_coupons


@write
def return_coupon(*, coupon_id: int, applicant_id: int, actor_id: int, at: datetime) -> Coupon:
    """Return an unregistered coupon (自愿退回): its money becomes free again and its year is credited.

    `not_found` for another applicant's; `illegal_state` once registered or ended; `coupon_late` once its last day is
    over.
    """
    coupon = lock_coupon(coupon_id)
    if coupon.applicant_id != applicant_id:
        raise DomainError("not_found", kind="missing")
    COUPON.get_transition(source=coupon.state, target=CouponState.RETURNED)
    if coupon.state == CouponState.REGISTERED:
        raise DomainError("illegal_state", kind="refused", state=coupon.state)
    if coupon.register_by < beijing_day(at):
        raise DomainError("coupon_late", kind="refused", limit=coupon.register_by.isoformat())
    move_coupons(coupons=[coupon], target=CouponState.RETURNED, at=at, actor_id=actor_id)
    return coupon
