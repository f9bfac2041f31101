from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from core.values import id_number

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014", "110101190001010014"])
def test_check_character_of_examples(number: str) -> None:
    assert id_number.check_character(number) == number[17]


@pytest.mark.parametrize("number", ["11010519491231002X", "110101190001010014"])
def test_right_numbers(number: str) -> None:
    assert id_number.is_valid(number, today=TODAY)


@pytest.mark.parametrize(
    "number",
    [
        "110000190102290017",  # 29 February 1901
        "110101209912310023",  # born in the future
        "440524188001010014",  # born before 1900
        "110105194912310021",  # check character
        "11010519491231002",
        "１1010519491231002X",
        "1１010519491231002X",
        "",
    ],
)
def test_wrong_numbers(number: str) -> None:
    assert not id_number.is_valid(number, today=TODAY)


def test_born_today_but_not_tomorrow() -> None:
    number = "11010120260302001"
    whole = number + id_number.check_character(number)
    assert id_number.is_valid(whole, today=TODAY)
    assert not id_number.is_valid(whole, today=date(2026, 3, 1))


def test_writing_is_made_one() -> None:
    assert id_number.normalise(" １10105 19491231 002x ") == "11010519491231002X"


@given(st.text())
def test_no_text_makes_it_fail(text: str) -> None:
    assert id_number.is_valid(id_number.normalise(text), today=TODAY) in {True, False}


@pytest.mark.parametrize(("place", "check"), list(enumerate("532748X069532748X")))
def test_each_place_has_its_weight(place: int, check: str) -> None:
    assert id_number.check_character("0" * place + "1" + "0" * (16 - place)) == check


def test_nothing_adds_up_to_one() -> None:
    assert id_number.check_character("0" * 17) == "1"


@pytest.mark.parametrize(("birthday", "born"), [("18991231", False), ("19000101", True), ("20260302", True)])
def test_the_first_and_the_last_birthday(birthday: str, born: bool) -> None:
    body = f"110101{birthday}001"
    assert id_number.is_valid(body + id_number.check_character(body), today=TODAY) is born


@pytest.mark.parametrize("place", range(17))
def test_a_letter_stands_only_at_the_end(place: int) -> None:
    number = "11010519491231002X"
    assert not id_number.is_valid(number[:place] + "X" + number[place + 1 :], today=TODAY)


def test_no_region_begins_with_zero() -> None:
    body = "01010119900101001"
    assert not id_number.is_valid(body + id_number.check_character(body), today=TODAY)


@pytest.mark.parametrize(
    "number",
    [
        "810000199408230021",  # residence permit of a Hong Kong resident
        "830000199201300022",  # residence permit of a Taiwan resident
        "110113196001010017",  # Shunyi, a county in 1960, with the district code of 1998
    ],
)
def test_library_refuses_regions_that_its_table_lacks(number: str) -> None:
    assert id_number.is_valid(number, today=TODAY)
    assert not ric.is_valid(number)


@pytest.mark.parametrize("birthday", ["18991231", "20990101"])
def test_library_accepts_a_birthday_of_any_year(birthday: str) -> None:
    number = f"110101{birthday}001"
    assert ric.is_valid(number + id_number.check_character(number))
    assert not id_number.is_valid(number + id_number.check_character(number), today=TODAY)
