"""Columns are known by their headings; those that are not are named."""

import pytest

from applicants.rules.list_columns import LONGEST, Columns, find_tables, is_said, list_hidden, list_unused, tables_of
from core.values.tables import CellError

HEADER = ["企业名称", "证书编号", "发证日期"]
ROW = ["甲示例", "GR202511000001", "2025-12-01"]


def unused(*rows: list[object]) -> list[str]:
    return list_unused(list(enumerate(rows, start=1)))


@pytest.mark.parametrize(
    ("heading", "meaning"),
    [
        ("发证日期（年/月/日）", "valid_from"),
        ("发证日期(YYYY-MM-DD)", "valid_from"),
        ("发证日期（格式：2023-10-26）", "valid_from"),
        ("有效期（起）", "valid_from"),
        ("有效期（至）", "valid_until"),
        ("有效期(年月日至年月日)", "validity"),
        ("有效期（起止）", "validity"),
        ("首次入库日期（年/月/日）", "first_entry"),
        ("发证日期（原）", None),
        ("企业名称（年）", None),
        ("企业名称（曾用名）", None),
        ("发证" + "日期" * 30, None),
        (None, None),
        (CellError("error_value"), None),
        (45225.0, None),
    ],
)
def test_a_heading_with_a_form_in_brackets(heading: object, meaning: str | None) -> None:
    [table] = tables_of(1, ["企业名称", "证书编号", heading])
    assert [name for name, place in table.places.items() if place == 2] == ([meaning] if meaning else [])


def test_a_column_that_is_not_used_is_named_by_its_heading_or_its_letter() -> None:
    header = [*HEADER, "所属区", "", "备注"]
    assert unused(header, [*ROW, "海淀", "x", ""]) == ["所属区", "E"]


def test_a_column_far_to_the_right_has_two_letters() -> None:
    assert unused(HEADER, [*ROW, *[""] * 25, "x"]) == ["AC"]
    assert unused(HEADER, [*ROW, "x", *[""] * 48, "x"]) == ["D", "BA"]


def test_an_unused_column_without_content_is_not_named() -> None:
    assert unused([*HEADER, "备注"], ROW) == []


def test_an_error_in_an_unused_column_is_content() -> None:
    assert unused([*HEADER, "备注"], [*ROW, CellError("error_value")]) == ["备注"]


def test_what_stands_above_the_header_is_not_a_column() -> None:
    assert unused(["", "", "", "标题"], HEADER, ROW) == []


def test_a_second_header_names_its_own_unused_columns() -> None:
    assert unused([*HEADER, "甲"], [*ROW, 1.0], [*HEADER, "乙"], [*ROW, 1.0]) == ["甲", "乙"]


def test_hidden_columns_are_named_where_they_are_used() -> None:
    rows = list(enumerate([["名单"], [*HEADER, "备注"], ROW], start=1))
    assert list_hidden(rows, find_tables(rows)[1], hidden={2, 3}) == ["发证日期"]


@pytest.mark.parametrize(
    ("cell", "said"), [(None, False), (" ", False), ("\u200b", False), (0.0, True), ("x", True), (CellError("x"), True)]
)
def test_a_cell_says_something(cell: object, said: bool) -> None:
    assert is_said(cell) is said


@pytest.mark.parametrize("header", [["序号", "企业名称"], ["名单"], []])
def test_no_table_without_name_and_number(header: list[str]) -> None:
    assert find_tables([(1, header)])[1] == []


COLUMNS = {
    "name": ["企业名称", "单位名称", "公司名称", "名称", "企业名", "申报企业名称", "企业全称"],
    "number": [
        "证书编号",
        "高新技术企业证书编号",
        "中关村高新技术企业证书编号",
        "编号",
        "证书号",
        "入库登记编号",
        "登记编号",
        "登记编码",
        "入库编号",
        "科技型中小企业登记编号",
        "科技型中小企业入库登记编号",
    ],
    "uscc": ["统一社会信用代码", "社会信用代码", "信用代码", "统一信用代码", "统一社会信用代码/组织机构代码"],
    "valid_from": [
        "发证日期",
        "发证时间",
        "证书取得时间",
        "高新技术企业证书取得时间",
        "入库日期",
        "入库时间",
        "公告日期",
        "有效期起",
        "认定日期",
        "发证日",
        "颁发日期",
        "颁证日期",
        "批准日期",
        "生效日期",
        "起始日期",
        "有效期自",
        "有效期开始日期",
        "有效期起始日期",
        "证书有效期起",
    ],
    "valid_until": [
        "有效期至",
        "有效期止",
        "截止日期",
        "到期日期",
        "证书有效期至",
        "到期日",
        "失效日期",
        "有效期截止日期",
        "有效期结束日期",
        "证书有效期止",
    ],
    "validity": [
        "有效期",
        "有效期限",
        "证书有效期",
        "有效期起止",
        "有效期起止日期",
        "起止日期",
        "有效时间",
        "有效期间",
    ],
    "first_entry": ["首次入库日期", "首次入库时间"],
    "sequence": ["序号", "序", "NO", "No."],
}


@pytest.mark.parametrize(("meaning", "word"), [(meaning, word) for meaning, words in COLUMNS.items() for word in words])
def test_a_column_is_known_by_each_of_its_names(meaning: str, word: str) -> None:
    others = [name for name, known in (("name", "企业名称"), ("number", "证书编号")) if name != meaning]
    header = [f" {word} ", "备注", *({"name": "企业名称", "number": "证书编号"}[name] for name in others)]
    [table] = find_tables([(3, header)])[1]
    places = {meaning: 0, **{name: place for place, name in enumerate(others, start=2)}}
    assert table == Columns(header_row=3, places=places)


@pytest.mark.parametrize(("above", "found"), [(19, 1), (20, 0)])
def test_the_header_stands_within_the_first_twenty_rows(above: int, found: int) -> None:
    rows = [(number, ["名单"]) for number in range(1, above + 1)]
    title, tables = find_tables([*rows, (above + 1, HEADER)])
    assert len(tables) == found
    assert title == " ".join(["名单"] * min(above, 20))


def test_the_second_of_two_tables_needs_its_own_name_and_number() -> None:
    [table] = find_tables([(1, ["企业名称", "证书编号", "企业名称", "备注"])])[1]
    assert table.places == {"name": 0, "number": 1}


def test_a_heading_has_at_most_so_many_characters() -> None:
    heading = "发证日期" + "." * (LONGEST - 4)
    assert [len(tables_of(1, ["企业名称", "证书编号", each])[0].places) for each in (heading, heading + ".")] == [3, 2]
