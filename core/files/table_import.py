"""Uploaded tables (xlsx, csv) as sheets of plain values. The file is read in a child process, within limits."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Literal

from core.files.child_process import run_checker
from core.files.plain_values import decode, encode
from core.files.sent_sheets import as_sheet
from core.values.errors import DomainError
from core.values.tables import Sheet

TextKind = Literal["csv", "pipes"]
"""How the cells of a text are separated: csv, or vertical bars without quotes."""

MEGABYTE = 1024 * 1024
MAX_BYTES = 10 * MEGABYTE


def apply_to_sheets(
    data: bytes, *, rules: Callable[..., object], params: Mapping[str, object], text: TextKind = "csv"
) -> Any:
    """Return what rules make of the sheets of an uploaded table: lists, mappings, plain values and days.

    `rules` is a function of a module that imports no framework; it takes the sheets and `params`. The child process that
    reads the file applies it, within the same limits. Raises the errors of `read_sheets` and of the rules.
    """
    call = {"kind": _kind(data, text=text), "rules": f"{rules.__module__}:{rules.__qualname__}", "params": dict(params)}
    return decode(run_checker("rules", data, argument=encode(call)))


def read_sheets(data: bytes, *, text: TextKind = "csv") -> list[Sheet]:
    """Return the sheets of an xlsx file, or the single one of a text (UTF-8, UTF-16 with its mark, or GB18030).

    A text is csv, or has vertical bars between its cells and no quotes (`pipes`). Call it before the transaction. A
    workbook is recognised by content, not by name. Formulas are not evaluated: a cell has the value stored in the file.
    Raises `file_empty`, `file_too_large` (10 MB, 60 MB unpacked), `sheet_too_long` (20,000 rows, 100 columns, 40
    sheets), `file_expands` for a zip bomb, `file_kind` for a damaged file or another format, `file_too_costly`; `busy`
    (503).
    """
    answer = run_checker("table", data, argument=_kind(data, text=text))
    return [as_sheet(each) for each in json.loads(answer)]


def _kind(data: bytes, *, text: TextKind) -> str:
    """Return the kind of the file by its content. Raises `file_empty`, `file_too_large`."""
    if not data:
        raise DomainError("file_empty", field="file")
    if len(data) > MAX_BYTES:
        raise DomainError("file_too_large", field="file", limit=MAX_BYTES // MEGABYTE)
    return "xlsx" if data.startswith(b"PK\x03\x04") else text
