"""表头: the columns of an official list, known by their headings. Pure."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from applicants.rules.list_cells import as_text
from core.values.party_names import match_name
from core.values.tables import Cell, CellError, Row

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
        "发证日",
        "颁发日期",
        "颁证日期",
        "批准日期",
        "生效日期",
        "起始日期",
        "有效期自",
        "有效期开始日期",
        "有效期起始日期",
        "证书有效期起",
    ),
    "valid_until": (
        "有效期至",
        "有效期止",
        "截止日期",
        "到期日期",
        "证书有效期至",
        "到期日",
        "失效日期",
        "有效期截止日期",
        "有效期结束日期",
        "证书有效期止",
    ),
    "validity": (
        "有效期",
        "有效期限",
        "证书有效期",
        "有效期起止",
        "有效期起止日期",
        "起止日期",
        "有效时间",
        "有效期间",
    ),
    "first_entry": ("首次入库日期", "首次入库时间"),
    "sequence": ("序号", "序", "NO"),
}
HEADER_WITHIN = 20
"""The header is looked for in this many first rows; titles may precede it."""

LONGEST = 40
"""No heading has more characters."""

_MEANINGS = {match_name(word): meaning for meaning, words in HEADERS.items() for word in words}
_OF_DAYS = frozenset({"valid_from", "valid_until", "validity", "first_entry"})
_BRACKETS = {ord("("): None, ord(")"): None}
_FORMAT = re.compile(r"\([年月日YMD\d/.\-至、,:格式如例]{1,30}\)")
"""How a heading says in which form its days are: (年/月/日), (格式:2023-10-26)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """The positions of a table's columns: meaning → position. A sheet may have two tables side by side."""

    header_row: int
    places: dict[str, int]


def find_tables(rows: Sequence[Row]) -> tuple[str, list[Columns]]:
    """Return the title above the header and the tables of the header; no tables if no row has a name and a number column."""
    titles: list[str] = []
    for number, cells in rows[:HEADER_WITHIN]:
        tables = tables_of(number, cells)
        if tables:
            return " ".join(titles), tables
        titles += [text for cell in cells if (text := as_text(cell))]
    return " ".join(titles), []


def list_unused(rows: Sequence[Row]) -> list[str]:
    """Return the headings of the columns that no table uses and that have something below; the letter of one without."""
    unused: dict[tuple[int, int], str] = {}
    header, used = list[Cell](), set[int]()
    for number, cells in rows:
        again = tables_of(number, cells)
        if again:
            header, used = cells, {place for table in again for place in table.places.values()}
            header_row = number
        elif header:
            unused |= {
                (header_row, place): as_text(_at(header, place)) or _letter(place)
                for place, cell in enumerate(cells)
                if place not in used and is_said(cell)
            }
    return [unused[place] for place in sorted(unused)]


def list_hidden(rows: Sequence[Row], tables: Sequence[Columns], *, hidden: Collection[int]) -> list[str]:
    """Return the headings of used columns that are hidden."""
    header = next(cells for number, cells in rows if number == tables[0].header_row)
    places = sorted(place for table in tables for place in table.places.values() if place in hidden)
    return [as_text(_at(header, place)) for place in places]


def is_said(cell: Cell) -> bool:
    """Whether a cell shows something, be it an error."""
    return isinstance(cell, CellError) or bool(as_text(cell))


def _letter(place: int) -> str:
    """Return the name of a column in a spreadsheet."""
    name = ""
    while place >= 0:
        name, place = chr(ord("A") + place % 26) + name, place // 26 - 1
    return name


def _meaning(cell: Cell) -> str | None:
    """Return what a column means by its heading; None for an unknown one.

    Brackets in it, and the form of its days within them, are passed over: 有效期(起), 发证日期(年/月/日).
    """
    text = as_text(cell)
    if len(text) > LONGEST:
        return None
    heading = match_name(text)
    for text in (heading, heading.translate(_BRACKETS), _FORMAT.sub("", heading)):
        meaning = _MEANINGS.get(text)
        if meaning in _OF_DAYS or (meaning and text == heading):
            return meaning
    return None


def tables_of(number: int, cells: Sequence[Cell]) -> list[Columns]:
    """Return the tables of a header row; a repeated column begins the next table."""
    tables: list[dict[str, int]] = [{}]
    for place, cell in enumerate(cells):
        meaning = _meaning(cell)
        if meaning is None:
            continue
        if meaning in tables[-1]:
            tables.append({})
        tables[-1][meaning] = place
    whole = [table for table in tables if {"name", "number"} <= table.keys()]
    return [Columns(header_row=number, places=table) for table in whole]


def _at(cells: Sequence[Cell], place: int) -> Cell:
    return cells[place] if place < len(cells) else None
