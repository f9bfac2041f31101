"""居民身份证号 (GB 11643-1999): 18 characters with a birthday and a check character. Pure.

python-stdnum reads the birthday and computes the check character. Its `validate` also looks the region up in a table,
which refuses residence permits of Hong Kong, Macao and Taiwan residents (docs/decisions/0017-libraries.md).
"""

import re
from datetime import date

from stdnum.cn import ric
from stdnum.exceptions import InvalidComponent

from core.values.characters import normal_code

_FORM = re.compile(r"[1-9][0-9]{16}[0-9X]")


def normalise(text: str) -> str:
    """Return the number in its normal form (core/values/characters.py)."""
    return normal_code(text)


def is_valid(number: str, *, today: date) -> bool:
    """Whether form, check character and birthday are valid; a birthday is between 1900 and today.

    The region is not checked, because numbers keep the codes of former districts.
    """
    if not _FORM.fullmatch(number) or number[17] != check_character(number):
        return False
    born = _birthday(number)
    return born is not None and date(1900, 1, 1) <= born <= today


def check_character(number: str) -> str:
    """Return the check character for the first 17 characters."""
    return ric.calc_check_digit(f"{number[:17]}?")


def _birthday(number: str) -> date | None:
    try:
        return ric.get_birth_date(number)
    except InvalidComponent:
        return None
