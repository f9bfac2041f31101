"""Tables that people take away: xlsx and csv of what a list shows, nothing in them that a spreadsheet would run."""

import csv
import io
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from core.values.deadlines import BEIJING

FORMATS = ("xlsx", "csv")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_UNSEEN = r"[^\S\t\r\n]|[\"\u200b-\u200f\u2060\ufeff]"
_AT_START = re.compile(rf"(?:{_UNSEEN})*[=+\-@\t\r\n＝＋－＠]")
_AFTER_SEPARATOR = re.compile(rf"([;|\t\r\n](?:{_UNSEEN})*)(?=[=+\-@＝＋－＠])")
"""A formula may stand behind blanks and quotes; where a country separates cells otherwise, one is cut in two."""

Cell = str | int | Decimal | date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column of an export: its heading, and what it says of a row."""

    label: str
    value: Callable[[Any], Cell]


def export(*, name: str, columns: Sequence[Column], rows: Iterable[object], kind: str) -> HttpResponseBase:
    """The rows as a file to keep, `name` without its ending; `kind` is one of FORMATS. ValueError for another.

    Days and moments are Beijing's; amounts stay exact numbers.
    """
    if kind == "csv":
        response = StreamingHttpResponse(_csv(columns, rows), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
        return response
    if kind != "xlsx":
        raise ValueError(kind)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    _write_xlsx(file, columns, rows)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def inert(text: str) -> str:
    """A text that no spreadsheet takes for a formula when it reads it from csv, whatever separates cells in its country:
    an apostrophe stands before what would begin one."""
    quoted = _AFTER_SEPARATOR.sub(r"\1'", text)
    return f"'{quoted}" if _AT_START.match(text) else quoted


def _csv(columns: Sequence[Column], rows: Iterable[object]) -> Iterator[bytes]:
    yield "\ufeff".encode()
    yield _csv_line([column.label for column in columns])
    for row in rows:
        yield _csv_line([_csv_cell(column.value(row)) for column in columns])


def _csv_line(cells: Sequence[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()


def _csv_cell(value: Cell) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(BEIJING):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return inert(value) if isinstance(value, str) else "" if value is None else str(value)


def _write_xlsx(file: IO[bytes], columns: Sequence[Column], rows: Iterable[object]) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet()
        formats = {
            "head": book.add_format({"bold": True, "bg_color": "#E6F0FB"}),
            "money": book.add_format({"num_format": "#,##0.00"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        }
        sheet.set_column(0, len(columns) - 1, 20)
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            sheet.write_string(0, place, column.label, formats["head"])
        for number, row in enumerate(rows, start=1):
            for place, column in enumerate(columns):
                _write_cell(sheet, (number, place), column.value(row), formats)


def _write_cell(sheet: Worksheet, where: tuple[int, int], value: Cell, formats: dict[str, Format]) -> None:
    match value:
        case None:
            sheet.write_blank(*where, None)
        case str():
            sheet.write_string(*where, value)
        case datetime():
            sheet.write_datetime(*where, value.astimezone(BEIJING).replace(tzinfo=None), formats["moment"])
        case date():
            sheet.write_datetime(*where, value, formats["day"])
        case Decimal():
            sheet.write_number(*where, value, formats["money"])
        case _:
            sheet.write_number(*where, value)
