"""Reading of tables into JSON, in a child process (core.files.checker). The values of xlsx are read by calamine."""

import csv
import io
import json
import math
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from core.files.archives import check_directory
from core.files.markup import MarkupError
from core.files.sent_sheets import Sent, SentRow, SentSheet
from core.files.sheet_parts import MAX_COLUMNS, MAX_ROWS, SheetPart, check_texts, read_part, read_plan, too_long
from core.files.texts import decode_text
from core.values.errors import DomainError

MEGABYTE = 1024 * 1024
MAX_UNPACKED = 60 * MEGABYTE
MAX_CELLS = 500_000
MAX_TEXT = 8_000_000
"""Characters of a whole file: enough for 20,000 rows of 400, which the rules read in a few seconds."""
MAX_CHARACTERS = 500
"""Longer texts of a cell are cut; no name, number or note in an official list is that long."""

_DAMAGED = (CalamineError, zipfile.BadZipFile, zlib.error, MarkupError, LookupError, ValueError, RuntimeError, OSError)
_AS_TEXT = re.compile(r'="((?:[^"]|"")*)"')
"""How platforms write digits into csv, so that a spreadsheet keeps them as text: ="0123"."""


def read_table(data: bytes, *, kind: str) -> bytes:
    """Return the sheets of `sent_sheets` as JSON."""
    return json.dumps(sent_sheets(data, kind=kind), ensure_ascii=False, separators=(",", ":")).encode()


def sent_sheets(data: bytes, *, kind: str) -> list[SentSheet]:
    """Return the sheets of an "xlsx", "csv" or "pipes" file. Raises what core.files.table_import.read_sheets names."""
    try:
        sheets = list(_xlsx(data)) if kind == "xlsx" else [_csv(data, kind=kind)]
    except _DAMAGED as error:
        raise _wrong_kind("xlsx" if kind == "xlsx" else "csv") from error
    if sum(_text_of(sheet) for sheet in sheets) > MAX_TEXT:
        raise too_long()
    return sheets


def _wrong_kind(kind: str) -> DomainError:
    return DomainError("file_kind", field="file", reason=kind)


def _text_of(sheet: SentSheet) -> int:
    return sum(len(cell) for _, cells in sheet["rows"] for cell in cells if isinstance(cell, str))


def _sheet(
    name: str,
    rows: list[SentRow],
    *,
    is_hidden: bool = False,
    part: SheetPart | None = None,
    counts_from_1904: bool = False,
) -> SentSheet:
    if sum(len(cells) for _, cells in rows) > MAX_CELLS:
        raise too_long()
    return {
        "name": name,
        "rows": rows,
        "is_hidden": is_hidden,
        "hidden_rows": sorted(part.hidden_rows) if part else [],
        "hidden_columns": sorted(part.hidden_columns) if part else [],
        "counts_from_1904": counts_from_1904,
    }


# csv


def _csv(data: bytes, *, kind: str) -> SentSheet:
    text = decode_text(data)
    if text is None:
        raise _wrong_kind("csv")
    rows: list[SentRow] = []
    try:
        for number, cells in enumerate(_records(text, kind=kind), start=1):
            if number > MAX_ROWS or len(cells) > MAX_COLUMNS:
                raise too_long()
            rows.append((number, [_unwrapped(cell)[:MAX_CHARACTERS] for cell in cells]))
    except csv.Error as error:
        raise _wrong_kind("csv") from error
    return _sheet("", rows)


def _records(text: str, *, kind: str) -> Iterator[list[str]]:
    """Yield the cells of each record. Text of a bank with vertical bars has no quotes around its cells."""
    if kind == "pipes":
        return csv.reader(_lines(text), delimiter="|", quoting=csv.QUOTE_NONE)
    return csv.reader(_lines(text), delimiter=_delimiter(text), strict=True)


def _lines(text: str) -> Iterator[str]:
    """Yield the lines; refuse one that is longer than all columns together may be."""
    for line in io.StringIO(text, newline=""):
        if len(line) > MAX_COLUMNS * MAX_CHARACTERS:
            raise too_long()
        yield line


def _delimiter(text: str) -> str:
    """Return what separates the cells: the most frequent of comma, tab (Excel's Unicode text) and semicolon."""
    beginning = text[:10_000]
    return max(",\t;", key=beginning.count)


def _unwrapped(cell: str) -> str:
    found = _AS_TEXT.fullmatch(cell)
    return found[1].replace('""', '"') if found else cell


# xlsx


def _xlsx(data: bytes) -> Iterator[SentSheet]:
    check_directory(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED:
            raise DomainError("file_too_large", field="file", limit=MAX_UNPACKED // MEGABYTE)
        if "xl/workbook.xml" not in archive.namelist():
            raise _wrong_kind("xlsx")
        plan = read_plan(archive)
        check_texts(archive)
        parts = {name: read_part(archive, path) for name, path in plan.paths.items()}
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        for each in book.sheets_metadata:
            if each.typ != SheetTypeEnum.WorkSheet:
                continue
            if each.visible != SheetVisibleEnum.Visible:
                yield _sheet(each.name, [], is_hidden=True)
                continue
            part = parts[each.name]
            rows = _rows(book.get_sheet_by_name(each.name), part)
            yield _sheet(each.name, rows, part=part, counts_from_1904=plan.counts_from_1904)


def _rows(sheet: CalamineSheet, part: SheetPart) -> list[SentRow]:
    """Return the rows that are not empty, each without the empty cells at its end."""
    table = [[_value(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
    for (row, column), reason in part.errors.items():
        _put(table, row - 1, column, {"error": reason})
    _fill_merged(table, sheet.merged_cell_ranges or [])
    trimmed = ((number, _trimmed(cells)) for number, cells in enumerate(table, start=1))
    return [(number, cells) for number, cells in trimmed if cells]


def _put(table: list[list[Sent]], row: int, column: int, cell: Sent) -> None:
    table.extend([] for _ in range(row + 1 - len(table)))
    table[row].extend([None] * (column + 1 - len(table[row])))
    table[row][column] = cell


def _fill_merged(table: list[list[Sent]], ranges: list[tuple[tuple[int, int], tuple[int, int]]]) -> None:
    """Repeat a value in all rows that its merged cell covers: each of them shows it."""
    filled = 0
    for (top, column), (bottom, _) in ranges:
        if top >= len(table) or column >= len(table[top]):
            continue
        for row in range(top + 1, min(bottom + 1, len(table))):
            _put(table, row, column, table[top][column])
            filled += 1
            if filled > MAX_CELLS:
                raise too_long()


def _trimmed(cells: list[Sent]) -> list[Sent]:
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def _value(cell: object) -> Sent:
    match cell:
        case bool():
            return cell
        case int() | float():
            return float(cell) if math.isfinite(cell) else {"error": "error_value"}
        case datetime():
            return {"day": cell.date().isoformat()}
        case date():
            return {"day": cell.isoformat()}
        case _:
            return str(cell)[:MAX_CHARACTERS] or None
