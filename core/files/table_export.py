"""Export of lists as xlsx and csv, without cells that a spreadsheet would evaluate as a formula."""

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
from core.values.spreadsheets import would_be_converted

FORMATS = ("xlsx", "csv")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_INVISIBLE = r"[^\S\t\r\n]|[\"\u200b-\u200f\u2060\ufeff]"
_AT_START = re.compile(rf"(?:{_INVISIBLE})*[=+\-@\t\r\n＝＋－＠]")
_AFTER_SEPARATOR = re.compile(rf"([;|\t\r\n](?:{_INVISIBLE})*)(?=[=+\-@＝＋－＠])")
"""A formula may follow blanks and quotes. Where the locale separates cells by `;` or `|`, a cell may be split there."""

UNDATED = datetime(2000, 1, 1)  # noqa: DTZ001 - a property of the file, not a moment
"""The day that every workbook says it was created, so that the same rows are the same bytes."""

Cell = str | int | Decimal | date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column of an export: its heading, and the value it takes from a row."""

    label: str
    value: Callable[[Any], Cell]


def export(*, name: str, columns: Sequence[Column], rows: Iterable[object], kind: str) -> HttpResponseBase:
    """Return the rows as a download. `name` has no extension; `kind` is one of FORMATS, else ValueError.

    Days and moments are in Beijing time. Amounts are exact numbers.
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


def xlsx_bytes(*, columns: Sequence[Column], rows: Iterable[object]) -> bytes:
    """Return the rows as the bytes of an xlsx file. Texts stay texts, whatever they look like; amounts are numbers."""
    file = io.BytesIO()
    _write_xlsx(file, columns, rows)
    return file.getvalue()


def inert(text: str) -> str:
    """Return a text with an apostrophe before everything that could start a formula.

    This also covers spreadsheets whose locale separates the cells of a csv file by another character than the comma.
    """
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
    if isinstance(value, str):
        return f'="{value}"' if would_be_converted(value) else inert(value)
    return "" if value is None else str(value)


def _write_xlsx(file: IO[bytes], columns: Sequence[Column], rows: Iterable[object]) -> None:
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        book.set_properties({"created": UNDATED})
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
