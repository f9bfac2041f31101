"""What calamine does not say of a workbook: formulas without a stored value, error values, hidden rows and columns, the
system of its dates. Read from the parts as a stream, within limits that are checked before calamine makes room for cells.
"""

import zipfile
from dataclasses import dataclass, field
from posixpath import normpath

from core.files.markup import local_name, read_markup
from core.values.errors import DomainError

MAX_ROWS = 20_000
MAX_COLUMNS = 100
MAX_SHEETS = 40
MAX_ELEMENTS = 1_000_000
"""XML elements of the texts and of each sheet: enough for 20,000 rows with texts in ten columns."""
MAX_PLAN = 1024**2
"""Size of each part that lists the sheets."""
_TEXTS = "xl/sharedStrings.xml"
_PIECE = 64 * 1024


@dataclass(slots=True)
class SheetPart:
    """One sheet: its cells with errors, (row, column) → reason, and what is hidden. Rows from 1, columns from 0."""

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The paths of the sheets by name, and whether days are counted from 1904."""

    paths: dict[str, str]
    counts_from_1904: bool


def too_long() -> DomainError:
    return DomainError("sheet_too_long", field="file", rows=MAX_ROWS, columns=MAX_COLUMNS)


def read_plan(archive: zipfile.ZipFile) -> Plan:
    """Return the sheets of a workbook. Raises `file_too_large`, `sheet_too_long`, MarkupError, KeyError."""
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}
    properties: dict[str, str] = {}

    def relation(name: str, attributes: dict[str, str]) -> None:
        targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def entry(name: str, attributes: dict[str, str]) -> None:
        if local_name(name) == "workbookPr":
            properties.update(attributes)
        if local_name(name) == "sheet":
            found = next((value for key, value in attributes.items() if local_name(key) == "id" and key != "id"), "")
            sheets[attributes.get("name", "")] = found

    for part, handler in (("xl/_rels/workbook.xml.rels", relation), ("xl/workbook.xml", entry)):
        if archive.getinfo(part).file_size > MAX_PLAN:
            raise DomainError("file_too_large", field="file", limit=MAX_PLAN // 1024**2)
        read_markup([archive.read(part)], on_start=handler)
    if len(sheets) > MAX_SHEETS:
        raise too_long()
    paths = {name: _path(targets[relation_id]) for name, relation_id in sheets.items()}
    return Plan(paths=paths, counts_from_1904=properties.get("date1904") in {"1", "true", "on"})


def check_texts(archive: zipfile.ZipFile) -> None:
    """Raise `sheet_too_long` for a workbook with too many texts."""
    if _TEXTS in archive.namelist():
        _read(archive, _TEXTS, _Counter())


def read_part(archive: zipfile.ZipFile, path: str) -> SheetPart:
    """Return what calamine does not say of a sheet. `sheet_too_long` for cells outside the limits, MarkupError."""
    scan = _Scan()
    _read(archive, path, scan)
    return scan.found


def _path(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else normpath(f"xl/{target}")


def _read(archive: zipfile.ZipFile, path: str, scan: "_Counter") -> None:
    with archive.open(path) as member:
        pieces = iter(lambda: member.read(_PIECE), b"")
        read_markup(pieces, on_start=scan.start, on_end=scan.end, on_text=scan.text)


class _Counter:
    """Counts the elements of a part."""

    def __init__(self) -> None:
        self._elements = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > MAX_ELEMENTS:
            raise too_long()

    def end(self, name: str) -> None:
        pass

    def text(self, text: str) -> None:
        pass


class _Scan(_Counter):
    """Reads the cells of a sheet for what is wrong with them."""

    def __init__(self) -> None:
        super().__init__()
        self.found = SheetPart()
        self._row, self._column, self._kind = 0, -1, ""
        self._has_formula = self._has_value = self._is_in_value = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        super().start(name, attributes)
        match local_name(name):
            case "row":
                self._begin_row(attributes)
            case "c":
                self._begin_cell(attributes)
            case "f":
                self._has_formula = True
            case "v" | "t":
                self._is_in_value = True
                self._has_value = self._has_value or self._kind == "str"
            case "col" if attributes.get("hidden") in {"1", "true"}:
                self._hide_columns(attributes)

    def text(self, text: str) -> None:
        if self._is_in_value:
            self._has_value = True

    def end(self, name: str) -> None:
        local = local_name(name)
        if local in {"v", "t"}:
            self._is_in_value = False
        elif local == "c":
            self._end_cell()

    def _begin_row(self, attributes: dict[str, str]) -> None:
        self._row = int(attributes.get("r") or self._row + 1)
        self._column = -1
        if attributes.get("hidden") in {"1", "true"}:
            self.found.hidden_rows.add(self._row)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._column = _column(attributes.get("r", "")) if attributes.get("r") else self._column + 1
        self._kind = attributes.get("t", "n")
        self._has_formula = self._has_value = False

    def _end_cell(self) -> None:
        if not (self._has_formula or self._has_value):
            return
        if self._row > MAX_ROWS or self._column >= MAX_COLUMNS:
            raise too_long()
        place = (self._row, self._column)
        if self._has_formula and not self._has_value:
            self.found.errors[place] = "formula_without_value"
        elif self._kind == "e":
            self.found.errors[place] = "error_value"

    def _hide_columns(self, attributes: dict[str, str]) -> None:
        first, last = int(attributes.get("min", 1)), int(attributes.get("max", 1))
        self.found.hidden_columns.update(range(first - 1, min(last, MAX_COLUMNS)))


def _column(reference: str) -> int:
    """Return the column of a cell ("C7" → 2). ValueError for a reference without one."""
    number = 0
    for letter in reference.rstrip("0123456789"):
        if not "A" <= letter <= "Z":
            raise ValueError(reference[:20])
        number = number * 26 + ord(letter) - 64
        if number > MAX_COLUMNS:
            return MAX_COLUMNS
    return number - 1
