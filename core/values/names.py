"""名称: the names of people, firms and teams: what is stored is what people see. Pure."""

import unicodedata

from core.values.errors import DomainError

_BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks that show nothing: fillers of Hangul, the empty Braille pattern, joiners."""
_SELECTORS = (range(0x180B, 0x1810), range(0xFE00, 0xFE10), range(0xE0000, 0xE1000))
"""Variation selectors and tags."""
_DIRECTIONS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that show the text after them in another order."""


def visible_name(text: str, *, field: str, most: int) -> str:
    """Return a name (名称) without invisible characters, with single blanks, in Unicode's composed form.

    Raises `name_direction` for a character that changes the direction of the text, `name_not_visible` for a name
    without a letter or a digit, `name_too_long` for one that has more than `most` characters when it is compared:
    compatibility forms like ㈱ are several there.
    """
    if not _DIRECTIONS.isdisjoint(text):
        raise DomainError("name_direction", field=field)
    shown = "".join(character for character in text if not _shows_nothing(character))
    name = unicodedata.normalize("NFC", " ".join(shown.split()))
    compared = unicodedata.normalize("NFKC", name)
    if not any(character.isalnum() for character in compared):
        raise DomainError("name_not_visible", field=field)
    if max(len(name), len(compared)) > most:
        raise DomainError("name_too_long", field=field, most=most)
    return name


def as_identifier(text: str) -> str:
    """Return a user name or mail address as it is stored and looked up: NFKC, lower case, no blanks around it."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower()).strip()


def is_blank(text: str) -> bool:
    """Whether the text consists of white space and invisible characters only."""
    return all(character.isspace() or _shows_nothing(character) for character in text)


def _shows_nothing(character: str) -> bool:
    """Whether the character is neither seen nor white space. Private characters are rare characters of names."""
    if unicodedata.category(character) in {"Cc", "Cf"}:
        return not character.isspace()
    return character in _BLANK_LETTERS or any(ord(character) in span for span in _SELECTORS)
