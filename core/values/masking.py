"""脱敏: masking of personal data, the same for pages, API and exports. Pure.

The number of stars does not depend on the length. Never write a masked value back.
"""

STARS = "****"


def mask_id_number(number: str) -> str:
    """Mask an ID number except its first and its last two characters: 1****2X."""
    return _ends(number, first=1, last=2)


def mask_name(name: str) -> str:
    """Mask a person's name except its first character: 王**."""
    return f"{name[:1]}**" if name else ""


def mask_account(last_four: str) -> str:
    """Return the masked form of an account number, whose last four characters are given: ****1234."""
    return STARS + last_four


def _ends(text: str, *, first: int, last: int) -> str:
    if len(text) <= first + last:
        return STARS
    return text[:first] + STARS + text[-last:]
