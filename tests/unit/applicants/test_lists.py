from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applicants.rules.list_columns import find_tables
from applicants.rules.lists import Entry, RowError, read_sheet, refuse_title
from core.values.tables import CellError

DAY = date(2025, 12, 1)
HEADER = ["序号", "企业名称", "证书编号"]


def read(rows: list[list[object]], *, kind: str = "national_hnte") -> list[Entry | RowError]:
    numbered = list(enumerate(rows, start=1))
    _, tables = find_tables(numbered)
    return list(read_sheet(kind=kind, sheet="名单", rows=numbered, tables=tables, published_on=DAY))


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
    assert (entry.first_entry, entry.is_first_assumed) == (None, False)


def test_formula_in_a_name_is_not_read() -> None:
    (error,) = read([HEADER, [1.0, "=HYPERLINK()", "GR202511000001"]])
    assert (error.code, error.column, error.row) == ("list_formula", "name", 2)


def test_code_that_excel_made_a_number_is_told() -> None:
    header = [*HEADER, "统一社会信用代码"]
    (error,) = read([header, [1.0, "甲示例", "GR202511000001", 1.2110000123456789e17]])
    assert (error.code, error.column) == ("list_digits_lost", "uscc")


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


def test_an_entry_has_everything_its_row_says() -> None:
    header = ["企业名称", "统一社会信用代码", "登记编号", "入库日期", "有效期至", "首次入库日期"]
    row = [
        " 甲示例（北京）有限公司。",
        "91110108xxxxxxx19e",
        "2025110108A8000001",
        "2025-04-01",
        "2025年12月31日",
        "20240301",
    ]
    (entry,) = read([header, row], kind="tech_sme")
    assert entry == Entry(
        sheet="名单",
        row=2,
        name="甲示例(北京)有限公司。",
        match_name="甲示例(北京)有限公司",
        uscc="91110108XXXXXXX19E",
        number="2025110108A8000001",
        valid_from=date(2025, 4, 1),
        valid_until=date(2025, 12, 31),
        first_entry=date(2024, 3, 1),
    )


def test_a_row_that_says_less_is_filled_by_the_list_and_its_number() -> None:
    (entry,) = read([["企业名称", "登记编号"], ["甲示例", "2025110108A8000001"]], kind="tech_sme")
    assert (entry.uscc, entry.valid_from, entry.valid_until, entry.first_entry) == ("", DAY, date(2026, 3, 31), None)


def test_an_entry_says_where_its_days_are_from() -> None:
    header = [*HEADER, "发证日期", "有效期至"]
    rows = [["1", "甲示例", "GR202511000001", 46_000.0, ""], ["2", "乙示例", "GR202511000002", "", "2028-12-01"]]
    found = [(each.is_assumed, each.is_computed, each.is_number) for each in read([header, *rows])]
    assert found == [(False, True, True), (True, False, False)]
    assert read([header, *rows])[0].valid_from == date(2025, 12, 9)


def test_the_usual_term_of_the_kind_is_read() -> None:
    header = [*HEADER, "有效期"]
    assert [type(each) for each in read([header, ["1", "甲示例", "GR202511000001", "三年"]])] == [Entry]


@pytest.mark.parametrize(
    ("counts_from_1904", "cell", "day"),
    [
        (False, 45_225.0, date(2023, 10, 26)),
        (True, 43_763.0, date(2023, 10, 26)),
        (True, "2023-10-26", date(2023, 10, 26)),
        (True, date(2023, 10, 26), date(2023, 10, 26)),
        (True, 20231026.0, date(2023, 10, 26)),
    ],
)
def test_a_bare_number_counts_by_the_system_of_its_file(counts_from_1904: bool, cell: object, day: date) -> None:
    rows = list(enumerate([[*HEADER, "发证日期"], [2_000.0, "甲示例", "GR202511000001", cell]], start=1))
    _, tables = find_tables(rows)
    [entry] = read_sheet(
        kind="national_hnte",
        sheet="名单",
        rows=rows,
        tables=tables,
        published_on=DAY,
        counts_from_1904=counts_from_1904,
    )
    assert (entry.valid_from, entry.number) == (day, "GR202511000001")


@pytest.mark.parametrize(("place", "column"), [(1, "name"), (2, "number"), (3, "valid_from")])
def test_an_error_in_a_used_cell_is_the_only_problem_of_its_row(place: int, column: str) -> None:
    row: list[object] = [1.0, "甲示例", "GR202511000001", "2025-12-01"]
    row[place] = CellError("formula_without_value")
    [error] = read([[*HEADER, "发证日期"], row])
    assert (error.column, error.code, error.params) == (column, "list_formula_without_value", {})


def test_an_error_among_the_sequence_numbers_is_none() -> None:
    [entry] = read([HEADER, [CellError("error_value"), "甲示例", "GR202511000001"]])
    assert entry.name == "甲示例"


def test_a_header_within_the_table_says_anew_what_its_columns_mean() -> None:
    rows = [HEADER, [1.0, "甲示例", "GR202511000001"], ["证书编号", "企业名称"], ["GR202511000002", "乙示例"]]
    assert [entry.name for entry in read(rows)] == ["甲示例", "乙示例"]


def test_a_certificate_may_last_one_day() -> None:
    header = [*HEADER, "发证日期", "有效期至"]
    (entry,) = read([header, [1.0, "甲示例", "GR202511000001", "2025-12-01", "2025-12-01"]])
    assert (entry.valid_from, entry.valid_until) == (DAY, DAY)


@pytest.mark.parametrize(
    ("changes", "column", "code", "params"),
    [
        ({"企业名称": ""}, "name", "list_name_missing", {}),
        ({"企业名称": "。"}, "name", "list_name_missing", {}),
        ({"企业名称": "+1"}, "name", "list_formula", {}),
        ({"企业名称": "@x"}, "name", "list_formula", {}),
        ({"企业名称": "甲" * 201}, "name", "list_name_long", {}),
        ({"证书编号": None}, "number", "list_number_missing", {}),
        ({"证书编号": 1e15}, "number", "list_digits_lost", {"value": "1000000000000000"}),
        ({"证书编号": "GR2O2511000001"}, "number", "list_letter_for_zero", {"value": "GR2O2511000001"}),
        (
            {"证书编号": "GR2O2511000001" + "x" * 60},
            "number",
            "list_letter_for_zero",
            {"value": "GR2O2511000001" + "x" * 46},
        ),
        ({"证书编号": "x" * 61}, "number", "certificate_number", {"value": "x" * 60}),
        ({"信用代码": 1.2110000123456789e17}, "uscc", "list_digits_lost", {"value": "121100001234567888"}),
        ({"信用代码": "91110108XXXXXXX19"}, "uscc", "uscc_shape", {"value": "91110108XXXXXXX19"}),
        ({"信用代码": "9" * 61}, "uscc", "uscc_shape", {"value": "9" * 60}),
        ({"发证日期": "2023-02-29"}, "valid_from", "list_day", {"value": "2023-02-29"}),
        ({"有效期至": "长期" * 31}, "valid_until", "list_day", {"value": "长期" * 30}),
        ({"首次入库日期": "去年"}, "first_entry", "list_day", {"value": "去年"}),
    ],
)
def test_a_row_that_cannot_be_read_says_its_column_and_why(
    changes: dict[str, object], column: str, code: str, params: dict[str, str]
) -> None:
    row = {
        "企业名称": "甲示例",
        "证书编号": "GR202511000001",
        "信用代码": "91110108XXXXXXX19E",
        "发证日期": "2025-12-01",
        "有效期至": "2028-12-01",
        "首次入库日期": "2025-12-01",
    }
    (error,) = read([list(row), list((row | changes).values())])
    assert error == RowError(sheet="名单", row=2, column=column, code=code, params=params)


def test_a_name_may_have_two_hundred_characters() -> None:
    (entry,) = read([HEADER, [1.0, "甲" * 200, "GR202511000001"]])
    assert entry.name == "甲" * 200


def test_everything_wrong_with_a_row_is_told() -> None:
    header = [*HEADER, "信用代码", "发证日期"]
    errors = read([header, [1.0, "=x", "y", "z", "w"]])
    assert [error.column for error in errors] == ["name", "number", "uscc", "valid_from"]


def test_a_days_error_says_where_and_which() -> None:
    header = [*HEADER, "发证日期", "有效期至"]
    (error,) = read([header, [1.0, "甲示例", "GR202511000001", "2025-12-01", "2025-11-30"]])
    params = {"first": "2025-12-01", "last": "2025-11-30"}
    assert error == RowError(sheet="名单", row=2, column="valid_until", code="certificate_days", params=params)


@pytest.mark.parametrize("word", ["注", "备注", "说明", "合计", "共", "(共"])
def test_notes_below_a_table_are_no_rows(word: str) -> None:
    note = f"{word}：以上2家"
    assert read([HEADER, [1.0, "甲示例", "GR202511000001"], [note]])[1:] == []
    assert read([HEADER, [None, "", note]]) == []


def test_a_firm_whose_name_begins_like_a_note_is_a_row() -> None:
    (entry,) = read([HEADER, [1.0, "共享示例", "GR202511000001"]])
    assert entry.name == "共享示例"


def test_a_number_alone_is_a_row_whose_name_is_missing() -> None:
    (error,) = read([HEADER, [None, None, "GR202511000001"]])
    assert (error.column, error.code) == ("name", "list_name_missing")


def test_a_code_alone_is_a_row_whose_name_and_number_are_missing() -> None:
    errors = read([[*HEADER, "信用代码"], [None, None, None, "91110108XXXXXXX19E"]])
    assert [(error.column, error.code) for error in errors] == [
        ("name", "list_name_missing"),
        ("number", "list_number_missing"),
    ]


def test_a_name_alone_is_a_row_whose_number_is_missing() -> None:
    (error,) = read([HEADER, [None, "甲示例", None]])
    assert (error.column, error.code) == ("number", "list_number_missing")


def test_a_row_of_sequence_numbers_alone_is_nothing() -> None:
    assert read([HEADER, [1.0], [2.0, None, None]]) == []


def test_what_stands_above_the_header_is_no_row() -> None:
    (entry,) = read([["", "甲示例", "GR202511000001"], HEADER, [1.0, "乙示例", "GR202511000002"]])
    assert entry.name == "乙示例"


@pytest.mark.parametrize("word", ["公示", "拟认定", "拟入库", "拟备案"])
def test_a_list_that_is_not_final_grants_nothing(word: str) -> None:
    assert refuse_title(f"2025年第二批{word}企业名单") == "list_not_final"


@pytest.mark.parametrize("word", ["取消", "撤销", "更名", "变更"])
def test_a_list_that_takes_away_or_renames_grants_nothing(word: str) -> None:
    assert refuse_title(f"关于{word}企业的公告") == "list_not_entries"


CELLS = st.one_of(st.none(), st.booleans(), st.floats(), st.text(max_size=30), st.sampled_from(HEADER))


@given(st.lists(st.lists(CELLS, max_size=8), max_size=12))
def test_any_rows_become_entries_or_errors(rows: list[list[object]]) -> None:
    if find_tables(list(enumerate([HEADER, *rows], start=1)))[1]:
        for item in read([HEADER, *rows]):
            assert isinstance(item, Entry | RowError)
            assert item.row > 1
