"""服务记录. The amount that a published price proposes for the work of a record. Yuan. Pure."""

from decimal import Decimal

from core.values.money import floor_fen

HOURS = ("小时", "机时", "时", "hour", "hours", "h")
"""Units of price that are multiplied by the hours of a service record."""


def proposed_amount(*, price: Decimal, price_unit: str, hours: Decimal) -> Decimal | None:
    """Return price × hours, rounded down to the fen; None where the price is not by the hour."""
    return floor_fen(price * hours) if price_unit in HOURS else None
