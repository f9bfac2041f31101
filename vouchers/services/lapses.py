"""Lapse of overdue coupons (articles 15.2, 15.3): set-based, in chunks. Concurrent runs are safe.

Every use of a coupon checks its deadline itself, so an overdue coupon is unusable even before this job runs.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from core.database.transactions import write
from core.jobs.chunks import run_in_chunks
from vouchers.rules.states import CouponState
from vouchers.services.coupon_transitions import move_overdue_coupons

CHUNK = 5_000


def lapse_unregistered(*, at: datetime, progress: Callable[[int], None]) -> dict[str, Any]:
    """Lapse every coupon not registered by the end of its last day (15日内未登记作废); return how many, in chunks."""
    chunk = partial(_lapse_chunk, source=CouponState.CLAIMED, fault="applicant", at=at)
    return {"lapsed": run_in_chunks(chunk, progress=progress)}


def lapse_unredeemed(*, at: datetime, progress: Callable[[int], None]) -> dict[str, Any]:
    """Lapse every registered coupon not redeemed by its last day (逾期未兑现作废), the unit's fault (article 9.4)."""
    chunk = partial(_lapse_chunk, source=CouponState.REGISTERED, fault="unit", at=at)
    return {"lapsed": run_in_chunks(chunk, progress=progress)}


@write
def _lapse_chunk(*, source: CouponState, fault: str, at: datetime) -> int:
    """Lapse one chunk in one transaction; return how many coupons."""
    return move_overdue_coupons(source=source, target=CouponState.LAPSED, fault=fault, limit=CHUNK, at=at)
