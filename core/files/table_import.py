"""Reading of uploaded tables: xlsx and csv as rows of plain values, within limits.

Formulas are not evaluated: a cell has the value stored in the file. Dates in xlsx remain serial numbers.
"""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import normpath
from typing import IO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import iterparse, parse  # type: ignore[import-untyped]

from core.files.archives import check_directory
from core.values.errors import DomainError

Cell = str | float | bool | None

MEGABYTE = 1024 * 1024
MAX_BYTES = 10 * MEGABYTE
MAX_UNPACKED = 60 * MEGABYTE
MAX_ROWS = 20_000
MAX_COLUMNS = 100
MAX_SHEETS = 40
MAX_CHARACTERS = 2_000
"""Longer texts of a cell are cut; no name, number or note in an official list is that long."""
MAX_ELEMENTS = 500_000
"""XML elements of the shared strings and of each sheet: enough for 20,000 rows with texts in eight columns."""
MAX_PLAN = 1 * MEGABYTE
"""Size of each part that lists the sheets."""

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    DefusedXmlException,
    LookupError,
    ValueError,
    RuntimeError,
    OSError,
    StopIteration,
)
"""Exceptions of zipfile and the XML parser for damaged, encrypted or malicious files."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: its name and its rows, each with its row number."""

    name: str
    rows: list[tuple[int, list[Cell]]]


def read_sheets(data: bytes) -> list[Sheet]:
    """Return the sheets of an xlsx file, or the single one of a csv file (UTF-8 or GB18030).

    The format is recognised by content, not by name. Raises `file_empty`, `file_too_large` (10 MB, 60 MB unpacked),
    `sheet_too_long` (20,000 rows, 100 columns, 40 sheets), `file_expands` for a zip bomb, and `file_kind` for a damaged
    file or another format.
    """
    if not data:
        raise DomainError("file_empty", field="file")
    if len(data) > MAX_BYTES:
        raise DomainError("file_too_large", field="file", limit=MAX_BYTES // MEGABYTE)
    if not data.startswith(b"PK\x03\x04"):
        return [Sheet(name="", rows=list(_csv_rows(data)))]
    try:
        return _read_xlsx(data)
    except _DAMAGED as error:
        raise _wrong_kind("xlsx") from error


def _csv_rows(data: bytes) -> Iterator[tuple[int, list[Cell]]]:
    try:
        for number, row in enumerate(csv.reader(_lines(_decode(data)), strict=True), start=1):
            _check_size(row=number, column=len(row))
            yield number, [cell[:MAX_CHARACTERS] for cell in row]
    except csv.Error as error:
        raise _wrong_kind("csv") from error


def _lines(text: str) -> Iterator[str]:
    """Yield the lines; refuse one that is longer than all columns together may be."""
    for line in io.StringIO(text, newline=""):
        if len(line) > MAX_COLUMNS * MAX_CHARACTERS:
            raise _too_long()
        yield line


def _decode(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise _wrong_kind("csv")


def _read_xlsx(data: bytes) -> list[Sheet]:
    check_directory(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        _check_unpacked(archive)
        strings = _shared_strings(archive)
        found = list(_sheet_files(archive))
        if len(found) > MAX_SHEETS:
            raise _too_long()
        return [Sheet(name=name, rows=_sheet_rows(archive, path, strings)) for name, path in found]


def _check_unpacked(archive: zipfile.ZipFile) -> None:
    """Check the declared sizes before unpacking; zipfile never reads more of a member than its declared size."""
    if sum(member.file_size for member in archive.infolist()) > MAX_UNPACKED:
        raise DomainError("file_too_large", field="file", limit=MAX_UNPACKED // MEGABYTE)
    if "xl/workbook.xml" not in archive.namelist():
        raise _wrong_kind("xlsx")


def _sheet_files(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    for part in ("xl/_rels/workbook.xml.rels", "xl/workbook.xml"):
        if archive.getinfo(part).file_size > MAX_PLAN:
            raise DomainError("file_too_large", field="file", limit=MAX_PLAN // MEGABYTE)
    with archive.open("xl/_rels/workbook.xml.rels") as file:
        targets = {row.get("Id"): row.get("Target", "") for row in parse(file, forbid_dtd=True).getroot()}
    with archive.open("xl/workbook.xml") as file:
        root = parse(file, forbid_dtd=True).getroot()
        for properties in root.iter(f"{_MAIN}workbookPr"):
            if properties.get("date1904") in {"1", "true"}:
                raise _wrong_kind("date1904")
        for sheet in root.iter(f"{_MAIN}sheet"):
            target = targets[sheet.get(_RELATION)]
            path = target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")
            yield sheet.get("name", ""), path


def _shared_strings(archive: zipfile.ZipFile) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    with archive.open("xl/sharedStrings.xml") as file:
        return [_text(item) for item in _elements(file, "si")]


def _sheet_rows(archive: zipfile.ZipFile, path: str, strings: list[str]) -> list[tuple[int, list[Cell]]]:
    rows: list[tuple[int, list[Cell]]] = []
    with archive.open(path) as file:
        for element in _elements(file, "row"):
            number = int(element.get("r") or (rows[-1][0] + 1 if rows else 1))
            _check_size(row=number, column=0)
            if len(rows) >= MAX_ROWS:
                raise _too_long()
            rows.append((number, _cells(element, strings)))
    return rows


def _cells(row: Element, strings: list[str]) -> list[Cell]:
    cells: list[Cell] = []
    for element in row.iter(f"{_MAIN}c"):
        column = _column(element.get("r", "")) or len(cells) + 1
        _check_size(row=0, column=column)
        cells.extend([None] * (column - len(cells)))
        cells[column - 1] = _value(element, strings)
    return cells


def _value(cell: Element, strings: list[str]) -> Cell:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text(cell)
    raw = cell.findtext(f"{_MAIN}v")
    if raw is None or kind == "e":
        return None
    if kind == "s":
        return strings[int(raw)]
    if kind == "b":
        return raw == "1"
    return float(raw) if kind == "n" else raw[:MAX_CHARACTERS]


def _text(element: Element) -> str:
    """Return the text of a plain or rich string, without its phonetic hints (rPh)."""
    if len(element) == 1 and element[0].tag == f"{_MAIN}t":
        return (element[0].text or "")[:MAX_CHARACTERS]
    own = [text.text or "" for text in element.iterfind(f"{_MAIN}t")]
    runs = [text.text or "" for text in element.iterfind(f"{_MAIN}r/{_MAIN}t")]
    inline = [_text(inner) for inner in element.iterfind(f"{_MAIN}is")]
    return "".join([*own, *runs, *inline])[:MAX_CHARACTERS]


def _elements(file: IO[bytes], name: str) -> Iterator[Element]:
    """Yield each element with this name as it is parsed, and free it afterwards."""
    tag = f"{_MAIN}{name}"
    for number, (_, element) in enumerate(iterparse(file, events=("end",), forbid_dtd=True)):
        if number >= MAX_ELEMENTS:
            raise _too_long()
        if element.tag == tag:
            yield element
            element.clear()


def _column(reference: str) -> int:
    number = 0
    for letter in reference:
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - 64
    return number


def _check_size(*, row: int, column: int) -> None:
    if row > MAX_ROWS or column > MAX_COLUMNS:
        raise _too_long()


def _too_long() -> DomainError:
    return DomainError("sheet_too_long", field="file", rows=MAX_ROWS, columns=MAX_COLUMNS)


def _wrong_kind(kind: str) -> DomainError:
    return DomainError("file_kind", field="file", reason=kind)
