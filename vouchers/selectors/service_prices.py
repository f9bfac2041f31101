"""The amounts that published prices propose."""

from dataclasses import dataclass
from decimal import Decimal

from facilities.selectors.services import find_price
from vouchers.rules.service_records import counted, proposed_amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """The amount that a published price proposes, in yuan: the price per unit × the count of units."""

    price: Decimal
    price_unit: str
    count: Decimal
    amount: Decimal


def propose_amount(*, service_id: int | None, hours: Decimal, quantity: Decimal | None) -> Proposal | None:
    """Return what the published price proposes; None without a service or where its units are not counted."""
    if service_id is None or (found := find_price(service_id)) is None:
        return None
    price, price_unit = found
    count = counted(price_unit=price_unit, hours=hours, quantity=quantity)
    if count is None or not count.is_finite():
        return None
    amount = proposed_amount(price=price, price_unit=price_unit, hours=hours, quantity=quantity)
    return None if amount is None else Proposal(price=price, price_unit=price_unit, count=count, amount=amount)
