"""The numbers of coupons that people read and type. Pure."""

from core.values.object_numbers import ObjectNumber, Series, id_in_series


def coupon_number(*, year: int, coupon_id: int) -> str:
    """Return the number of a coupon (券号), such as BJ2026-0001283."""
    return str(ObjectNumber(series=Series.COUPON, year=year, pk=coupon_id))


def coupon_id_of(number: str) -> int | None:
    """Return the id in a coupon's number as people type it, or None."""
    return id_in_series(number, Series.COUPON)
