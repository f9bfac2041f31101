"""字符: what a typed or pasted text shows. Full-width forms become plain ones, invisible characters are passed over. Pure.

Only the forms that differ in width or typeface are replaced: １ shows a 1 and ． a point, but ² and ① are signs of their
own. NFKC would read 1² as 12.
"""

import unicodedata
from functools import lru_cache

_SAME_SIGN = ("<wide>", "<narrow>", "<font>")
"""Kinds of compatibility forms that show the same sign."""
_BLANK_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5\u2065")
"""Letters and marks by their category that show nothing: fillers of Hangul, the empty Braille pattern, joiners."""
_IGNORABLE = (
    range(0x180B, 0x1810),
    range(0xFE00, 0xFE10),
    range(0xFFF0, 0xFFFC),
    range(0xE0000, 0xE1000),
)
"""Variation selectors, tags, and what Unicode reserves for their like."""
_MINUS = str.maketrans("\u2010\u2011\u2212\ufe63", "----")


@lru_cache(maxsize=8_192)
def is_invisible(character: str) -> bool:
    """Whether a character shows nothing and separates nothing: zero-width, direction, filler, control.

    Unassigned and private characters count as visible: rare characters of names are among them.
    """
    if unicodedata.category(character) in {"Cc", "Cf"}:
        return not character.isspace()
    return character in _BLANK_LETTERS or any(ord(character) in span for span in _IGNORABLE)


def as_shown(text: str) -> str:
    """Return what the text shows: half-width, without invisible characters and blanks at the ends.

    Any white space within becomes one plain blank, a hyphen or minus sign becomes `-`.
    """
    visible = "".join(_plain(character) for character in text if not is_invisible(character))
    return " ".join(visible.translate(_MINUS).split())


def says_something(text: str) -> bool:
    """Whether a text has a letter or a digit that can be seen."""
    return any(character.isalnum() and not is_invisible(character) for character in text)


def normal_code(text: str) -> str:
    """Return a code or number as it is stored and searched for: what it shows, without any blank, in capitals."""
    return as_shown(text).replace(" ", "").upper()


@lru_cache(maxsize=8_192)
def _plain(character: str) -> str:
    """Return the plain form of a character that differs from it in width or typeface only."""
    if unicodedata.decomposition(character).startswith(_SAME_SIGN):
        return unicodedata.normalize("NFKC", character)
    return character
