"""Numbers as people type them. What Python's own types would read and nobody means is refused."""

from decimal import Decimal

import pytest

from core.values.numbers import parse_count, parse_decimal, percent_text

NOT_NUMBERS = [
    "",
    " ",
    "1_000",
    "1e3",
    "1E3",
    "+5",
    "0x10",
    "1 000",
    "10²",
    "①",
    "١٢",
    "1,00",
    "1,000",
    "1,0000",
    ",100",
    "一百",
    "NaN",
]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("500", 500),
        (" ５００ ", 500),
        ("5\u200b0", 50),
        ("-3", -3),
        ("－３", -3),
    ],
)
def test_a_whole_number_is_read(typed, found):
    assert parse_count(typed) == found


@pytest.mark.parametrize("typed", [*NOT_NUMBERS, "1.0", "5.", "9" * 20])
def test_what_is_no_whole_number(typed):
    with pytest.raises(ValueError, match="not a"):
        parse_count(typed)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("7.5", "7.5"),
        ("７．５", "7.5"),
        ("-0.01", "-0.01"),
        ("１０００．００", "1000.00"),
        ("1.234567", "1.234567"),
    ],
)
def test_a_decimal_number_is_read_with_all_its_decimals(typed, found):
    assert str(parse_decimal(typed)) == str(Decimal(found))


@pytest.mark.parametrize(
    "typed", [*NOT_NUMBERS, "5.", ".5", "1.2.3", "１０００。００", "1,000.0,0", "9" * 13, "Infinity"]
)
def test_what_is_no_decimal_number(typed):
    with pytest.raises(ValueError, match="not a"):
        parse_decimal(typed)


@pytest.mark.parametrize(
    ("share", "said"),
    [
        ("0.5", "50%"),
        ("0.125", "12.5%"),
        ("0.333333", "33.3333%"),
        ("0.10", "10%"),
        ("1", "100%"),
        ("0.000001", "0.0001%"),
        ("1.000000", "100%"),
        ("20", "2,000%"),
        ("0", "0%"),
        ("1E+1", "1,000%"),
    ],
)
def test_a_share_is_said_with_all_its_decimals(share, said):
    assert percent_text(Decimal(share)) == said
