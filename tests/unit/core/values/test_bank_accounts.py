"""Account numbers and bank codes, with the codes of /formats: real ones of head offices, and invented ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.values.bank_accounts import is_account_number, is_bank_code, plain_digits

REAL = "313110000017 102100099996 103100000026 104100000004 105100000017 301290000007 302100011000 308584000013 313100000013"
VALID = [*REAL.split(), "999100000011", "999110000023", "999121000039"]
INVALID = ["999100000012", "999110000024", "999121000030", "120100099996"]


@pytest.mark.parametrize("code", VALID)
def test_a_bank_code_with_its_check_digit_is_one(code: str) -> None:
    assert is_bank_code(code)


@pytest.mark.parametrize("code", [*INVALID, "", "99910000001", "9991000000110", "99910000001X", "９９９100000011"])
def test_another_is_none(code: str) -> None:
    assert not is_bank_code(code)


@given(st.sampled_from(VALID), st.integers(0, 11), st.integers(1, 9))
def test_every_wrong_digit_is_found(code: str, place: int, by: int) -> None:
    wrong = code[:place] + str((int(code[place]) + by) % 10) + code[place + 1 :]
    assert not is_bank_code(wrong)


@pytest.mark.parametrize(
    ("number", "is_one"),
    [
        ("12345678", False),
        ("123456789", True),
        ("1" * 32, True),
        ("1" * 33, False),
        ("01-12345-6789", True),
        ("01--1234567", False),
        ("-123456789", False),
        ("123456789-", False),
        ("12345678a", False),
        ("", False),
    ],
)
def test_an_account_number_has_9_to_32_digits_and_single_hyphens(number: str, is_one: bool) -> None:
    assert is_account_number(number) is is_one


def test_a_number_is_compared_without_hyphens() -> None:
    assert plain_digits("01-12345-6789") == "01123456789"
