"""Sheets as the reader of tables returns them in JSON, and the sheets of rules made of them."""

from datetime import date
from typing import TypedDict

from core.values.tables import Cell, CellError, Sheet

Sent = str | float | bool | None | dict[str, str]
"""A cell in JSON: {"day": …} and {"error": …} for days and errors."""
SentRow = tuple[int, list[Sent]]


class SentSheet(TypedDict):
    """A sheet in JSON."""

    name: str
    rows: list[SentRow]
    is_hidden: bool
    hidden_rows: list[int]
    hidden_columns: list[int]
    counts_from_1904: bool


def as_sheet(sent: SentSheet) -> Sheet:
    """Return the sheet as rules read it."""
    return Sheet(
        name=sent["name"],
        rows=[(number, [_cell(cell) for cell in cells]) for number, cells in sent["rows"]],
        is_hidden=sent["is_hidden"],
        hidden_rows=frozenset(sent["hidden_rows"]),
        hidden_columns=frozenset(sent["hidden_columns"]),
        counts_from_1904=sent["counts_from_1904"],
    )


def _cell(sent: Sent) -> Cell:
    if isinstance(sent, dict):
        return date.fromisoformat(sent["day"]) if "day" in sent else CellError(sent["error"])
    return sent
