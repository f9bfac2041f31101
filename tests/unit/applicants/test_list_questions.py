"""What a list leaves open is asked, and a confirmation is of these questions about this file."""

from dataclasses import replace
from datetime import date

from applicants.rules.list_columns import find_tables
from applicants.rules.list_questions import NAMED, Question, confirmation_of, day_questions, table_questions
from applicants.rules.lists import Entry
from core.values.tables import Sheet

PUBLISHED = date(2023, 12, 20)
ENTRY = Entry(
    sheet="名单",
    row=2,
    name="甲",
    match_name="甲",
    uscc="",
    number="GR202311000907",
    valid_from=date(2023, 10, 26),
    valid_until=date(2026, 10, 26),
    first_entry=None,
)
ROWS = [(1, ["企业名称", "证书编号", "发证日期"]), (2, ["甲", "GR202311000907", "2023-10-26"])]


def asked(*sheets: Sheet, entries: list[Entry] | None = None) -> list[Question]:
    tables = [(sheet, find_tables(sheet.rows)[1]) for sheet in sheets]
    return [*table_questions(tables), *day_questions(entries or [ENTRY], published_on=PUBLISHED)]


def test_a_whole_list_asks_nothing() -> None:
    assert asked(Sheet(name="名单", rows=ROWS)) == []
    assert confirmation_of(file="x", questions=[]) == ""


def test_hidden_and_unread_sheets_are_named() -> None:
    found = asked(
        Sheet(name="名单", rows=ROWS), Sheet(name="旧", rows=[], is_hidden=True), Sheet(name="续", rows=ROWS[1:])
    )
    assert found == [
        Question(code="list_sheets_hidden", params={"sheets": "旧"}),
        Question(code="list_sheets_unread", params={"sheets": "续"}),
    ]


def test_an_empty_sheet_is_not_asked_about() -> None:
    assert asked(Sheet(name="名单", rows=ROWS), Sheet(name="空", rows=[])) == []


def test_columns_and_rows_are_named() -> None:
    rows = [(1, [*ROWS[0][1], "区"]), (2, [*ROWS[1][1], "海淀"])]
    found = asked(Sheet(name="名单", rows=rows, hidden_rows=frozenset({2, 9}), hidden_columns=frozenset({0})))
    assert found == [
        Question(code="list_columns_unused", params={"columns": "区"}),
        Question(code="list_columns_hidden", params={"columns": "企业名称"}),
        Question(code="list_rows_hidden", params={"count": 1, "rows": "2"}),
    ]


def test_days_that_no_cell_says_are_counted_and_named_up_to_a_number() -> None:
    entries = [replace(ENTRY, row=row, is_assumed=True) for row in range(2, NAMED + 3)]
    [question] = asked(Sheet(name="名单", rows=ROWS), entries=entries)
    rows = "、".join(str(row) for row in range(2, NAMED + 2)) + "…"
    assert question == Question(
        code="list_days_assumed", params={"count": NAMED + 1, "rows": rows, "day": "2023-12-20"}
    )


def test_as_many_rows_as_are_named_are_all_of_them() -> None:
    entries = [replace(ENTRY, row=row, is_assumed=True) for row in range(2, NAMED + 2)]
    [question] = asked(Sheet(name="名单", rows=ROWS), entries=entries)
    assert question.params["rows"] == "、".join(str(row) for row in range(2, NAMED + 2))


def test_a_confirmation_does_not_depend_on_the_order_of_params() -> None:
    one, other = ({"count": 1, "rows": "2"}, {"rows": "2", "count": 1})
    codes = {confirmation_of(file="x", questions=[Question(code="q", params=each)]) for each in (one, other)}
    assert len(codes) == 1


def test_days_from_bare_numbers_are_asked_about() -> None:
    [question] = asked(Sheet(name="名单", rows=ROWS), entries=[replace(ENTRY, is_number=True)])
    assert question == Question(code="list_days_numbers", params={"count": 1, "rows": "2"})


def test_last_days_that_follow_from_the_kind_are_asked_about_once_for_the_list() -> None:
    entries = [replace(ENTRY, row=row, is_computed=True) for row in (2, 3)]
    assert asked(Sheet(name="名单", rows=ROWS), entries=[*entries, ENTRY]) == [
        Question(code="list_last_days_computed", params={"count": 2, "rows": "2、3"})
    ]


def test_a_confirmation_differs_by_file_and_by_question() -> None:
    one, other = (Question(code="list_sheets_hidden", params={"sheets": name}) for name in ("旧", "新"))
    codes = {confirmation_of(file=file, questions=[each]) for file in ("x", "y") for each in (one, other)}
    assert (len(codes), {len(code) for code in codes}) == (4, {32})
    assert confirmation_of(file="x", questions=[one]) == confirmation_of(file="x", questions=[one])


def test_first_entries_that_no_list_says_are_named() -> None:
    entries = [replace(ENTRY, row=7, is_first_assumed=True), ENTRY]
    assert asked(Sheet(name="名单", rows=ROWS), entries=entries) == [
        Question(code="list_first_entries_assumed", params={"count": 1, "rows": "7"})
    ]
