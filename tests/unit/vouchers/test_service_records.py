from decimal import Decimal

import pytest

from vouchers.rules.service_records import HOURS, proposed_amount


@pytest.mark.parametrize("unit", HOURS)
def test_a_price_by_the_hour_is_multiplied_by_the_hours(unit):
    assert proposed_amount(price=Decimal("800.00"), price_unit=unit, hours=Decimal("7.5")) == Decimal("6000.00")


@pytest.mark.parametrize("unit", ["样", "卡时", ""])
def test_another_price_proposes_nothing(unit):
    assert proposed_amount(price=Decimal("800.00"), price_unit=unit, hours=Decimal("7.5")) is None


def test_the_amount_is_rounded_down_to_the_fen():
    assert proposed_amount(price=Decimal("0.99"), price_unit="小时", hours=Decimal("0.99")) == Decimal("0.98")
