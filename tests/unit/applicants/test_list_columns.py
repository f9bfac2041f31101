"""Columns are known by their headings; those that are not are named."""

import pytest

from applicants.rules.list_columns import find_tables, is_said, list_hidden, list_unused, tables_of
from core.values.tables import CellError

HEADER = ["企业名称", "证书编号", "发证日期"]
ROW = ["甲示例", "GR202511000001", "2025-12-01"]


def unused(*rows: list[object]) -> list[str]:
    numbered = list(enumerate(rows, start=1))
    return list_unused(numbered, find_tables(numbered)[1])


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


def test_an_unused_column_without_content_is_not_named() -> None:
    assert unused([*HEADER, "备注"], ROW) == []


def test_an_error_in_an_unused_column_is_content() -> None:
    assert unused([*HEADER, "备注"], [*ROW, CellError("error_value")]) == ["备注"]


def test_what_stands_above_the_header_is_not_a_column() -> None:
    assert unused(["", "", "", "标题"], HEADER, ROW) == []


def test_a_second_header_names_its_own_unused_columns() -> None:
    assert unused([*HEADER, "甲"], [*ROW, 1.0], [*HEADER, "乙"], [*ROW, 1.0]) == ["甲", "乙"]


def test_hidden_columns_are_named_where_they_are_used() -> None:
    rows = list(enumerate([[*HEADER, "备注"], ROW], start=1))
    assert list_hidden(rows, find_tables(rows)[1], hidden={2, 3}) == ["发证日期"]


@pytest.mark.parametrize(
    ("cell", "said"), [(None, False), (" ", False), ("\u200b", False), (0.0, True), ("x", True), (CellError("x"), True)]
)
def test_a_cell_says_something(cell: object, said: bool) -> None:
    assert is_said(cell) is said
