"""脱敏: what may be shown of personal data. One function for pages, API and exports. Pure.

The number of stars says nothing about the length. A masked value is never written back.
"""

STARS = "****"


def mask_id_number(number: str) -> str:
    """An ID number by its first and its last two characters: 1****2X."""
    return _ends(number, first=1, last=2)


def mask_phone(number: str) -> str:
    """A mobile number by its first three and its last four digits: 138****1234."""
    return _ends(number, first=3, last=4)


def mask_account(number: str) -> str:
    """A bank account by its last four digits: ****3256."""
    return _ends(number, first=0, last=4)


def mask_name(name: str) -> str:
    """A person's name by its first character: 王**."""
    return f"{name[:1]}**" if name else ""


def mask_email(address: str) -> str:
    """A mail address by its first character and its domain: d****@example.com."""
    local, at, domain = address.rpartition("@")
    return f"{local[:1]}{STARS}{at}{domain}" if at else STARS


def _ends(text: str, *, first: int, last: int) -> str:
    if len(text) <= first + last:
        return STARS
    return text[:first] + STARS + text[-last:]
