"""The days of a row: those that it says, and where the others are from."""

from datetime import date

import pytest

from applicants.rules.list_validity import Validity, day_problems, read_validity

PUBLISHED, ISSUED = date(2023, 12, 20), date(2023, 10, 26)
KIND, NUMBER = "national_hnte", "GR202311000907"


def read(**found: object) -> Validity:
    return read_validity(kind=KIND, number=NUMBER, found=found, published_on=PUBLISHED)


def problems(**found: object) -> list[tuple[str, str]]:
    return [(column, code) for column, code, _ in day_problems(kind=KIND, found=found)]


@pytest.mark.parametrize("cell", [None, "", " ", "三年", "3年"])
def test_an_empty_validity_and_the_usual_term_are_no_problem(cell: object) -> None:
    assert problems(validity=cell) == []


@pytest.mark.parametrize(
    ("found", "code"),
    [
        ({"validity": "x" * 61}, "list_validity"),
        ({"valid_from": "x" * 61}, "list_day"),
        ({"valid_from": ISSUED, "validity": "2023-10-27" + " " * 52 + "至2026-10-26"}, "list_days_differ"),
    ],
)
def test_a_problem_shows_the_first_sixty_characters(found: dict[str, object], code: str) -> None:
    [(_, found_code, params)] = day_problems(kind=KIND, found=found)
    shown = "2023-10-27 至2026-10-26" if code == "list_days_differ" else "x" * 60
    assert (found_code, params) == (code, {"value": shown})


def test_the_last_day_of_an_entry_is_by_the_year_in_its_number() -> None:
    found = read_validity(
        kind="tech_sme", number="2026110108A8000001", found={"valid_from": ISSUED}, published_on=PUBLISHED
    )
    assert (found.last, found.is_computed) == (date(2027, 3, 31), True)


def test_a_row_without_days_begins_when_the_list_was_published_and_says_so() -> None:
    assert read() == Validity(
        first=PUBLISHED, last=date(2026, 12, 20), is_assumed=True, is_computed=True, is_number=False
    )


def test_a_row_with_both_days_assumes_nothing() -> None:
    found = read(valid_from="2023-10-26", valid_until=date(2026, 10, 25))
    assert found == Validity(
        first=ISSUED, last=date(2026, 10, 25), is_assumed=False, is_computed=False, is_number=False
    )


def test_a_validity_gives_both_days() -> None:
    found = read(validity="2023-10-26至2026-10-25")
    assert (found.first, found.last, found.is_assumed, found.is_computed) == (ISSUED, date(2026, 10, 25), False, False)


def test_a_validity_may_say_its_end_alone() -> None:
    found = read(valid_from=ISSUED, validity="至2026年10月25日")
    assert (found.first, found.last, found.is_assumed) == (ISSUED, date(2026, 10, 25), False)


@pytest.mark.parametrize("term", ["三年", "3年", 3.0, "36个月"])
def test_the_usual_term_says_the_last_day(term: object) -> None:
    found = read(valid_from=ISSUED, validity=term)
    assert (found.last, found.is_computed) == (date(2026, 10, 26), False)


def test_a_term_is_not_read_for_a_kind_without_one() -> None:
    assert [code for _, code, _ in day_problems(kind="tech_sme", found={"validity": "三年"})] == ["list_validity"]


@pytest.mark.parametrize("column", ["valid_from", "valid_until", "first_entry"])
def test_a_bare_number_is_marked(column: str) -> None:
    assert read(**{column: 46_000.0}).is_number is True


@pytest.mark.parametrize("column", ["valid_from", "valid_until", "first_entry"])
def test_a_day_that_cannot_be_read_is_a_problem_of_its_column(column: str) -> None:
    assert problems(**{column: "去年"}) == [(column, "list_day")]


@pytest.mark.parametrize(
    "cell",
    ["2023-10-26", "至", "2023-10-26至", "2023-02-29至2026-10-25", "x2023-10-26至2026-10-25", "2023-10-26和2026-10-25"],
)
def test_a_validity_that_cannot_be_read_is_a_problem(cell: str) -> None:
    assert problems(validity=cell) == [("validity", "list_validity")]


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        ({"valid_from": "2023-10-26"}, []),
        ({"valid_until": "2026-10-25"}, []),
        ({"valid_from": "2023-10-27"}, [("validity", "list_days_differ")]),
        ({"valid_until": "2026-10-26"}, [("validity", "list_days_differ")]),
    ],
)
def test_two_columns_may_not_say_different_days(days: dict[str, str], expected: list[tuple[str, str]]) -> None:
    assert problems(validity="2023-10-26至2026-10-25", **days) == expected
