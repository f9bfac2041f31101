import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.values.masking import mask_account, mask_id_number, mask_name


def test_examples() -> None:
    assert mask_id_number("11010519491231002X") == "1****2X"
    assert mask_name("段示例") == "段**"
    assert mask_name("") == ""


@pytest.mark.parametrize("short", ["", "1", "12", "123"])
def test_short_values_show_nothing(short: str) -> None:
    assert mask_id_number(short) == "****"


@given(st.text("0123456789", min_size=4), st.text("0123456789", min_size=4))
def test_length_is_not_shown(one: str, other: str) -> None:
    assert len(mask_id_number(one)) == len(mask_id_number(other))


def test_an_account_number_shows_its_last_four_characters() -> None:
    assert mask_account("0123") == "****0123"
