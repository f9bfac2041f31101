"""统一社会信用代码 (GB 32100-2015): its form and its check characters. Pure.

python-stdnum computes the last character. It refuses the departments A, N and Y, and checks neither the kinds of a
department nor the subject's own check character; these checks are here (docs/decisions/0017-libraries.md).
"""

import re

from stdnum.cn import uscc

from core.values.characters import normal_code

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters of a code: no I, O, S, V, Z."""

_KINDS = {
    "1": "1239",
    "2": "19",
    "3": "123459",
    "4": "19",
    "5": "1239",
    "6": "129",
    "7": "129",
    "8": "19",
    "9": "123",
    "A": "19",
    "N": "1239",
    "Y": "1",
}
"""Registering department → the kinds of organisations that it registers."""

_FORM = re.compile(rf"[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}")
_SUBJECT_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


def normalise(text: str) -> str:
    """Return the code in its normal form (core/values/characters.py)."""
    return normal_code(text)


def is_well_formed(code: str) -> bool:
    """Whether the code has 18 characters, an existing department and kind, and six digits for the region."""
    return _FORM.fullmatch(code) is not None and code[1] in _KINDS.get(code[0], "")


def is_valid(code: str) -> bool:
    """Whether both check characters are right: that of the subject's own code (GB 11714) and the last one.

    A few real codes fail; a case officer can accept one by a waiver.
    """
    return is_well_formed(code) and code[16] == _subject_check(code[8:16]) and code[17] == check_character(code)


def check_character(code: str) -> str:
    """Return the check character for the first 17 characters."""
    return uscc.calc_check_digit(code)


def _subject_check(subject: str) -> str:
    rest = -sum(int(subject[place], 36) * weight for place, weight in enumerate(_SUBJECT_WEIGHTS)) % 11
    return "X" if rest == 10 else str(rest)
