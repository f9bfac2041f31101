"""导入前的提问: what an official list leaves open, to be confirmed by an officer before its import. Pure."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from applicants.rules.list_columns import Columns, list_hidden, list_unused
from applicants.rules.lists import Entry
from core.values.errors import Param
from core.values.tables import Sheet

NAMED = 20
"""The most rows or columns that a question names."""
_AND = "、"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question to the officer: its code and the params of its sentence."""

    code: str
    params: dict[str, Param]


Tables = Sequence[tuple[Sheet, Sequence[Columns]]]
"""Each sheet with the tables that were found in it."""


def table_questions(tables: Tables) -> list[Question]:
    """Return what must be confirmed of the file: what the import does not read or use."""
    return [*_about_sheets(tables), *_about_columns(tables)]


def day_questions(entries: Sequence[Entry], *, published_on: date) -> list[Question]:
    """Return what must be confirmed of the entries: the days that no cell says."""
    return list(_about_days(entries, published_on=published_on))


def confirmation_of(*, file: str, questions: Sequence[Question]) -> str:
    """Return the code by which an officer confirms these questions about this file; empty without questions."""
    if not questions:
        return ""
    asked = repr([file, *((each.code, sorted(each.params.items())) for each in questions)])
    return hashlib.sha256(asked.encode()).hexdigest()[:32]


def _about_sheets(tables: Tables) -> Iterator[Question]:
    hidden = [sheet.name for sheet, _ in tables if sheet.is_hidden]
    unread = [sheet.name for sheet, found in tables if sheet.rows and not found]
    if hidden:
        yield Question(code="list_sheets_hidden", params={"sheets": _AND.join(hidden)})
    if unread:
        yield Question(code="list_sheets_unread", params={"sheets": _AND.join(unread)})


def _about_columns(tables: Tables) -> Iterator[Question]:
    read = [(sheet, found) for sheet, found in tables if found]
    unused = [heading for sheet, _ in read for heading in list_unused(sheet.rows)]
    hidden = [
        heading for sheet, found in read for heading in list_hidden(sheet.rows, found, hidden=sheet.hidden_columns)
    ]
    rows = [number for sheet, _ in read for number, _ in sheet.rows if number in sheet.hidden_rows]
    if unused:
        yield Question(code="list_columns_unused", params={"columns": _listed(unused)})
    if hidden:
        yield Question(code="list_columns_hidden", params={"columns": _listed(hidden)})
    if rows:
        yield Question(code="list_rows_hidden", params={"count": len(rows), "rows": _listed(rows)})


def _about_days(entries: Sequence[Entry], *, published_on: date) -> Iterator[Question]:
    assumed = [entry.row for entry in entries if entry.is_assumed]
    numbers = [entry.row for entry in entries if entry.is_number]
    lasts = [entry.row for entry in entries if entry.is_computed]
    firsts = [entry.row for entry in entries if entry.is_first_assumed]
    if assumed:
        day = published_on.isoformat()
        yield Question(code="list_days_assumed", params={"count": len(assumed), "rows": _listed(assumed), "day": day})
    if numbers:
        yield Question(code="list_days_numbers", params={"count": len(numbers), "rows": _listed(numbers)})
    if lasts:
        yield Question(code="list_last_days_computed", params={"count": len(lasts), "rows": _listed(lasts)})
    if firsts:
        yield Question(code="list_first_entries_assumed", params={"count": len(firsts), "rows": _listed(firsts)})


def _listed(found: Sequence[str] | Sequence[int]) -> str:
    """Return each once, in order, at most NAMED of them."""
    each = list(dict.fromkeys(map(str, found)))
    return _AND.join(each[:NAMED]) + ("…" if len(each) > NAMED else "")
