"""An id has one spelling."""

import pytest

from core.values.ids import MAX_ID, MAX_VERSION, parse_id


@pytest.mark.parametrize(("text", "found"), [("1", 1), ("42", 42), ("9223372036854775807", 2**63 - 1)])
def test_digits_are_an_id(text: str, found: int) -> None:
    assert parse_id(text) == found


@pytest.mark.parametrize(
    "text",
    ["", "0", "01", "-1", "+1", "1.0", "1e3", "１", "٣", " 1", "1 ", "1\n", "1_0", "9223372036854775808", "9" * 5000],
)
def test_any_other_text_is_none(text: str) -> None:
    assert parse_id(text) is None


def test_the_greatest_id_is_that_of_the_database() -> None:
    assert MAX_ID == 9_223_372_036_854_775_807


def test_the_greatest_version_is_that_of_the_database() -> None:
    assert MAX_VERSION == 2_147_483_647
