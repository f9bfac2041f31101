"""服务记录. The amount that a published price proposes for the work of a record. Yuan. Pure."""

from decimal import Decimal

from core.values.money import floor_fen

HOURS = frozenset({"小时", "机时", "时", "hour", "hours", "h"})
"""Units of price that the hours of a record count. Every other one, such as 样, 件 or 天, is counted by its quantity."""


def counted(*, price_unit: str, hours: Decimal, quantity: Decimal | None) -> Decimal | None:
    """Return how many units of the price the work has: the quantity, for a price by the hour else the hours."""
    return hours if quantity is None and price_unit in HOURS else quantity


def proposed_amount(*, price: Decimal, price_unit: str, hours: Decimal, quantity: Decimal | None) -> Decimal | None:
    """Return price × count, rounded down to the fen; None where the count is not entered."""
    count = counted(price_unit=price_unit, hours=hours, quantity=quantity)
    return None if count is None else floor_fen(price * count)
