"""名称: the names of people, firms and teams: what is stored is what people see. Pure."""

import unicodedata

from core.values.characters import is_invisible
from core.values.errors import DomainError

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
    shown = "".join(character for character in text if not is_invisible(character))
    name = unicodedata.normalize("NFC", " ".join(shown.split()))
    compared = unicodedata.normalize("NFKC", name)
    if not any(character.isalnum() for character in compared):
        raise DomainError("name_not_visible", field=field)
    if max(len(name), len(compared)) > most:
        raise DomainError("name_too_long", field=field, most=most)
    return name


def as_identifier(text: str) -> str:
    """Return a user name or mail address as it is stored and looked up.

    NFKC, lower case, without blanks around it and without invisible characters.
    """
    lower = unicodedata.normalize("NFKC", text).lower()
    shown = "".join(character for character in lower if not is_invisible(character))
    return unicodedata.normalize("NFKC", shown).strip()


def is_blank(text: str) -> bool:
    """Whether the text consists of white space and invisible characters only."""
    return all(character.isspace() or is_invisible(character) for character in text)
