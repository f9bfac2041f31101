"""A published price proposes the amount of a record: by the hour its hours, by any other unit its quantity."""

from decimal import Decimal

import pytest

from vouchers.rules.service_records import counted, proposed_amount


def proposed(price: str, unit: str, *, hours: str = "7.5", quantity: str | None = None) -> Decimal | None:
    count = None if quantity is None else Decimal(quantity)
    return proposed_amount(price=Decimal(price), price_unit=unit, hours=Decimal(hours), quantity=count)


@pytest.mark.parametrize("unit", ["小时", "机时", "时", "hour", "hours", "h"])
def test_a_price_by_the_hour_is_multiplied_by_the_hours(unit: str) -> None:
    assert proposed("800.00", unit) == Decimal("6000.00")


@pytest.mark.parametrize("unit", ["样", "件", "天", "卡时", ""])
def test_every_other_price_is_multiplied_by_the_quantity(unit: str) -> None:
    assert proposed("800.00", unit, quantity="3") == Decimal("2400.00")


@pytest.mark.parametrize("unit", ["样", "卡时", ""])
def test_without_a_quantity_another_price_proposes_nothing(unit: str) -> None:
    assert proposed("800.00", unit) is None


def test_a_quantity_of_hours_stands_before_the_hours_of_the_instrument() -> None:
    assert counted(price_unit="小时", hours=Decimal(8), quantity=Decimal(2)) == Decimal(2)


def test_nothing_is_proposed_as_nothing() -> None:
    assert proposed("800.00", "样", quantity="0") == Decimal("0.00")


def test_the_amount_is_rounded_down_to_the_fen() -> None:
    assert proposed("0.99", "小时", hours="0.99") == Decimal("0.98")
    assert proposed("0.99", "样", quantity="0.99") == Decimal("0.98")
