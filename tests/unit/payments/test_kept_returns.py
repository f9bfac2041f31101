"""Returned money: what repays each recovery, and what is paid again."""

from decimal import Decimal

import pytest

from payments.rules.kept_returns import keep


@pytest.mark.parametrize(
    ("owed", "parts", "rest"),
    [
        ([], [], "100.00"),
        (["30.00"], ["30.00"], "70.00"),
        (["0.00", "30.01"], ["0.00", "30.01"], "69.99"),
        (["60.00", "60.00"], ["60.00", "40.00"], "0.00"),
        (["100.00"], ["100.00"], "0.00"),
        (["100.00", "0.01"], ["100.00", "0.00"], "0.00"),
    ],
)
def test_earlier_recoveries_are_repaid_first_and_the_rest_is_paid_again(owed, parts, rest):
    found = keep(returned=Decimal("100.00"), owed=[Decimal(each) for each in owed])
    assert found.parts == tuple(Decimal(each) for each in parts)
    assert found.rest == Decimal(rest)
