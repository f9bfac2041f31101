"""脱敏: what may be shown of personal data. One function for pages, API and exports. Pure.

The number of stars says nothing about the length. A masked value is never written back.
"""

STARS = "****"


def mask_id_number(number: str) -> str:
    """An ID number by its first and its last two characters: 1****2X."""
    return _ends(number, first=1, last=2)


def mask_name(name: str) -> str:
    """A person's name by its first character: 王**."""
    return f"{name[:1]}**" if name else ""


def _ends(text: str, *, first: int, last: int) -> str:
    if len(text) <= first + last:
        return STARS
    return text[:first] + STARS + text[-last:]
