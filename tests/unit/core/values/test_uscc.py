import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc as library

from core.values import uscc

PARTS = st.text(uscc.ALPHABET, min_size=8, max_size=8)


def test_the_alphabet_leaves_out_five_letters() -> None:
    assert "".join(c for c in string.digits + string.ascii_uppercase if c not in "IOSVZ") == uscc.ALPHABET


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


@pytest.mark.parametrize(
    ("department", "kinds"),
    [
        ("1", "1239"),
        ("2", "19"),
        ("3", "123459"),
        ("4", "19"),
        ("5", "1239"),
        ("6", "129"),
        ("7", "129"),
        ("8", "19"),
        ("9", "123"),
        ("A", "19"),
        ("N", "1239"),
        ("Y", "1"),
        *((department, "") for department in "0BCDEFGHJKLMPQRTUWX"),
    ],
)
def test_each_department_registers_its_kinds_of_organisation(department: str, kinds: str) -> None:
    formed = [kind for kind in uscc.ALPHABET if uscc.is_well_formed(f"{department}{kind}110108XXXXXXX19E")]
    assert formed == list(kinds)


@pytest.mark.parametrize("place", range(18))
def test_letters_that_look_like_digits_are_nowhere(place: int) -> None:
    code = "91110108XXXXXXX19E"
    assert not any(uscc.is_well_formed(code[:place] + letter + code[place + 1 :]) for letter in "IOSVZ")


@pytest.mark.parametrize("place", range(2, 8))
def test_a_region_has_six_digits(place: int) -> None:
    assert not uscc.is_well_formed("91110108XXXXXXX19E"[:place] + "A" + "91110108XXXXXXX19E"[place + 1 :])


@pytest.mark.parametrize(
    ("subject", "check"), [("00000000", "0"), ("10000000", "8"), ("40000000", "X"), ("A0000000", "3")]
)
def test_the_ninth_character_of_the_subject_is_checked(subject: str, check: str) -> None:
    for character in "0123456789X":
        body = f"91110108{subject}{character}"
        assert uscc.is_valid(body + uscc.check_character(body)) == (character == check)


@pytest.mark.parametrize(("place", "check"), list(enumerate("YWN4C5FEB26JP7M13")))
def test_each_place_has_its_weight(place: int, check: str) -> None:
    assert uscc.check_character("0" * place + "1" + "0" * (16 - place)) == check


@pytest.mark.parametrize(("place", "check"), list(enumerate("84216379")))
def test_each_place_of_the_subject_has_its_weight(place: int, check: str) -> None:
    body = "91110108" + "0" * place + "1" + "0" * (7 - place) + check
    assert uscc.is_valid(body + uscc.check_character(body))


def test_writing_is_made_one() -> None:
    assert uscc.normalise(" ９１110108 xxxxxxx19e\n") == "91110108XXXXXXX19E"


@given(PARTS, st.integers(0, 16), st.sampled_from(uscc.ALPHABET))
def test_one_wrong_character_never_keeps_the_last_check(subject: str, place: int, other: str) -> None:
    body = f"91110108{subject}0"
    changed = body[:place] + other + body[place + 1 :]
    assert (uscc.check_character(changed) == uscc.check_character(body)) == (changed == body)


@given(st.text())
def test_no_text_makes_it_fail(text: str) -> None:
    assert uscc.is_valid(uscc.normalise(text)) <= uscc.is_well_formed(uscc.normalise(text))


@pytest.mark.parametrize("code", ["A1110000XXXXXXX35A", "N1110000XXXXXXX35X", "Y1110000XXXXXXX35M"])
def test_library_refuses_departments_that_are_letters(code: str) -> None:
    assert uscc.is_valid(code)
    assert not library.is_valid(code)


@pytest.mark.parametrize("code", ["94110108XXXXXXX195", "91110108XXXXXXX11M"])
def test_library_accepts_a_kind_that_no_department_registers_and_a_wrong_subject(code: str) -> None:
    assert library.is_valid(code[:17] + library.calc_check_digit(code[:17]))
    assert not uscc.is_valid(code[:17] + library.calc_check_digit(code[:17]))
