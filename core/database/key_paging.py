"""Lists page by key, never by offset: the key is the sort value and the id of a row at the edge of the page."""

import base64
import json
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Lookup, Model, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

PAGE_SIZE = 20
MAX_KEY_LENGTH = 300


Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, kw_only=True, slots=True)
class KeyPage(Generic[Row]):
    """One page of a list: its rows, and the keys of the pages around it, None where there is none."""

    rows: list[Row]
    next_key: str | None
    previous_key: str | None


def key_page(
    rows: QuerySet[Row], *, sort: str = "-id", after: str = "", before: str = "", size: int = PAGE_SIZE
) -> KeyPage[Row]:
    """The page after or before a key, the first one without or with a key that is none.

    `sort` is a column that is never null, "-" before it for the other way round; the id decides among equals.
    """
    name, falling = sort.removeprefix("-"), sort.startswith("-")
    edge = read_key(rows.model, name, before or after)
    backwards = bool(before) and edge is not None
    falls = falling != backwards
    if edge is not None:
        rows = rows.filter(_past_key(name, edge, falls=falls))
    sign = "-" if falls else ""
    found = list(rows.order_by(f"{sign}{name}", *([] if name == "id" else [f"{sign}pk"]))[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_next, has_previous = (True, more) if backwards else (more, edge is not None)
    return KeyPage(
        rows=found,
        next_key=_key(found[-1], name) if found and has_next else None,
        previous_key=_key(found[0], name) if found and has_previous else None,
    )


def _past_key(name: str, edge: tuple[object, int], *, falls: bool) -> "Lookup[bool]":
    """(column, id) beyond the edge, compared as a row: an index on both is entered right there."""
    lookup = TupleLessThan if falls else TupleGreaterThan
    return lookup(Tuple(F(name), F("pk")), edge)


def _key(row: Model, name: str) -> str:
    column: Any = row._meta.get_field(name)
    text = json.dumps([column.value_to_string(row), row.pk])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_key(model: type[Model], name: str, key: str) -> tuple[object, int] | None:
    """The sort value and the id that a key stands for, None for one that is none."""
    try:
        text, pk = json.loads(base64.urlsafe_b64decode(key + "=" * (-len(key) % 4)))
        value, pk = model._meta.get_field(name).to_python(text), int(pk)  # type: ignore[union-attr]
    except (ValueError, TypeError, AttributeError, ValidationError, FieldDoesNotExist, RecursionError):
        return None
    return (value, pk) if value is not None and _is_usable(str(value)) and abs(pk) < 2**63 else None


def _is_usable(text: str) -> bool:
    return text.isprintable() and len(text) <= MAX_KEY_LENGTH
