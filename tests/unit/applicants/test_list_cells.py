from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from applicants.rules.list_cells import (
    as_day,
    as_name,
    as_period,
    as_text,
    certificate_number,
    from_1904,
    has_letter_for_zero,
    has_lost_digits,
    is_serial,
    last_day,
)
from core.values.tables import CellError

DAYS = st.dates(min_value=date(1990, 1, 1), max_value=date(2099, 12, 31))
NOISE = st.text(" \u3000\u00a0\u200b\ufeff\n", max_size=3)
DIGITS = st.text("0123456789", min_size=6, max_size=6)


@pytest.mark.parametrize(
    "written",
    [
        "2023-10-26",
        "2023/10/26",
        "2023.10.26",
        "20231026",
        "2023年10月26日",
        "２０２３年１０月２６日",
        " 2023-10-26 ",
        20231026.0,
        45225.0,
        "45225",
        "2023-10-26 00:00:00",
    ],
)
def test_ways_of_writing_one_day(written: str | float) -> None:
    assert as_day(written) == date(2023, 10, 26)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "去年",
        "2023-02-29",
        "2023",
        "26/10/2023",
        None,
        True,
        float("nan"),
        float("inf"),
        -1.0,
        1e300,
        "2023-10-26x",
    ],
)
def test_what_is_no_day(written: object) -> None:
    assert as_day(written) is None


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2023-1-2", date(2023, 1, 2)),
        ("2023.1.2", date(2023, 1, 2)),
        ("2023年1月2", date(2023, 1, 2)),
        ("2023 年 10 月 26 日", date(2023, 10, 26)),
        ("19001231", date(1900, 12, 31)),
        ("1899-12-31", None),
        ("2100-01-01", None),
        ("2023-001-02", None),
        ("2023-10-26T08:30", date(2023, 10, 26)),
        ("2023-10-26 8:30:15", date(2023, 10, 26)),
        ("2023-10-26 08:30:15.123456", date(2023, 10, 26)),
        ("2023-10-26 08", None),
        (20231399.0, None),
        (2023102.0, None),
        (-2023102.0, None),
        (45225.75, date(2023, 10, 26)),
        (19_999.0, None),
        (20_000.0, date(1954, 10, 3)),
        (79_999.0, date(2119, 1, 10)),
        (80_000.0, None),
        ("19999", None),
        ("20000", date(1954, 10, 3)),
        ("4522", None),
        ("٤٥٢٢٥", None),
    ],
)
def test_a_day_to_the_letter(written: str | float, day: date | None) -> None:
    assert as_day(written) == day


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (True, ""),
        (2.0, "2"),
        (2.5, "2.5"),
        (-3.0, "-3"),
        (1e17, "100000000000000000"),
        (1e18, "1e+18"),
        (-1e18, "-1e+18"),
        (float("inf"), "inf"),
        (" ＡＢ　1 ", "AB 1"),
    ],
)
def test_a_cell_as_text(cell: str | float | None, text: str) -> None:
    assert as_text(cell) == text


@given(DAYS, st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日"]), NOISE)
def test_every_day_in_every_form(day: date, form: str, noise: str) -> None:
    assert as_day(noise.replace("\u200b", "").replace("\ufeff", "") + day.strftime(form)) == day


@given(DAYS)
def test_excels_serial_number(day: date) -> None:
    assert as_day(float((day - date(1899, 12, 30)) // timedelta(days=1))) == day


@given(DIGITS, NOISE, st.sampled_from(["", "证书编号：", "编号:"]), st.sampled_from(["", "。", " "]))
def test_number_is_found_within_its_cell(digits: str, noise: str, before: str, after: str) -> None:
    text = f"{before}gr2023{noise}11{digits[:3]}{noise}{digits[3:]}{after}"
    assert certificate_number(kind="national_hnte", text=text) == f"GR202311{digits}"


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("national_hnte", "GR202311001132", "GR202311001132"),
        ("national_hnte", "GR20231100113", None),
        ("national_hnte", "XX202311001132", None),
        ("national_hnte", "GF202311001132", "GF202311001132"),
        ("national_hnte", "GS202311001132", "GS202311001132"),
        ("national_hnte", "GR2023110011321", "GR2023110011321"),
        ("national_hnte", "GR20231100113212", None),
        ("national_hnte", "GR192311001132", None),
        ("zhongguancun_hnte", "20252080455501", "20252080455501"),
        ("zhongguancun_hnte", "编号20252080455501号", "20252080455501"),
        ("zhongguancun_hnte", "120252080455501", None),
        ("zhongguancun_hnte", "19252080455501", None),
        ("zhongguancun_hnte", "202520804555012", None),
        ("tech_sme", "2024110108A8000001", "2024110108A8000001"),
        ("tech_sme", "2024110108A800000", None),
        ("tech_sme", "2024110108A80000011", None),
        ("tech_sme", "2024110108A8000001号", "2024110108A8000001"),
        ("tech_sme", "12024110108A8000001", None),
        ("tech_sme", "A2024110108A8000001", None),
        ("tech_sme", "2024110108A8000001A", None),
        ("tech_sme", "20241101080Z000001", "20241101080Z000001"),
        ("incubator_tenant", "编号：fh-2026-001", "FH-2026-001"),
        ("incubator_tenant", "FH1", None),
    ],
)
def test_forms_of_numbers(kind: str, text: str, found: str | None) -> None:
    assert certificate_number(kind=kind, text=text) == found


def test_letter_for_zero_is_told_not_corrected() -> None:
    assert has_letter_for_zero(kind="national_hnte", text="GR2O2311OO1132")
    assert not has_letter_for_zero(kind="national_hnte", text="GR202311001132")
    assert not has_letter_for_zero(kind="national_hnte", text="OOO")
    assert has_letter_for_zero(kind="zhongguancun_hnte", text="2O252080455501")
    assert not has_letter_for_zero(kind="tech_sme", text="2O2511010")


def test_long_number_kept_as_a_number_has_lost_digits() -> None:
    assert has_lost_digits(202411010800000123.0)
    assert not has_lost_digits(20252080455501.0)
    assert has_lost_digits(1e15)
    assert has_lost_digits(-1e15)
    assert not has_lost_digits(999_999_999_999_999.0)
    assert not has_lost_digits("1000000000000000")
    assert as_text(20252080455501.0) == "20252080455501"


@pytest.mark.parametrize(
    ("kind", "number", "first", "last"),
    [
        ("national_hnte", "GR202311001132", date(2023, 12, 28), date(2026, 12, 28)),
        ("zhongguancun_hnte", "20252080455501", date(2024, 2, 29), date(2027, 2, 28)),
        ("tech_sme", "2026110108A8000001", date(2026, 6, 1), date(2027, 3, 31)),
    ],
)
def test_last_day(kind: str, number: str, first: date, last: date) -> None:
    assert last_day(kind=kind, number=number, first=first) == last


@given(st.one_of(st.none(), st.booleans(), st.floats(), st.text()))
def test_no_cell_makes_it_fail(cell: object) -> None:
    as_day(cell)
    has_lost_digits(cell)
    assert isinstance(as_text(cell), str)
    assert certificate_number(kind="tech_sme", text=as_text(cell)) is None or as_text(cell)


FIRST, LAST = date(2020, 10, 26), date(2023, 10, 25)


@pytest.mark.parametrize("to", ["至", "到", "-", "--", "~", "～", "—", "——", "–", "起至", " 至 "])
@pytest.mark.parametrize(
    ("first", "last"), [("2020-10-26", "2023-10-25"), ("2020年10月26日", "2023年10月25日"), ("20201026", "20231025")]
)
def test_two_days_in_a_cell(first: str, last: str, to: str) -> None:
    assert as_period(f"{first}{to}{last}", months=None) == (FIRST, LAST)
    assert as_period(f"有效期自{first}{to}{last}止", months=36) == (FIRST, LAST)


@pytest.mark.parametrize(
    ("cell", "months", "period"),
    [
        (None, None, (None, None)),
        (" ", 36, (None, None)),
        ("至2023-10-25", None, (None, LAST)),
        ("有效期到2023年10月25日止", None, (None, LAST)),
        ("2023-10-25", None, None),
        ("至2023-10-25前", None, None),
        ("2023-10-25至", None, None),
        ("2023-02-29至2023-10-25", None, None),
        ("2020-10-26至2023-02-29", None, None),
        ("x2020-10-26至2023-10-25", None, None),
        ("2020-10-26至2023-10-25x", None, None),
        ("2020-10-26和2023-10-25", None, None),
        ("2020-10-26至2023-10-25至2024-10-25", None, None),
        ("至2023-02-29", None, None),
        ("3", 36, (None, None)),
        (3.0, 36, (None, None)),
        ("3年", 36, (None, None)),
        ("三年", 36, (None, None)),
        ("叁年", 36, (None, None)),
        ("36个月", 36, (None, None)),
        ("三年", 12, None),
        ("三年", None, None),
        (CellError("error_value"), None, (None, None)),
    ],
)
def test_a_period_to_the_letter(
    cell: object, months: int | None, period: tuple[date | None, date | None] | None
) -> None:
    assert as_period(cell, months=months) == period


@pytest.mark.parametrize(
    ("cell", "later"),
    [(43_763.0, 45_225.0), (19_999.0, 19_999.0), ("43763", "43763"), (FIRST, FIRST), (None, None), (True, True)],
)
def test_a_number_of_the_system_of_1904(cell: object, later: object) -> None:
    assert from_1904(cell) == later


@pytest.mark.parametrize(
    ("cell", "serial"),
    [(45_225.0, True), ("45225", True), ("4522", False), ("452255", False), ("4522x", False), (19_999.0, False), (None, False),
     (float("nan"), False), ("٤٥٢٢٥", False), (FIRST, False)],
)  # fmt: skip
def test_a_bare_number_that_is_a_day(cell: object, serial: bool) -> None:
    assert is_serial(cell) is serial


@pytest.mark.parametrize(
    ("cell", "name"),
    [("示例\r\n公司", "示例公司"), ("示例\n公司", "示例公司"), ("示例\r公司", "示例公司"), (2.0, "2"), (None, "")],
)
def test_a_name_loses_its_line_ends(cell: object, name: str) -> None:
    assert as_name(cell) == name


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("'91110108", "91110108"),
        ("＇91", "91"),
        ("''9", "'9"),
        ("9'", "9'"),
        (FIRST, "2020-10-26"),
        (CellError("x"), ""),
    ],
)
def test_an_apostrophe_before_a_text_is_left_out(cell: object, text: str) -> None:
    assert as_text(cell) == text


def test_a_date_is_the_day_that_it_is() -> None:
    assert as_day(FIRST) == FIRST
