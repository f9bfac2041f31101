"""The numbers of coupons that people read and type. Pure."""

import re

from core.values.characters import normal_code

_COUPON = re.compile(r"BJ(20[0-9]{2})-([0-9]{7,12})")


def coupon_number(*, year: int, coupon_id: int) -> str:
    """Return the number of a coupon (券号), such as BJ2026-0001283."""
    return f"BJ{year}-{coupon_id:07d}"


def coupon_id_of(number: str) -> int | None:
    """Return the id in a coupon's number as people type it, or None."""
    found = _COUPON.fullmatch(normal_code(number))
    return int(found[2]) if found else None
