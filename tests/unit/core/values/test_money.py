from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.values.money import (
    ZERO,
    capitals,
    floor_fen,
    is_amount,
    parse_written_yuan,
    parse_yuan,
    share_of,
    total,
    yuan,
)
from tests.strategies import amounts


@pytest.mark.parametrize("text", ["0", "-5", "0.01", "50000.00", "999999999999", "-0.00", "1.123456789", "007.5"])
def test_an_amount_is_read_exactly(text):
    assert parse_yuan(text) == Decimal(text)


@pytest.mark.parametrize(
    "text",
    ["", " 5", "5 ", "5\n", "5.", ".5", "+5", "1e3", "NaN", "Infinity", "1,000", "1_000", "1000000000000", "５", "--5"],
)
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(ValueError, match="not an amount"):
        parse_yuan(text)


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("１０００．００", "1000.00"),
        ("¥50，000.00", "50000.00"),
        (" ￥ 50,000 ", "50000"),
        ("5\u200b0", "50"),
        ("-0.01", "-0.01"),
        ("0.001", "0.001"),
    ],
)
def test_an_amount_of_a_person_is_what_it_shows(written, amount):
    assert str(parse_written_yuan(written)) == amount


@pytest.mark.parametrize(
    "written", ["", "¥", "1_000", "1e3", "1,00", "50000元", "1 000", "１０００。００", "$5", "¥¥5", "5¥"]
)
def test_what_is_no_amount_of_a_person_is_refused(written):
    with pytest.raises(ValueError, match="not a number"):
        parse_written_yuan(written)


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("0.00", False),
        ("0.01", True),
        ("-0.01", False),
        ("0.001", False),
        ("1.000", False),
        ("1.00", True),
        ("1", True),
    ],
)
def test_money_is_positive_with_two_decimals_at_most(text, good):
    assert is_amount(Decimal(text)) is good


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity"])
def test_what_is_not_finite_is_no_money(text):
    assert not is_amount(Decimal(text))


@pytest.mark.parametrize(
    ("exact", "floored"), [("0.009", "0.00"), ("0.010", "0.01"), ("0.019", "0.01"), ("-0.001", "-0.01"), ("5", "5.00")]
)
def test_rounding_goes_down_to_the_fen(exact, floored):
    assert floor_fen(Decimal(exact)) == Decimal(floored)


@pytest.mark.parametrize(("amount", "half"), [("99999.99", "49999.99"), ("100000.00", "50000.00"), ("0.01", "0.00")])
def test_a_share_is_rounded_down(amount, half):
    assert share_of(amount=Decimal(amount), share=Decimal("0.5")) == Decimal(half)


@given(amounts(), st.decimals(min_value="0.01", max_value=1, places=2))
def test_a_share_never_exceeds_and_misses_less_than_a_fen(amount, share):
    assert 0 <= amount * share - share_of(amount=amount, share=share) < Decimal("0.01")


@given(st.lists(amounts()))
def test_a_total_counts_every_fen(values):
    assert int(total(values) * 100) == sum(int(value * 100) for value in values)


def test_a_total_of_nothing_is_zero():
    assert yuan(total([])) == "0.00"


@pytest.mark.parametrize(
    ("value", "text"), [("50000", "50000.00"), ("-0.00", "0.00"), ("1E+3", "1000.00"), ("0.129", "0.12")]
)
def test_yuan_is_written_with_two_decimals(value, text):
    assert yuan(Decimal(value)) == text


@given(amounts(most="999999999999.99"))
def test_what_is_written_reads_back(value):
    assert parse_yuan(yuan(value)) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0.00", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("10.00", "壹拾元整"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("1409.50", "壹仟肆佰零玖元伍角整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("50000.00", "伍万元整"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("10001.00", "壹万零壹元整"),
        ("11000.00", "壹万壹仟元整"),
        ("100001000.00", "壹亿零壹仟元整"),
        ("100000001.00", "壹亿零壹元整"),
        ("100010000.00", "壹亿零壹万元整"),
        ("999999999999.99", "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
    ],
)
def test_capitals(value, text):
    assert capitals(Decimal(value)) == text


@pytest.mark.parametrize("value", ["-0.01", "0.001", "1000000000000"])
def test_capitals_refuse_what_has_none(value):
    with pytest.raises(ValueError, match="no amount for capitals"):
        capitals(Decimal(value))


@given(amounts(most="999999999999.99"), amounts(most="999999999999.99"))
def test_two_amounts_never_share_their_capitals(one, other):
    assert (capitals(one) == capitals(other)) == (one == other)


def test_zero_is_in_fen():
    assert str(ZERO) == "0.00"
