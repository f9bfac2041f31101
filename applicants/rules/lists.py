"""官方名单: reading the rows of a published list of certificates into entries or errors. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from applicants.rules.list_cells import (
    as_day,
    as_text,
    certificate_number,
    has_letter_for_zero,
    has_lost_digits,
    last_day,
)
from core.values.errors import Param
from core.values.party_names import match_name
from core.values.tables import Cell, Row

HEADERS = {
    "name": ("企业名称", "单位名称", "公司名称", "名称", "企业名", "申报企业名称", "企业全称"),
    "uscc": ("统一社会信用代码", "社会信用代码", "信用代码", "统一信用代码", "统一社会信用代码/组织机构代码"),
    "number": (
        "证书编号",
        "高新技术企业证书编号",
        "中关村高新技术企业证书编号",
        "编号",
        "证书号",
        "入库登记编号",
        "登记编号",
        "登记编码",
        "入库编号",
        "科技型中小企业登记编号",
        "科技型中小企业入库登记编号",
    ),
    "valid_from": (
        "发证日期",
        "发证时间",
        "证书取得时间",
        "高新技术企业证书取得时间",
        "入库日期",
        "入库时间",
        "公告日期",
        "有效期起",
        "认定日期",
    ),
    "valid_until": ("有效期至", "有效期止", "截止日期", "到期日期", "证书有效期至"),
    "first_entry": ("首次入库日期", "首次入库时间"),
    "sequence": ("序号", "序", "NO"),
}
HEADER_WITHIN = 20
"""The header is looked for in this many first rows; titles may precede it."""

_MEANINGS = {match_name(word): meaning for meaning, words in HEADERS.items() for word in words}
_NOT_FINAL = ("公示", "拟认定", "拟入库", "拟备案")
_NOT_ENTRIES = ("取消", "撤销", "更名", "变更")
_FOOTERS = ("注", "备注", "说明", "合计", "共", "(共")
_FORMULA = ("=", "+", "@")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One certificate of a list, with its row number."""

    sheet: str
    row: int
    name: str
    match_name: str
    uscc: str
    number: str
    valid_from: date
    valid_until: date
    first_entry: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RowError:
    """An error of a row: the column, the code and the parameters of its sentence."""

    sheet: str
    row: int
    column: str
    code: str
    params: dict[str, Param]


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The positions of a table's columns: meaning → position. A sheet may have two tables side by side."""

    header_row: int
    places: dict[str, int]


def refuse_title(title: str) -> str | None:
    """Return the code that refuses a list by its title, or None.

    `list_not_final` for a draft (公示、拟认定), `list_not_entries` for a revocation or renaming (取消、撤销、更名).
    """
    text = match_name(title)
    if any(word in text for word in _NOT_ENTRIES):
        return "list_not_entries"
    return "list_not_final" if any(word in text for word in _NOT_FINAL) else None


def find_tables(rows: Sequence[Row]) -> tuple[str, list[Columns]]:
    """Return the title above the header and the tables of the header; no tables if no row has a name and a number column."""
    titles: list[str] = []
    for number, cells in rows[:HEADER_WITHIN]:
        tables = _tables(number, cells)
        if tables:
            return " ".join(titles), tables
        titles += [text for cell in cells if (text := as_text(cell))]
    return " ".join(titles), []


def read_sheet(
    *, kind: str, sheet: str, rows: Sequence[Row], tables: Sequence[Columns], published_on: date
) -> Iterator[Entry | RowError]:
    """Yield each row below the header as an entry or as its errors; skip blank rows, repeated headers and notes.

    The validity of a row without a date begins on the day the list was published.
    """
    for number, cells in rows:
        if number <= tables[0].header_row or _tables(number, cells) or _is_note(cells):
            continue
        for table in tables:
            found = {meaning: _at(cells, place) for meaning, place in table.places.items()}
            if any(as_text(found.get(meaning)) for meaning in ("name", "number", "uscc")):
                yield from _read_row(kind=kind, sheet=sheet, row=number, found=found, published_on=published_on)


def _read_row(
    *, kind: str, sheet: str, row: int, found: dict[str, Cell], published_on: date
) -> Iterator[Entry | RowError]:
    problems = [
        *_name_problems(found),
        *_number_problems(kind, found),
        *_uscc_problems(found),
        *_day_problems(found),
    ]
    for column, code, params in problems:
        yield RowError(sheet=sheet, row=row, column=column, code=code, params=params)
    if not problems:
        yield _entry(kind=kind, sheet=sheet, row=row, found=found, published_on=published_on)


def _entry(*, kind: str, sheet: str, row: int, found: dict[str, Cell], published_on: date) -> Entry | RowError:
    name, number = as_text(found.get("name")), certificate_number(kind=kind, text=as_text(found.get("number"))) or ""
    first = as_day(found.get("valid_from")) or published_on
    last = as_day(found.get("valid_until")) or last_day(kind=kind, number=number, first=first)
    if last < first:
        params: dict[str, Param] = {"first": first.isoformat(), "last": last.isoformat()}
        return RowError(sheet=sheet, row=row, column="valid_until", code="certificate_days", params=params)
    return Entry(
        sheet=sheet,
        row=row,
        name=name,
        match_name=match_name(name),
        uscc=match_name(as_text(found.get("uscc"))),
        number=number,
        valid_from=first,
        valid_until=last,
        first_entry=as_day(found.get("first_entry")),
    )


Problem = tuple[str, str, dict[str, Param]]


def _name_problems(found: dict[str, Cell]) -> Iterator[Problem]:
    name = as_text(found.get("name"))
    if not match_name(name):
        yield "name", "list_name_missing", {}
    elif name.startswith(_FORMULA):
        yield "name", "list_formula", {}
    elif len(name) > 200:
        yield "name", "list_name_long", {}


def _number_problems(kind: str, found: dict[str, Cell]) -> Iterator[Problem]:
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


def _uscc_problems(found: dict[str, Cell]) -> Iterator[Problem]:
    cell = found.get("uscc")
    text = match_name(as_text(cell))
    if has_lost_digits(cell):
        yield "uscc", "list_digits_lost", {"value": text}
    elif text and len(text) != 18:
        yield "uscc", "uscc_shape", {"value": text[:60]}


def _day_problems(found: dict[str, Cell]) -> Iterator[Problem]:
    for column in ("valid_from", "valid_until", "first_entry"):
        text = as_text(found.get(column))
        if text and as_day(found.get(column)) is None:
            yield column, "list_day", {"value": text[:60]}


def _tables(number: int, cells: Sequence[Cell]) -> list[Columns]:
    """Return the tables of a header row; a repeated column begins the next table."""
    tables: list[dict[str, int]] = [{}]
    for place, cell in enumerate(cells):
        meaning = _MEANINGS.get(match_name(as_text(cell)))
        if meaning is None:
            continue
        if meaning in tables[-1]:
            tables.append({})
        tables[-1][meaning] = place
    whole = [table for table in tables if {"name", "number"} <= table.keys()]
    return [Columns(header_row=number, places=table) for table in whole]


def _is_note(cells: Sequence[Cell]) -> bool:
    said = [text for cell in cells if (text := as_text(cell))]
    return not said or (len(said) == 1 and match_name(said[0]).startswith(_FOOTERS))


def _at(cells: Sequence[Cell], place: int) -> Cell:
    return cells[place] if place < len(cells) else None
