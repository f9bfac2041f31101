"""Uploaded tables (xlsx, csv) as sheets of plain values. The file is read in a child process, within limits."""

import json
from datetime import date
from typing import Any, Literal

from core.files.child_process import run_checker
from core.values.errors import DomainError
from core.values.tables import Cell, CellError, Sheet

MEGABYTE = 1024 * 1024
MAX_BYTES = 10 * MEGABYTE


def read_sheets(data: bytes, *, text: Literal["csv", "pipes"] = "csv") -> list[Sheet]:
    """Return the sheets of an xlsx file, or the single one of a text (UTF-8, UTF-16 with its mark, or GB18030).

    A text is csv, or has vertical bars between its cells and no quotes (`pipes`). Call it before the transaction. A
    workbook is recognised by content, not by name. Formulas are not evaluated: a cell has the value stored in the file.
    Raises `file_empty`, `file_too_large` (10 MB, 60 MB unpacked), `sheet_too_long` (20,000 rows, 100 columns, 40
    sheets), `file_expands` for a zip bomb, `file_kind` for a damaged file or another format, `file_too_costly`; `busy`
    (503).
    """
    if not data:
        raise DomainError("file_empty", field="file")
    if len(data) > MAX_BYTES:
        raise DomainError("file_too_large", field="file", limit=MAX_BYTES // MEGABYTE)
    answer = run_checker("table", data, argument="xlsx" if data.startswith(b"PK\x03\x04") else text)
    return [_sheet(each) for each in json.loads(answer)]


def _sheet(sent: dict[str, Any]) -> Sheet:
    return Sheet(
        name=sent["name"],
        rows=[(number, [_cell(cell) for cell in cells]) for number, cells in sent["rows"]],
        is_hidden=sent["is_hidden"],
        hidden_rows=frozenset(sent["hidden_rows"]),
        hidden_columns=frozenset(sent["hidden_columns"]),
        counts_from_1904=sent["counts_from_1904"],
    )


def _cell(sent: Any) -> Cell:
    if isinstance(sent, dict):
        return date.fromisoformat(sent["day"]) if "day" in sent else CellError(sent["error"])
    plain: str | float | bool | None = sent
    return plain
