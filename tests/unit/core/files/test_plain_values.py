from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.files.plain_values import decode, encode

PLAIN = st.none() | st.booleans() | st.integers() | st.text() | st.dates() | st.decimals(allow_nan=False)
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(min_size=1), inner), max_leaves=20)


@dataclass(frozen=True, slots=True)
class Row:
    name: str
    day: date | None


@given(VALUES)
def test_what_is_encoded_is_decoded(value):
    assert decode(encode(value)) == value


def test_a_dataclass_is_read_as_its_fields():
    assert decode(encode([Row("甲", date(2026, 3, 2)), Row("乙", None)])) == [
        {"name": "甲", "day": date(2026, 3, 2)},
        {"name": "乙", "day": None},
    ]


def test_a_decimal_keeps_its_digits():
    assert str(decode(encode(Decimal("1.50")))) == "1.50"


def test_the_text_is_ascii():
    assert (
        encode({"name": "甲\x00", "day": date(2026, 3, 2)}) == '{"name":"\\u7532\\u0000","day":{"$day":"2026-03-02"}}'
    )


@pytest.mark.parametrize("value", [object(), {1, 2}, b"x", Row])
def test_another_value_is_not_encoded(value):
    with pytest.raises(TypeError, match=type(value).__name__):
        encode(value)
