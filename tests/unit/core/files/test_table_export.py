"""Exports: formulas are neutralised."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from core.files.table_export import Column, export, inert, xlsx_bytes

BLANKS = [" ", '"', "\u3000", "\u00a0", "\u200b", "\ufeff", " \u2003"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t1", "\r1", "\n1", "＝1", "＋1", "－1", "＠x"])
def test_what_begins_like_a_formula_is_quoted(text):
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize("blank", BLANKS)
def test_blanks_before_it_hide_no_formula(blank):
    assert inert(f"{blank}=1") == f"'{blank}=1"


@pytest.mark.parametrize("separator", [";", "|", "\t", "\n", "; ", ";\u3000"])
def test_nor_does_what_separates_cells_elsewhere(separator):
    assert inert(f"甲{separator}=1+1") == f"甲{separator}'=1+1"


@pytest.mark.parametrize("text", ["", "北京=上海", "a-b", "2026-03-02", " 甲", "甲; 乙", "%3D1+1"])
def test_other_texts_stay(text):
    assert inert(text) == text


def test_days_moments_and_amounts_in_csv():
    row = (date(2026, 3, 17), datetime(2026, 3, 2, 16, 30, tzinfo=UTC), Decimal("-1.50"), None, 'a,"b"')
    columns = [Column(label=str(place), value=lambda cells, place=place: cells[place]) for place in range(5)]
    data = b"".join(export(name="x", columns=columns, rows=[row], kind="csv").streaming_content)
    assert data.decode("utf-8-sig").splitlines()[1] == '2026-03-17,2026-03-03 00:30,-1.50,,"a,""b"""'


def test_another_kind_of_file_is_refused():
    with pytest.raises(ValueError, match="pdf"):
        export(name="x", columns=[], rows=[], kind="pdf")


def test_the_same_rows_are_the_same_bytes_at_any_time(time_machine):
    columns = [Column(label="名称", value=str)]
    made = []
    for second in (0, 59):
        time_machine.move_to(datetime(2026, 3, 2, 1, 0, second, tzinfo=UTC), tick=False)
        made.append(xlsx_bytes(columns=columns, rows=["甲", "乙"]))
    assert made[0] == made[1]
