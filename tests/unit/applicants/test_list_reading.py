"""A list as a whole: its title, rows and questions, the same after the way through the child process."""

from datetime import date

import pytest

from applicants.rules.list_questions import Question
from applicants.rules.list_reading import list_reading, read_list
from applicants.rules.lists import RowError
from core.files.plain_values import decode, encode
from core.values.errors import DomainError
from core.values.tables import Cell, Sheet

DAY = date(2023, 12, 20)
HEADER = ["企业名称", "证书编号", "发证日期", "电话"]
ROWS: list[list[Cell]] = [
    ["2023年第二批名单"],
    HEADER,
    ["甲", "GR202311000907", "2023-10-26", "1"],
    ["", "GR202311000908"],
]


def sheet(*rows: list[Cell], name: str = "名单") -> Sheet:
    return Sheet(name=name, rows=list(enumerate(rows, start=1)))


def read(*sheets: Sheet, title: str = "", name: str = "名单.xlsx"):
    return read_list(sheets, kind="national_hnte", name=name, title=title, published_on=DAY)


def test_a_list_is_read_into_entries_errors_and_questions():
    found = read(sheet(*ROWS), title="公告")
    assert found.title == "公告 2023年第二批名单"
    assert [(each.sheet, each.row, each.name, each.valid_from) for each in found.entries] == [
        ("名单", 3, "甲", date(2023, 10, 26))
    ]
    assert found.errors == [RowError(sheet="名单", row=4, column="name", code="list_name_missing", params={})]
    assert found.questions == [Question(code="list_columns_unused", params={"columns": "电话"})]


def test_it_is_the_same_after_the_way_through_json():
    found = read(sheet(*ROWS), sheet(["说明"], name="封面"))
    assert list_reading(decode(encode(found))) == found


def test_rows_of_every_sheet_with_a_table_are_read():
    found = read(sheet(*ROWS[1:3]), sheet(["说明"], name="封面"), sheet(*ROWS[1:3], name="续"))
    assert [(each.sheet, each.row) for each in found.entries] == [("名单", 2), ("续", 2)]


@pytest.mark.parametrize(
    ("rows", "how", "code"),
    [
        (ROWS, {"title": "拟认定名单"}, "list_not_final"),
        (ROWS, {"name": "更名名单.xlsx"}, "list_not_entries"),
        ([["公示"], *ROWS[1:]], {}, "list_not_final"),
        ([["甲", "乙"]], {}, "list_header_missing"),
        ([["甲", "公示"]], {}, "list_not_final"),
        (ROWS[:2], {}, "list_empty"),
    ],
)
def test_what_is_no_list_is_refused(rows, how, code):
    with pytest.raises(DomainError) as caught:
        read(sheet(*rows), **how)
    assert (caught.value.code, caught.value.field) == (code, "file")
