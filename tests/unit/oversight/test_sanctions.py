from datetime import date

import pytest

from oversight.rules.sanctions import MEASURES, last_day_of_bar


@pytest.mark.parametrize(
    ("begins_on", "last"),
    [
        (date(2026, 3, 2), date(2029, 3, 2)),
        (date(2024, 2, 29), date(2027, 2, 28)),
        (date(2026, 12, 31), date(2029, 12, 31)),
    ],
)
def test_a_bar_reaches_the_same_day_three_years_later_at_most(begins_on, last):
    assert last_day_of_bar(begins_on=begins_on) == last


def test_the_one_measure_is_the_bar_of_an_applicant():
    assert MEASURES == ("applicant_barred",)
