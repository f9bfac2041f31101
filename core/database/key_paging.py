"""Keyset pagination: a key holds the sort value and the id of the first or last row of a page."""

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
    """One page of a list: its rows, and the keys of the next and the previous page. A page that is absent has None."""

    rows: list[Row]
    next_key: str | None
    previous_key: str | None


def key_page(
    rows: QuerySet[Row], *, sort: str = "-id", after: str = "", before: str = "", size: int = PAGE_SIZE
) -> KeyPage[Row]:
    """Return the page after or before a key; the first page without a key or with an invalid one.

    `sort` is a column without nulls, prefixed with "-" for descending order; rows with equal values are ordered by id.
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
    """Return the condition that (column, id) is past the key, as a row comparison that an index on both serves."""
    lookup = TupleLessThan if falls else TupleGreaterThan
    return lookup(Tuple(F(name), F("pk")), edge)


def _key(row: Model, name: str) -> str:
    column: Any = row._meta.get_field(name)
    text = json.dumps([column.value_to_string(row), row.pk])
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_key(model: type[Model], name: str, key: str) -> tuple[object, int] | None:
    """Return the sort value and the id in a key; None for an invalid key."""
    try:
        text, pk = json.loads(base64.urlsafe_b64decode(key + "=" * (-len(key) % 4)))
        value, pk = model._meta.get_field(name).to_python(text), int(pk)  # type: ignore[union-attr]
    except (ValueError, TypeError, AttributeError, ValidationError, FieldDoesNotExist, RecursionError):
        return None
    return (value, pk) if value is not None and _is_usable(str(value)) and abs(pk) < 2**63 else None


def _is_usable(text: str) -> bool:
    return text.isprintable() and len(text) <= MAX_KEY_LENGTH
