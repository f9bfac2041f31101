"""The amounts that published prices propose."""

from decimal import Decimal

from facilities.selectors.services import find_price
from vouchers.rules.service_records import proposed_amount


def propose_amount(*, service_id: int | None, hours: Decimal) -> Decimal | None:
    """Return the published price × hours in yuan; None without a service or where its price is not by the hour."""
    if service_id is None or not hours.is_finite() or (found := find_price(service_id)) is None:
        return None
    price, price_unit = found
    return proposed_amount(price=price, price_unit=price_unit, hours=hours)
