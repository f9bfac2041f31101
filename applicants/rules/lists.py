"""官方名单: reading the rows of a published list of certificates into entries or errors. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from applicants.rules.list_cells import (
    as_day,
    as_name,
    as_text,
    certificate_number,
    from_1904,
    has_letter_for_zero,
    has_lost_digits,
)
from applicants.rules.list_columns import Columns, is_said, tables_of
from applicants.rules.list_validity import DAYS, Found, Problem, day_problems, read_validity
from core.values.errors import Param
from core.values.party_names import match_name
from core.values.tables import Cell, CellError, Row

_NOT_FINAL = ("公示", "拟认定", "拟入库", "拟备案")
_NOT_ENTRIES = ("取消", "撤销", "更名", "变更")
_FOOTERS = ("注", "备注", "说明", "合计", "共", "(共")
_FORMULA = ("=", "+", "@")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One certificate of a list, with its row number.

    `is_assumed`, `is_computed` and `is_number` say where its days are from (applicants.rules.list_validity).
    `is_first_assumed`: neither this list nor an earlier one says when the firm was first entered.
    """

    sheet: str
    row: int
    name: str
    match_name: str
    uscc: str
    number: str
    valid_from: date
    valid_until: date
    first_entry: date | None
    is_assumed: bool = False
    is_computed: bool = False
    is_number: bool = False
    is_first_assumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RowError:
    """An error of a row: the column, the code and the parameters of its sentence."""

    sheet: str
    row: int
    column: str
    code: str
    params: dict[str, Param]


def refuse_title(title: str) -> str | None:
    """Return the code that refuses a list by its title, or None.

    `list_not_final` for a draft (公示、拟认定), `list_not_entries` for a revocation or renaming (取消、撤销、更名).
    """
    text = match_name(title)
    if any(word in text for word in _NOT_ENTRIES):
        return "list_not_entries"
    return "list_not_final" if any(word in text for word in _NOT_FINAL) else None


def read_sheet(
    *,
    kind: str,
    sheet: str,
    rows: Sequence[Row],
    tables: Sequence[Columns],
    published_on: date,
    counts_from_1904: bool = False,
) -> Iterator[Entry | RowError]:
    """Yield each row below the header as an entry or as its errors; skip blank rows and notes.

    A header within the table says anew what its columns mean. The validity of a row without a date begins on the day
    the list was published.
    """
    for number, cells in rows:
        if number <= tables[0].header_row or _is_note(cells):
            continue
        if again := tables_of(number, cells):
            tables = again
            continue
        for table in tables:
            found = _found(cells, table, counts_from_1904=counts_from_1904)
            if any(is_said(found.get(meaning)) for meaning in ("name", "number", "uscc")):
                yield from _read_row(kind=kind, sheet=sheet, row=number, found=found, published_on=published_on)


def _found(cells: Sequence[Cell], table: Columns, *, counts_from_1904: bool) -> Found:
    found = {meaning: _at(cells, place) for meaning, place in table.places.items()}
    shifted = {meaning: from_1904(found[meaning]) for meaning in DAYS if meaning in found}
    return found | shifted if counts_from_1904 else found


def _read_row(*, kind: str, sheet: str, row: int, found: Found, published_on: date) -> Iterator[Entry | RowError]:
    problems = list(_cell_problems(found)) or [
        *_name_problems(found),
        *_number_problems(kind, found),
        *_uscc_problems(found),
        *day_problems(kind=kind, found=found),
    ]
    for column, code, params in problems:
        yield RowError(sheet=sheet, row=row, column=column, code=code, params=params)
    if not problems:
        yield _entry(kind=kind, sheet=sheet, row=row, found=found, published_on=published_on)


def _entry(*, kind: str, sheet: str, row: int, found: Found, published_on: date) -> Entry | RowError:
    name, number = as_name(found.get("name")), certificate_number(kind=kind, text=as_text(found.get("number"))) or ""
    validity = read_validity(kind=kind, number=number, found=found, published_on=published_on)
    if validity.last < validity.first:
        params: dict[str, Param] = {"first": validity.first.isoformat(), "last": validity.last.isoformat()}
        return RowError(sheet=sheet, row=row, column="valid_until", code="certificate_days", params=params)
    return Entry(
        sheet=sheet,
        row=row,
        name=name,
        match_name=match_name(name),
        uscc=match_name(as_text(found.get("uscc"))),
        number=number,
        valid_from=validity.first,
        valid_until=validity.last,
        first_entry=as_day(found.get("first_entry")),
        is_assumed=validity.is_assumed,
        is_computed=validity.is_computed,
        is_number=validity.is_number,
    )


def _cell_problems(found: Found) -> Iterator[Problem]:
    for column, cell in found.items():
        if isinstance(cell, CellError) and column != "sequence":
            yield column, f"list_{cell.reason}", {}


def _name_problems(found: Found) -> Iterator[Problem]:
    name = as_name(found.get("name"))
    if not match_name(name):
        yield "name", "list_name_missing", {}
    elif name.startswith(_FORMULA):
        yield "name", "list_formula", {}
    elif len(name) > 200:
        yield "name", "list_name_long", {}


def _number_problems(kind: str, found: Found) -> Iterator[Problem]:
    cell = found.get("number")
    text = as_text(cell)
    if not text:
        yield "number", "list_number_missing", {}
    elif has_lost_digits(cell):
        yield "number", "list_digits_lost", {"value": text}
    elif has_letter_for_zero(kind=kind, text=text):
        yield "number", "list_letter_for_zero", {"value": text[:60]}
    elif certificate_number(kind=kind, text=text) is None:
        yield "number", "certificate_number", {"value": text[:60]}


def _uscc_problems(found: Found) -> Iterator[Problem]:
    cell = found.get("uscc")
    text = match_name(as_text(cell))
    if has_lost_digits(cell):
        yield "uscc", "list_digits_lost", {"value": text}
    elif text and len(text) != 18:
        yield "uscc", "uscc_shape", {"value": text[:60]}


def _is_note(cells: Sequence[Cell]) -> bool:
    said = [cell for cell in cells if is_said(cell)]
    return not said or (len(said) == 1 and match_name(as_text(said[0])).startswith(_FOOTERS))


def _at(cells: Sequence[Cell], place: int) -> Cell:
    return cells[place] if place < len(cells) else None
