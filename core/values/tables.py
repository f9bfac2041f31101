"""表格: the rows of an uploaded table, as a file check returns them and rules read them. Pure."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell without a value: `reason` is "error_value", or "formula_without_value" where no result is stored."""

    reason: str


Cell: TypeAlias = str | float | bool | date | CellError | None
"""A text, a number, a flag, a day, an error, or nothing. A number that is formatted as a date is a day."""
Row: TypeAlias = tuple[int, list[Cell]]
"""The number of a row, counted from 1, and its cells."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet. A hidden one has no rows, because nobody sees what it says.

    Columns are counted from 0. `counts_from_1904` says how a bare number in this file is a day: the other system of
    Excel counts from 1900.
    """

    name: str
    rows: list[Row]
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    counts_from_1904: bool = False
