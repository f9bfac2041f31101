import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.values.errors import DomainError
from core.values.names import as_identifier, is_blank, visible_name


@pytest.mark.parametrize(
    ("given_name", "name"),
    [
        ("示例（北京）科技有限公司", "示例（北京）科技有限公司"),
        ("  示例 \t 科技\r\n有限公司\u3000", "示例 科技 有限公司"),
        ("示\u200b例\ufeff科\u00ad技\u2060", "示例科技"),
        ("\u200e张示例\u200f", "张示例"),
        ("张\u3164示\u2800例\uffa0", "张示例"),
        ("葛\U000e0100示例", "葛示例"),
        ("阿里木·示例", "阿里木·示例"),
        ("ئالىم", "ئالىم"),
        ("e\u0301clair", "éclair"),
        ("3M", "3M"),
        ("X 示例", "X 示例"),
        ("示" * 50, "示" * 50),
        ("\ue863示", "\ue863示"),
    ],
)
def test_a_name_is_what_it_shows(given_name, name):
    assert visible_name(given_name, field="name", most=50) == name


@pytest.mark.parametrize("text", ["", " ", "\u200b\u2060", "\u3164", "\u00ad", "\u2800", "。。", "——", "\U000e0041"])
def test_a_name_that_shows_nothing_is_refused(text):
    with pytest.raises(DomainError) as caught:
        visible_name(text, field="name", most=50)
    assert (caught.value.code, caught.value.field, caught.value.kind) == ("name_not_visible", "name", "invalid")


@pytest.mark.parametrize("mark", list("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
def test_a_name_that_turns_its_direction_is_refused(mark):
    with pytest.raises(DomainError) as caught:
        visible_name(f"示例{mark}司公", field="name", most=50)
    assert (caught.value.code, caught.value.field) == ("name_direction", "name")


@pytest.mark.parametrize("text", ["示" * 51, "㈱" * 17, "\u0958" * 26])
def test_the_length_of_a_name_is_that_is_compared(text):
    with pytest.raises(DomainError) as caught:
        visible_name(text, field="name", most=50)
    assert (caught.value.code, caught.value.field, caught.value.params) == ("name_too_long", "name", {"most": 50})


@given(st.text())
def test_a_stored_name_stays_as_it_is(text):
    try:
        name = visible_name(text, field="name", most=50)
    except DomainError:
        return
    assert visible_name(name, field="name", most=50) == name == unicodedata.normalize("NFC", name)


@pytest.mark.parametrize(
    ("text", "identifier"),
    [
        (" Wang \n", "wang"),
        ("ＷＡＮＧ", "wang"),
        ("ſun", "sun"),
        ("王示例", "王示例"),
        ("E\u0301clair", "\u00e9clair"),
        ("\ufeffwa\u200bng\u202e", "wang"),
        ("e\u200b\u0301clair", "\u00e9clair"),
        ("\u3164 wang\uffa0", "wang"),
        ("\u200b", ""),
    ],
)
def test_an_identifier_has_one_spelling(text, identifier):
    assert as_identifier(text) == identifier


@given(st.text())
def test_a_stored_identifier_stays_as_it_is(text):
    assert as_identifier(as_identifier(text)) == as_identifier(text)


@pytest.mark.parametrize(
    ("text", "blank"), [("", True), (" \u3000\u200b\u3164\t", True), (" . ", False), ("。", False)]
)
def test_a_text_of_blanks_is_blank(text, blank):
    assert is_blank(text) is blank
