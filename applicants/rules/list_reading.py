"""名单读取: an official list as a whole, its title, rows and questions, and the same from plain values. Pure.

`read_list` runs in the child process that reads the file (core.files.table_import.apply_to_sheets).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from applicants.rules.list_columns import find_tables
from applicants.rules.list_questions import Question, Tables, table_questions
from applicants.rules.lists import Entry, RowError, read_sheet, refuse_title
from core.values.errors import DomainError
from core.values.tables import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class ListReading:
    """What a list says: its title, its rows as entries or errors, and the questions about its sheets and columns."""

    title: str
    entries: list[Entry]
    errors: list[RowError]
    questions: list[Question]


def read_list(sheets: Sequence[Sheet], *, kind: str, name: str, title: str, published_on: date) -> ListReading:
    """Read a list of the file `name`, with the title of its notice and the day of its publication.

    Raises `list_not_final`, `list_not_entries`, `list_header_missing`, `list_empty`.
    """
    found = [(sheet, *find_tables(sheet.rows)) for sheet in sheets]
    whole = " ".join(filter(None, [title, *(above for _, above, _ in found)]))
    tables = [(sheet, columns) for sheet, _, columns in found]
    code = refuse_title(f"{whole} {name}")
    if code is None and not any(columns for _, columns in tables):
        code = "list_header_missing"
    if code:
        raise DomainError(code, field="file")
    rows = list(_rows(tables, kind=kind, published_on=published_on))
    if not rows:
        raise DomainError("list_empty", field="file")
    return ListReading(
        title=whole,
        entries=[row for row in rows if isinstance(row, Entry)],
        errors=[row for row in rows if isinstance(row, RowError)],
        questions=table_questions(tables),
    )


def list_reading(plain: Mapping[str, Any]) -> ListReading:
    """Return the reading whose fields the child process has sent."""
    return ListReading(
        title=plain["title"],
        entries=[Entry(**each) for each in plain["entries"]],
        errors=[RowError(**each) for each in plain["errors"]],
        questions=[Question(**each) for each in plain["questions"]],
    )


def _rows(tables: Tables, *, kind: str, published_on: date) -> Iterator[Entry | RowError]:
    for sheet, columns in tables:
        if columns:
            yield from read_sheet(
                kind=kind,
                sheet=sheet.name,
                rows=sheet.rows,
                tables=columns,
                published_on=published_on,
                counts_from_1904=sheet.counts_from_1904,
            )
