"""An id has one spelling."""

import pytest

from core.values.ids import MAX_ID, parse_id


@pytest.mark.parametrize(("text", "found"), [("1", 1), ("42", 42), (str(MAX_ID), MAX_ID)])
def test_digits_are_an_id(text: str, found: int) -> None:
    assert parse_id(text) == found


@pytest.mark.parametrize(
    "text", ["", "0", "01", "-1", "+1", "1.0", "1e3", "１", "٣", " 1", "1 ", "1\n", "1_0", str(MAX_ID + 1), "9" * 5000]
)
def test_any_other_text_is_none(text: str) -> None:
    assert parse_id(text) is None
