"""Values of rules in JSON, between a process and its child: days, and dataclasses as their fields."""

import json
from dataclasses import asdict, is_dataclass
from datetime import date
from typing import Any

_DAY = "$day"


def encode(value: object) -> str:
    """Return the JSON of lists, mappings, texts, numbers, days and dataclasses of them, in ASCII."""
    return json.dumps(value, default=_plain, separators=(",", ":"))


def decode(text: str | bytes) -> Any:
    """Return what was encoded, with days as days and dataclasses as mappings."""
    return json.loads(text, object_hook=_read)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return {_DAY: value.isoformat()}
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(type(value).__name__)


def _read(found: dict[str, Any]) -> Any:
    return date.fromisoformat(found[_DAY]) if found.keys() == {_DAY} else found
