from datetime import date

import pytest

from payments.rules.windows import Window

WINDOW = Window(not_before=date(2027, 1, 1), fiscal_year=2027)


@pytest.mark.parametrize(
    ("on", "fiscal_year", "allowed"),
    [
        (date(2026, 12, 31), 2027, False),
        (date(2027, 1, 1), 2027, True),
        (date(2027, 1, 2), 2027, True),
        (date(2027, 1, 1), 2026, False),
    ],
)
def test_money_is_paid_from_the_first_day_on_and_of_its_year(on, fiscal_year, allowed):
    assert WINDOW.allows(on=on, fiscal_year=fiscal_year) is allowed
