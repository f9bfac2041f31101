from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applicants.rules.lists import Entry, RowError, find_tables, read_sheet, refuse_title

DAY = date(2025, 12, 1)
HEADER = ["序号", "企业名称", "证书编号"]


def read(rows: list[list[object]]) -> list[Entry | RowError]:
    numbered = list(enumerate(rows, start=1))
    _, tables = find_tables(numbered)
    return list(read_sheet(kind="national_hnte", sheet="名单", rows=numbered, tables=tables, published_on=DAY))


def test_titles_notes_and_repeated_headers_are_passed_over() -> None:
    rows = [
        ["2025年第二批名单", None],
        ["（共 2 家）"],
        HEADER,
        ["1.", "甲示例有限公司", "GR202511000001"],
        [],
        HEADER,
        [2.0, "乙示例有限公司", "GR202511000002"],
        ["注：本名单自公告之日起生效"],
    ]
    assert [(entry.row, entry.name, entry.number) for entry in read(rows)] == [
        (4, "甲示例有限公司", "GR202511000001"),
        (7, "乙示例有限公司", "GR202511000002"),
    ]
    assert find_tables(list(enumerate(rows, start=1)))[0] == "2025年第二批名单 (共 2 家)"


def test_two_tables_side_by_side() -> None:
    rows = [
        HEADER * 2,
        [1.0, "甲示例", "GR202511000001", 2.0, "乙示例", "GR202511000002"],
        [3.0, "丙示例", "GR202511000003"],
    ]
    assert [entry.name for entry in read(rows)] == ["甲示例", "乙示例", "丙示例"]


def test_row_without_a_day_begins_when_the_list_was_published() -> None:
    (entry,) = read([HEADER, [1.0, "甲示例", "GR202511000001"]])
    assert (entry.valid_from, entry.valid_until) == (DAY, date(2028, 12, 1))


def test_formula_in_a_name_is_not_read() -> None:
    (error,) = read([HEADER, [1.0, "=HYPERLINK()", "GR202511000001"]])
    assert (error.code, error.column, error.row) == ("list_formula", "name", 2)


def test_code_that_excel_made_a_number_is_told() -> None:
    header = [*HEADER, "统一社会信用代码"]
    (error,) = read([header, [1.0, "甲示例", "GR202511000001", 1.2110000123456789e17]])
    assert (error.code, error.column) == ("list_digits_lost", "uscc")


def test_end_before_beginning() -> None:
    header = [*HEADER, "发证日期", "有效期至"]
    (error,) = read([header, [1.0, "甲示例", "GR202511000001", "2025-12-01", "2025-11-30"]])
    assert (error.code, error.params) == ("certificate_days", {"first": "2025-12-01", "last": "2025-11-30"})


@pytest.mark.parametrize("header", [["序号", "企业名称"], ["名单"], []])
def test_no_table_without_name_and_number(header: list[str]) -> None:
    assert find_tables([(1, header)])[1] == []


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("2025年第二批高新技术企业备案公告名单", None),
        ("关于公示拟认定企业的通知", "list_not_final"),
        ("取 消高新技术企业资格名单", "list_not_entries"),
        ("企业更名名单（公示）", "list_not_entries"),
    ],
)
def test_titles_of_lists_that_grant_nothing(title: str, code: str | None) -> None:
    assert refuse_title(title) == code


CELLS = st.one_of(st.none(), st.booleans(), st.floats(), st.text(max_size=30), st.sampled_from(HEADER))


@given(st.lists(st.lists(CELLS, max_size=8), max_size=12))
def test_any_rows_become_entries_or_errors(rows: list[list[object]]) -> None:
    if find_tables(list(enumerate([HEADER, *rows], start=1)))[1]:
        for item in read([HEADER, *rows]):
            assert isinstance(item, Entry | RowError)
            assert item.row > 1
