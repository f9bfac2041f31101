"""The normal form of what is typed: the sign that is shown counts, invisible characters do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.values.characters import as_shown, is_invisible, normal_code, says_something

UNSEEN = (
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2060\u2066\u2069\ufeff\u00ad\u034f\u061c\u115f\u1160\u17b5\u180e\u2065"
    "\u2800\u3164\uffa0\ufe0f\U000e0001\U000e0100\x00\x7f\x9f"
)


@pytest.mark.parametrize("character", list(UNSEEN))
def test_what_shows_nothing_is_passed_over(character):
    assert is_invisible(character)
    assert normal_code(f"{character}91{character}A{character}") == "91A"


@pytest.mark.parametrize("character", ["\u3400", "\U00031350", "\ue000", "·", "a", "\u0301", "\t", " ", "\u3000"])
def test_rare_signs_marks_and_blanks_are_not_invisible(character):
    assert not is_invisible(character)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("１２３．５０", "123.50"),
        ("ｇｒ２０２３", "gr2023"),
        ("￥1，000", "¥1,000"),
        ("\u3000a\u00a0\t b\r\n", "a b"),
        ("２０２６－０３−０２", "2026-03-02"),
        ("𝟏𝟐", "12"),
        ("1²", "1²"),
        ("①½", "①½"),
        ("ㅤ", ""),
    ],
)
def test_a_text_is_what_it_shows(typed, shown):
    assert as_shown(typed) == shown


@pytest.mark.parametrize(
    ("first", "last"),
    [(0x180B, 0x180F), (0xFE00, 0xFE0F), (0xFFF0, 0xFFFB), (0xE0000, 0xE0FFF)],
)
def test_the_characters_that_are_reserved_for_showing_nothing(first, last):
    assert [is_invisible(chr(each)) for each in (first, last, last + 1)] == [True, True, False]
    assert not is_invisible(chr(first - 1))


@pytest.mark.parametrize(
    ("typed", "plain"), [("\uff66", "ヲ"), ("a\u2011b", "a-b"), ("a\u00a0b", "a b"), ("ﬁ", "ﬁ"), ("㈱", "㈱")]
)
def test_forms_of_width_are_plain_and_others_stay(typed, plain):
    assert as_shown(typed) == plain


@pytest.mark.parametrize("text", ["无", "a", "7", "。a", "\u200b王", "x。。", "5%"])
def test_a_letter_or_a_digit_says_something(text):
    assert says_something(text)


@pytest.mark.parametrize("text", ["", " ", "。。", "\u200b\u2060", "\u3164", "\u115f\u1160", "…—", "\u2800"])
def test_marks_and_what_nobody_sees_say_nothing(text):
    assert not says_something(text)


def test_a_code_has_capitals_and_no_blanks():
    assert normal_code(" ９１1101 08\u200bxxxx\ufeffx ") == "91110108XXXXX"


@given(st.text())
def test_once_is_enough(text):
    assert as_shown(as_shown(text)) == as_shown(text)
    assert normal_code(normal_code(text)) == normal_code(text)


@given(st.text(), st.sampled_from(UNSEEN), st.integers(0, 20))
def test_an_invisible_character_changes_nothing(text, unseen, place):
    assert normal_code(text[:place] + unseen + text[place:]) == normal_code(text)
