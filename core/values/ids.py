"""Ids (编号) in the text of a request. Pure."""

import re

MAX_ID = 2**63 - 1
"""The greatest id of PostgreSQL's bigint."""
MAX_VERSION = 2**31 - 1
"""The greatest version of a row, PostgreSQL's integer."""
_ID = re.compile(r"[1-9][0-9]{0,18}")


def parse_id(text: str) -> int | None:
    """Return the id, None for another text: ASCII digits alone, so no sign, point, leading zero or full-width digit.

    An id has one spelling, or caches, logs and limits would take one row for several.
    """
    found = int(text) if _ID.fullmatch(text) else 0
    return found if 0 < found <= MAX_ID else None
