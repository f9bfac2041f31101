import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import uscc

PARTS = st.text(uscc.ALPHABET, min_size=8, max_size=8)


@pytest.mark.parametrize("code", ["91110108XXXXXXX19E", "91110115XXXXXXX27D", "12110000XXXXXXX35G"])
def test_right_codes(code: str) -> None:
    assert uscc.is_valid(code)


@pytest.mark.parametrize("code", ["91110108XXXXXXX19F", "91110151XXXXXXX27D", "91110108XXXXXXX11M"])
def test_well_formed_codes_with_a_wrong_check(code: str) -> None:
    assert uscc.is_well_formed(code)
    assert not uscc.is_valid(code)


@pytest.mark.parametrize(
    "code",
    ["12110000IXXXXXX35G", "", "91110108XXXXXXX19", "91110108XXXXXXX19EE", "B1110108XXXXXXX19E", "9411010800000000XX"],
)
def test_what_has_not_the_form(code: str) -> None:
    assert not uscc.is_well_formed(code)
    assert not uscc.is_valid(code)


@given(PARTS, st.integers(0, 16), st.sampled_from(uscc.ALPHABET))
def test_one_wrong_character_never_keeps_the_last_check(subject: str, place: int, other: str) -> None:
    body = f"91110108{subject}0"
    changed = body[:place] + other + body[place + 1 :]
    assert (uscc.check_character(changed) == uscc.check_character(body)) == (changed == body)


@given(st.text())
def test_no_text_makes_it_fail(text: str) -> None:
    assert uscc.is_valid(uscc.normalise(text)) <= uscc.is_well_formed(uscc.normalise(text))
