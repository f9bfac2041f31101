"""数字: whole and decimal numbers as people type them. Pure."""

import re
from decimal import Decimal

from core.values.characters import as_shown

_COUNT = re.compile(r"-?[0-9]{1,19}")
_DECIMAL = re.compile(r"-?[0-9]{1,12}(\.[0-9]+)?")


def parse_count(text: str) -> int:
    """Parse a whole number: 500, ５００. ValueError for anything else, such as 1,000, 1_000, 1e3 or 1.0."""
    shown = as_shown(text)
    if not _COUNT.fullmatch(shown):
        raise ValueError("not a whole number")
    return int(shown)


def parse_decimal(text: str) -> Decimal:
    """Parse a number with all its decimals: 7.5, ７．５. ValueError for anything else, such as 1,000, 1_000 or 1e3."""
    shown = as_shown(text)
    if not _DECIMAL.fullmatch(shown):
        raise ValueError("not a number")
    return Decimal(shown)


def percent_text(share: Decimal) -> str:
    """Format a share as per cent with all its decimals: 0.125 is 12.5%."""
    text = f"{share * 100:,f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}%"
