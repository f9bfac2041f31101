"""Values of rules in JSON, between a process and its child: days, decimals, and dataclasses as their fields."""

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

_READERS: Mapping[str, Callable[[str], object]] = {"$day": date.fromisoformat, "$decimal": Decimal}
"""Mark of a value that JSON does not have → how its text is read."""


def encode(value: object) -> str:
    """Return the JSON of lists, mappings, texts, numbers, days, decimals and dataclasses of them, in ASCII."""
    return json.dumps(value, default=_plain, separators=(",", ":"))


def decode(text: str | bytes) -> Any:
    """Return what was encoded, with days and decimals as such, and dataclasses as mappings."""
    return json.loads(text, object_hook=_read)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return {"$day": value.isoformat()}
    if isinstance(value, Decimal):
        return {"$decimal": str(value)}
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(type(value).__name__)


def _read(found: dict[str, Any]) -> Any:
    if len(found) == 1:
        [(mark, text)] = found.items()
        if mark in _READERS:
            return _READERS[mark](text)
    return found
