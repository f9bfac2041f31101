"""居民身份证号 (GB 11643-1999): 18 characters with a birthday and a check character. Pure."""

import re
import unicodedata
from datetime import date

_FORM = re.compile(r"[1-9][0-9]{16}[0-9X]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def normalise(text: str) -> str:
    """The number in half-width characters without blanks, a final x as X."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def is_valid(number: str, *, today: date) -> bool:
    """Whether the form, the check character and the birthday are right; a birthday lies between 1900 and today.

    The region is not looked at: numbers keep the codes of districts that are gone.
    """
    if not _FORM.fullmatch(number) or number[17] != check_character(number):
        return False
    born = _birthday(number)
    return born is not None and date(1900, 1, 1) <= born <= today


def check_character(number: str) -> str:
    """The 18th character that belongs to the first 17."""
    return _CHECKS[sum(int(number[place]) * weight for place, weight in enumerate(_WEIGHTS)) % 11]


def _birthday(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
