"""单元格: reading one cell of an official list: a name, a certificate number, a day. Pure."""

import math
import re
import unicodedata
from datetime import date, timedelta

from core.values.deadlines import add_months
from core.values.party_names import match_name
from core.values.tables import Cell, CellError

VALID_MONTHS = {"national_hnte": 36, "zhongguancun_hnte": 36}
"""有效期三年: the last day has the same day number as the first."""

_NUMBERS = {
    "national_hnte": re.compile(r"G[RFS]20\d{2}\d{8,9}(?!\d)"),
    "zhongguancun_hnte": re.compile(r"(?<!\d)20\d{12}(?!\d)"),
    "tech_sme": re.compile(r"(?<![0-9A-Z])20\d{2}\d{6}[0-9A-Z]{2}\d{6}(?![0-9A-Z])"),
    "incubator_tenant": re.compile(r"[0-9A-Z][0-9A-Z-]{3,39}"),
}
_LOOKS_LIKE_ZERO = re.compile(r"(?<=[0-9O])O|O(?=[0-9])")
_DAY = re.compile(r"((?:19|20)\d{2})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))")
_TIME_OF_DAY = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d{1,9})?)?$")
_SERIAL_ZERO = date(1899, 12, 30)
_SERIALS = range(20_000, 80_000)
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
    return unicodedata.normalize("NFKC", cell).strip().removeprefix("'")


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
    if isinstance(cell, date):
        return cell
    if isinstance(cell, float):
        if cell.is_integer() and len(str(int(cell))) == 8:
            return as_day(str(int(cell)))
        return _SERIAL_ZERO + timedelta(days=int(cell)) if _is_serial(cell) else None
    words = " ".join(as_text(cell).split())  # so that no pattern tries the same blanks twice
    text = "".join(_TIME_OF_DAY.sub("", words).split())
    if text.isascii() and text.isdigit() and len(text) == 5:
        return as_day(float(text))
    found = _DAY.fullmatch(text)
    return _day(found) if found else None


def last_day(*, kind: str, number: str, first: date) -> date:
    """Return the last valid day of a certificate that does not state it.

    Three years after the first day; for a 科技型中小企业 entry, 31 March of the year after the one in its number.
    """
    if kind == "tech_sme":
        return date(int(number[:4]) + 1, 3, 31)
    return add_months(day=first, count=VALID_MONTHS[kind])


def _is_serial(cell: float) -> bool:
    return math.isfinite(cell) and int(cell) in _SERIALS


def _day(found: re.Match[str]) -> date | None:
    year, month, day, short_month, short_day = found.groups()
    try:
        return date(int(year), int(month or short_month), int(day or short_day))
    except ValueError:
        return None
