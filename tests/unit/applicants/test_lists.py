from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applicants.rules.list_columns import Columns, find_tables
from applicants.rules.lists import Entry, RowError, read_sheet, refuse_title

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


def test_formula_in_a_name_is_not_read() -> None:
    (error,) = read([HEADER, [1.0, "=HYPERLINK()", "GR202511000001"]])
    assert (error.code, error.column, error.row) == ("list_formula", "name", 2)


def test_code_that_excel_made_a_number_is_told() -> None:
    header = [*HEADER, "统一社会信用代码"]
    (error,) = read([header, [1.0, "甲示例", "GR202511000001", 1.2110000123456789e17]])
    assert (error.code, error.column) == ("list_digits_lost", "uscc")


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


def test_a_certificate_may_last_one_day() -> None:
    header = [*HEADER, "发证日期", "有效期至"]
    (entry,) = read([header, [1.0, "甲示例", "GR202511000001", "2025-12-01", "2025-12-01"]])
    assert (entry.valid_from, entry.valid_until) == (DAY, DAY)


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
    ],
    "valid_until": ["有效期至", "有效期止", "截止日期", "到期日期", "证书有效期至"],
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


@pytest.mark.parametrize(("above", "found"), [(19, 1), (20, 0)])
def test_the_header_stands_within_the_first_twenty_rows(above: int, found: int) -> None:
    rows = [(number, ["名单"]) for number in range(1, above + 1)]
    title, tables = find_tables([*rows, (above + 1, HEADER)])
    assert len(tables) == found
    assert title == " ".join(["名单"] * min(above, 20))


def test_the_second_of_two_tables_needs_its_own_name_and_number() -> None:
    [table] = find_tables([(1, ["企业名称", "证书编号", "企业名称", "备注"])])[1]
    assert table.places == {"name": 0, "number": 1}


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
