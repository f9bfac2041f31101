"""Lists on which the import was wrong, and their siblings: never a day that nobody wrote."""

import io
from datetime import date, datetime

import pytest
import xlsxwriter

from applicants.models import Certificate
from applicants.services.lists import ListPlan, import_list, open_list, preview_list
from core.models import Event
from core.values.errors import DomainError
from tests import files
from tests.factories import parties

pytestmark = pytest.mark.django_db

PUBLISHED = date(2023, 12, 20)
HEADER = ["企业名称", "证书编号", "发证日期"]
FIRM, NUMBER = "示例新材料科技有限公司", "GR202311000907"
ISSUED, ENDS = date(2023, 10, 26), date(2026, 10, 26)


def plan_of(data: bytes) -> ListPlan:
    return preview_list(
        file=open_list(kind="national_hnte", name="名单.xlsx", data=data, published_on=PUBLISHED, title="")
    )


def book(*rows: list[object], header: list[str] = HEADER, options: dict | None = None, more=None) -> bytes:
    """A workbook with a header and rows; `more` may add to it."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, **(options or {})}) as made:
        sheet, day = made.add_worksheet("名单"), made.add_format({"num_format": "yyyy-mm-dd"})
        for number, row in enumerate([header, *rows]):
            for place, cell in enumerate(row):
                is_day = isinstance(cell, date)
                sheet.write_datetime(number, place, cell, day) if is_day else sheet.write(number, place, cell)
        if more:
            more(made, sheet)
    return file.getvalue()


def days(plan: ListPlan) -> list[tuple[date, date]]:
    return [(entry.valid_from, entry.valid_until) for entry, _ in plan.fresh]


def errors(plan: ListPlan) -> list[tuple[int, str, str]]:
    return [(error.row, error.column, error.code) for error in plan.errors]


def asked(plan: ListPlan) -> dict[str, dict[str, object]]:
    return {each.code: each.params for each in plan.questions}


def besides(plan: ListPlan) -> dict[str, dict[str, object]]:
    """Return what is asked besides the last days, which are written in few lists."""
    return {code: params for code, params in asked(plan).items() if code != "list_last_days_computed"}


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("unknown_date_header.xlsx", date(2020, 10, 26), date(2023, 10, 26)),
        ("validity_range_column.xlsx", date(2020, 10, 26), date(2023, 10, 25)),
        ("empty_formatted_last_row.xlsx", ISSUED, ENDS),
        ("strict_ooxml.xlsx", ISSUED, ENDS),
        ("x000D_in_name.xlsx", ISSUED, ENDS),
        ("unicode_text_utf16.csv", ISSUED, ENDS),
        ("digits_wrapped.csv", ISSUED, ENDS),
    ],
)
def test_a_found_list_is_read_with_the_days_that_it_says(name, first, last):
    plan = plan_of(files.case(name))
    assert (days(plan), plan.assumed, besides(plan)) == ([(first, last)], 0, {})


@pytest.mark.parametrize("name", ["unknown_date_header.xlsx", "validity_range_column.xlsx", "digits_wrapped.csv"])
def test_a_found_code_is_read_to_the_last_character(name):
    [(entry, _)] = plan_of(files.case(name)).fresh
    assert entry.uscc == "91110108X202600371"


def test_a_formula_without_a_value_is_an_error_of_its_cell():
    plan = plan_of(files.case("formula_without_value.xlsx"))
    assert (errors(plan), plan.fresh) == ([(2, "valid_from", "list_formula_without_value")], [])


def test_a_line_end_in_a_name_is_lost_and_the_firm_is_matched():
    firm = parties.enterprise(name=FIRM)
    [(entry, party_id)] = plan_of(files.case("x000D_in_name.xlsx")).fresh
    assert (entry.name, party_id) == (FIRM, firm.pk)


# A list that leaves a day open is not imported unless an officer confirms it


def test_an_unknown_column_and_assumed_days_are_asked_about():
    plan = plan_of(book([FIRM, NUMBER, "2023-10-26"], header=["企业名称", "证书编号", "日子"]))
    assert besides(plan) == {
        "list_columns_unused": {"columns": "日子"},
        "list_days_assumed": {"count": 1, "rows": "2", "day": "2023-12-20"},
    }


def test_an_unconfirmed_import_writes_nothing():
    file = open_list(
        kind="national_hnte", name="名单", data=book([FIRM, NUMBER], header=HEADER[:2]), published_on=PUBLISHED
    )
    with pytest.raises(DomainError) as caught:
        import_list(file=file, confirmation="", actor=parties.staff(), at=parties.AT)
    assert [each.code for each in caught.value.refusals] == [
        "list_unconfirmed",
        "list_days_assumed",
        "list_last_days_computed",
    ]
    assert Certificate.objects.count() == 0


def test_the_event_says_what_was_confirmed():
    file = open_list(
        kind="national_hnte", name="名单", data=book([FIRM, NUMBER], header=HEADER[:2]), published_on=PUBLISHED
    )
    confirmation = preview_list(file=file).confirmation
    import_list(file=file, confirmation=confirmation, actor=parties.staff(), at=parties.AT)
    event = Event.objects.get(type="certificate_list.imported")
    assert event.data["confirmed"] == [
        ["list_days_assumed", {"count": 1, "rows": "2", "day": "2023-12-20"}],
        ["list_last_days_computed", {"count": 1, "rows": "2"}],
    ]


def test_last_days_that_nobody_wrote_are_asked_about_once():
    plan = plan_of(book([FIRM, NUMBER, ISSUED], ["乙示例", "GR202311000908", ISSUED]))
    assert (asked(plan), plan.computed) == ({"list_last_days_computed": {"count": 2, "rows": "2、3"}}, 2)


def test_a_last_day_that_is_written_is_not_asked_about():
    plan = plan_of(book([FIRM, NUMBER, ISSUED, ENDS], header=[*HEADER, "有效期至"]))
    assert (days(plan), plan.questions, plan.computed) == ([(ISSUED, ENDS)], [], 0)


def test_a_single_row_without_its_day_is_asked_about():
    plan = plan_of(book([FIRM, NUMBER, ISSUED], ["乙示例", "GR202311000908", ""]))
    assert asked(plan)["list_days_assumed"]["rows"] == "3"


# Days in other shapes


@pytest.mark.parametrize(
    ("header", "cell", "first", "last"),
    [
        ("有效期", "2020-10-26至2023-10-25", date(2020, 10, 26), date(2023, 10, 25)),
        ("有效期限", "自2020年10月26日起至2023年10月25日止", date(2020, 10, 26), date(2023, 10, 25)),
        ("证书有效期", "2020.10.26-2023.10.25", date(2020, 10, 26), date(2023, 10, 25)),
        ("有效期（起止）", "2020/10/26～2023/10/25", date(2020, 10, 26), date(2023, 10, 25)),
        ("起止日期", "20201026 — 20231025", date(2020, 10, 26), date(2023, 10, 25)),
        ("有效期", "2020-10-26\n至\n2023-10-25", date(2020, 10, 26), date(2023, 10, 25)),
    ],
)
def test_a_validity_of_two_days_in_one_cell(header, cell, first, last):
    plan = plan_of(book([FIRM, NUMBER, cell], header=["企业名称", "证书编号", header]))
    assert (days(plan), plan.questions) == ([(first, last)], [])


@pytest.mark.parametrize(
    "cell",
    [
        "2020-10-26",
        "长期",
        "2020-10-26至",
        "三月",
        "2020-10-26至2023-10-25至2024-01-01",
        "5年",
        "2023-10-26、2026-10-25",
    ],
)
def test_a_validity_that_cannot_be_read_is_an_error(cell):
    plan = plan_of(book([FIRM, NUMBER, cell], header=["企业名称", "证书编号", "有效期"]))
    assert (errors(plan), plan.fresh) == ([(2, "validity", "list_validity")], [])


def test_a_term_beside_the_day_of_issue_is_the_usual_one():
    plan = plan_of(book([FIRM, NUMBER, ISSUED, "三年"], header=[*HEADER, "有效期"]))
    assert (days(plan), plan.questions) == ([(ISSUED, ENDS)], [])


def test_two_columns_that_say_different_days_are_an_error():
    plan = plan_of(book([FIRM, NUMBER, ISSUED, "2023-11-01至2026-10-31"], header=[*HEADER, "有效期"]))
    assert errors(plan) == [(2, "validity", "list_days_differ")]


@pytest.mark.parametrize(
    "header",
    [
        "发证日期(YYYY-MM-DD)",
        "发证日期（格式：2023-10-26）",
        " 发 证 日 期 ",
        "有效期（起）",
        "发证日期：",
        "发证日",
        "有效期起",
    ],
)
def test_headings_of_the_first_day(header):
    assert days(plan_of(book([FIRM, NUMBER, "2023-10-26"], header=["企业名称", "证书编号", header]))) == [
        (ISSUED, ENDS)
    ]


@pytest.mark.parametrize("system", [False, True])
@pytest.mark.parametrize(
    "cell", [ISSUED, datetime.fromisoformat("2023-10-26T13:05"), "2023-10-26", "2023年10月26日", 20231026]
)
def test_a_day_as_a_date_or_as_text_in_both_systems_of_excel(system, cell):
    plan = plan_of(book([FIRM, NUMBER, cell], options={"date_1904": system}))
    assert (days(plan), besides(plan)) == ([(ISSUED, ENDS)], {})


@pytest.mark.parametrize(("system", "number"), [(False, 45225), (True, 45225 - 1462)])
def test_a_bare_number_is_read_by_the_system_of_its_file_and_asked_about(system, number):
    plan = plan_of(book([FIRM, NUMBER, number], options={"date_1904": system}))
    assert (days(plan), list(besides(plan))) == ([(ISSUED, ENDS)], ["list_days_numbers"])


def test_a_time_is_no_day():
    def write(made, sheet):
        sheet.write_datetime(1, 2, datetime.fromisoformat("1899-12-31T13:05"), made.add_format({"num_format": "hh:mm"}))

    assert errors(plan_of(book([FIRM, NUMBER], more=write)))[0][1] == "valid_from"


# What spreadsheets do to a list


def test_a_day_in_merged_cells_is_that_of_each_row():
    def merge(made, sheet):
        sheet.merge_range(1, 2, 2, 2, "2023-10-26")

    plan = plan_of(book([FIRM, NUMBER], ["乙示例", "GR202311000908"], more=merge))
    assert (days(plan), besides(plan)) == ([(ISSUED, ENDS)] * 2, {})


@pytest.mark.parametrize("value", ["#N/A", "#REF!", "#DIV/0!"])
def test_an_error_value_is_an_error_of_its_cell(value):
    def write(made, sheet):
        sheet.write_formula(1, 2, "=1/0", None, value)

    assert errors(plan_of(book([FIRM, NUMBER], more=write))) == [(2, "valid_from", "list_error_value")]


def test_an_error_in_a_column_that_is_not_used_is_none():
    def write(made, sheet):
        sheet.write_formula(1, 3, "=1/0", None, "#DIV/0!")

    plan = plan_of(book([FIRM, NUMBER, ISSUED], header=[*HEADER, "序号"], more=write))
    assert (errors(plan), besides(plan)) == ([], {})


def test_a_row_of_errors_is_not_passed_over():
    def write(made, sheet):
        for place in range(3):
            sheet.write_formula(2, place, "=X1", None, "#REF!")

    assert [row for row, *_ in errors(plan_of(book([FIRM, NUMBER, ISSUED], more=write)))] == [3, 3, 3]


@pytest.mark.parametrize("hide", ["hide", "very_hidden"])
def test_a_hidden_sheet_is_named_and_not_imported(hide):
    def add(made, sheet):
        other = made.add_worksheet("旧表")
        other.write_row(0, 0, HEADER)
        other.write_row(1, 0, ["乙示例", "GR202311000908", "2023-10-26"])
        getattr(other, hide)()

    plan = plan_of(book([FIRM, NUMBER, ISSUED], more=add))
    assert (len(plan.fresh), besides(plan)) == (1, {"list_sheets_hidden": {"sheets": "旧表"}})


def test_a_sheet_without_a_header_is_named():
    def add(made, sheet):
        made.add_worksheet("续").write_row(0, 0, ["乙示例", "GR202311000908", "2023-10-26"])

    assert besides(plan_of(book([FIRM, NUMBER, ISSUED], more=add))) == {"list_sheets_unread": {"sheets": "续"}}


def test_hidden_rows_and_columns_are_named():
    def hide(made, sheet):
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.set_column(2, 2, None, None, {"hidden": True})

    plan = plan_of(book([FIRM, NUMBER, ISSUED], ["乙示例", "GR202311000908", ISSUED], more=hide))
    assert besides(plan) == {
        "list_columns_hidden": {"columns": "发证日期"},
        "list_rows_hidden": {"count": 1, "rows": "3"},
    }


def test_a_second_header_below_says_anew_what_the_columns_mean():
    rows = [
        [FIRM, NUMBER, "2023-10-26"],
        ["证书编号", "发证日期", "企业名称"],
        ["GR202311000908", "2023-11-30", "乙示例"],
    ]
    plan = plan_of(book(*rows))
    assert days(plan) == [(ISSUED, ENDS), (date(2023, 11, 30), date(2026, 11, 30))]
    assert [entry.name for entry, _ in plan.fresh] == [FIRM, "乙示例"]


@pytest.mark.parametrize("mark", ["'", "\u200b", "\t", "＇"])
def test_digits_marked_as_text_are_read(mark):
    assert days(plan_of(book([FIRM, f"{mark}{NUMBER}", f"{mark}2023-10-26"]))) == [(ISSUED, ENDS)]


@pytest.mark.parametrize(
    ("encoding", "separator"),
    [("utf-8", ","), ("utf-8-sig", ","), ("gb18030", ";"), ("utf-16", "\t"), ("utf-16", ","), ("gb18030", "\t")],
)
def test_csv_in_the_encodings_and_separators_of_excel(encoding, separator):
    text = "\n".join(separator.join(row) for row in (HEADER, [FIRM, NUMBER, "2023/10/26"]))
    assert days(plan_of(text.encode(encoding))) == [(ISSUED, ENDS)]


def test_csv_with_digits_wrapped_without_quotes_around():
    text = f'企业名称,证书编号,发证日期\n{FIRM},="{NUMBER}",="2023-10-26"\n'
    assert days(plan_of(text.encode("gb18030"))) == [(ISSUED, ENDS)]
