"""单元格: reading one cell of an official list: a name, a certificate number, a day. Pure."""

import math
import re
from datetime import date, timedelta
from functools import lru_cache

from core.values.characters import as_shown
from core.values.days import parse_written_day
from core.values.deadlines import add_months
from core.values.party_names import match_name
from core.values.tables import Cell, CellError

Period = tuple[date | None, date | None]
"""The first and the last day of a validity, None for what is not said."""
VALID_MONTHS = {"national_hnte": 36, "zhongguancun_hnte": 36}
"""有效期三年: the last day has the same day number as the first."""

_NUMBERS = {
    "national_hnte": re.compile(r"G[RFS]20\d{2}\d{8,9}(?!\d)"),
    "zhongguancun_hnte": re.compile(r"(?<!\d)20\d{12}(?!\d)"),
    "tech_sme": re.compile(r"(?<![0-9A-Z])20\d{2}\d{6}[0-9A-Z]{2}\d{6}(?![0-9A-Z])"),
    "incubator_tenant": re.compile(r"[0-9A-Z][0-9A-Z-]{3,39}"),
}
_LOOKS_LIKE_ZERO = re.compile(r"(?<=[0-9O])O|O(?=[0-9])")
_DAY_WITHIN = re.compile(r"[0-9]{4}(?:[-/.年][0-9]{1,2}[-/.月][0-9]{1,2}日?|[0-9]{4})")
_TO = re.compile(r"起?(?:至|到|--?|~|—{1,2}|–)")
_YEARS = range(1900, 2100)
_TERMS: dict[int | None, frozenset[str]] = {36: frozenset({"3", "3年", "三年", "叁年", "36个月"})}
"""How a list says how long its certificates last: months → words."""
_TIME_OF_DAY = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d{1,9})?)?$")
_SERIAL_ZERO = date(1899, 12, 30)
_SERIALS = range(20_000, 80_000)
_BETWEEN_SYSTEMS = 1462.0
"""Days between the zeros of Excel's two systems of dates."""
_EXACT = 10**15
"""Excel stores 15 digits of a numeric value: from here on the last ones are lost."""


def as_text(cell: Cell) -> str:
    """Return a cell as text, trimmed, in half-width characters; a whole number without its decimal point.

    An apostrophe before it, by which spreadsheets and our exports mark digits as text, is left out.
    """
    if cell is None or isinstance(cell, bool | CellError):
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 10**18 else repr(cell)
    return _shown(cell)


@lru_cache(maxsize=1_024)
def _shown(text: str) -> str:
    """Return what a text shows; kept for the cells of a row, each of which is asked for many times."""
    return as_shown(text).removeprefix("'")


def as_name(cell: Cell) -> str:
    """Return a cell as a name: its text without line ends, by which a spreadsheet breaks it."""
    return as_text(cell.replace("\r", "").replace("\n", "") if isinstance(cell, str) else cell)


def has_lost_digits(cell: Cell) -> bool:
    """Whether a long number was stored as a numeric value, so that its last digits differ from what was typed."""
    return isinstance(cell, float) and abs(cell) >= _EXACT


def certificate_number(*, kind: str, text: str) -> str | None:
    """Return the certificate number in a cell (证书编号：GR…), without blanks and in capitals, or None."""
    found = _NUMBERS[kind].search(match_name(text))
    return found.group() if found else None


def has_letter_for_zero(*, kind: str, text: str) -> bool:
    """Whether the cell is a valid number once each letter O is the digit 0. Reported as an error, never corrected."""
    tidy = match_name(text)
    return certificate_number(kind=kind, text=text) is None and bool(
        _NUMBERS[kind].search(_LOOKS_LIKE_ZERO.sub("0", tidy))
    )


def as_day(cell: Cell) -> date | None:
    """Return the day in a cell: 2023-10-26, 2023/10/26, 2023.10.26, 20231026, 2023年10月26日, or Excel's serial number."""
    if isinstance(cell, float):
        if cell.is_integer() and len(str(int(cell))) == 8:
            return as_day(str(int(cell)))
        return _SERIAL_ZERO + timedelta(days=int(cell)) if is_serial(cell) else None
    text = _TIME_OF_DAY.sub("", as_text(cell))
    if is_serial(text):
        return as_day(float(text))
    try:
        day = parse_written_day(text)
    except ValueError:
        return None
    return day if day.year in _YEARS else None


def is_serial(cell: Cell) -> bool:
    """Whether a cell is a bare number that is read as a day: the count of days that a spreadsheet stores."""
    if isinstance(cell, str):
        text = as_text(cell)
        return text.isascii() and text.isdigit() and len(text) == 5
    return isinstance(cell, float) and math.isfinite(cell) and int(cell) in _SERIALS


def from_1904(cell: Cell) -> Cell:
    """Return a bare number that counts days from 1904 as one that counts from 1900; other cells unchanged."""
    return cell + _BETWEEN_SYSTEMS if isinstance(cell, float) and is_serial(cell) else cell


def as_period(cell: Cell, *, months: int | None) -> Period | None:
    """Return the first and the last day in a cell: 2020-10-26至2023-10-25, 至2023-10-25; None where it has others.

    An empty cell has no days, nor has a term ("三年"), which is read where it is the usual one of the kind, `months`.
    """
    text = as_text(cell).replace(" ", "").removeprefix("有效期").removeprefix("自").removesuffix("止")
    if not text or text in _TERMS.get(months, ()):
        return None, None
    days = [as_day(found) for found in _DAY_WITHIN.findall(text)]
    between = _DAY_WITHIN.split(text)
    if len(days) == 1 and days[0] and between[0] in {"至", "到"} and not between[1]:
        return None, days[0]
    if len(days) != 2 or None in days or between[0] or between[2] or not _TO.fullmatch(between[1]):
        return None
    return days[0], days[1]


def last_day(*, kind: str, number: str, first: date) -> date:
    """Return the last valid day of a certificate that does not state it.

    Three years after the first day; for a 科技型中小企业 entry, 31 March of the year after the one in its number.
    """
    if kind == "tech_sme":
        return date(int(number[:4]) + 1, 3, 31)
    return add_months(day=first, count=VALID_MONTHS[kind])
