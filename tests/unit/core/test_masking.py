import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import masking


def test_examples() -> None:
    assert masking.mask_id_number("11010519491231002X") == "1****2X"
    assert masking.mask_phone("18011111999") == "180****1999"
    assert masking.mask_account("11010000000000003256") == "****3256"
    assert masking.mask_name("段示例") == "段**"
    assert masking.mask_email("duan@example.com") == "d****@example.com"


@pytest.mark.parametrize("mask", [masking.mask_id_number, masking.mask_phone, masking.mask_account])
@pytest.mark.parametrize("short", ["", "1", "12", "123"])
def test_short_values_show_nothing(mask, short: str) -> None:
    assert mask(short) == "****"


@given(st.text("0123456789", min_size=8), st.text("0123456789", min_size=8))
def test_length_is_not_shown(one: str, other: str) -> None:
    assert len(masking.mask_account(one)) == len(masking.mask_account(other))
