"""Statements of the hot paths: Django compiles them once and PostgreSQL prepares them once; after that only values travel.

The queryset or model stays the one place that says what is asked or kept.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Generic, TypeAlias, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Field, Model, QuerySet
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesListIterable
from django.db.transaction import TransactionManagementError
from psycopg import Cursor

R = TypeVar("R")


Value: TypeAlias = int | str | date
MARKS: Mapping[type, Callable[[int], Value]] = {
    int: int,
    str: str,
    date: lambda number: date(2001, 1, 1) + timedelta(days=number),
}


class _PreparedCursor(Cursor[Any]):
    def execute(self, query: Any, params: Any = None, **_options: Any) -> "_PreparedCursor":
        return super().execute(query, params, prepare=True)


def prepared_cursor() -> CursorWrapper:
    """A cursor whose statements PostgreSQL prepares: for few texts that are run often. Parameters are bound by type."""
    connection.ensure_connection()
    cursor: Any = _PreparedCursor(connection.connection)
    return connection.make_debug_cursor(cursor) if connection.queries_logged else connection.make_cursor(cursor)


class Compiled(Generic[R]):
    """A query that is compiled when it is first run: made of a function from named values to a queryset.

    The values may stand anywhere in the queryset, but may not decide what it looks like.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, R]]) -> None:
        self.build = build
        self.text = ""
        self.names: list[str | None] = []
        self.constants: tuple[Any, ...] = ()
        self.locks = False
        self.make: Callable[[tuple[Any, ...]], Any] = tuple

    def rows(self, **values: Value) -> list[R]:
        """The rows, as the queryset would give them. TransactionManagementError for a lock outside a transaction."""
        found = (_answers.get() or {}).pop(Asked(self, values).key, None)
        if found is None:
            params = self.params(values)
            with prepared_cursor() as cursor:
                cursor.execute(self.text, params)
                found = cursor.fetchall()
        return [self.make(row) for row in found]

    def first(self, **values: Value) -> R | None:
        """The first row, or None."""
        return next(iter(self.rows(**values)), None)

    def params(self, values: Mapping[str, Value]) -> list[Any]:
        """What to bind for these values."""
        if not self.text:
            self._compile(values)
        if self.locks and connection.get_autocommit():
            raise TransactionManagementError("a row is locked within a transaction only")
        given = zip(self.names, self.constants, strict=True)
        return [values[name] if name else constant for name, constant in given]

    def _compile(self, values: Mapping[str, Value]) -> None:
        """Find where the values go: compiled with two sets of marks, only their places differ."""
        queryset = self.build(**_marks(values, start=20_000))
        text, params = queryset.query.sql_with_params()
        again, others = self.build(**_marks(values, start=30_000)).query.sql_with_params()
        known = {mark: name for name, mark in _marks(values, start=20_000).items()}
        self.names = [known[mark] if mark != other else None for mark, other in zip(params, others, strict=True)]
        if text != again or set(self.names) - {None} != set(values):
            raise ValueError("a value decides what the query looks like")
        self.constants, self.locks, self.make = params, queryset.query.select_for_update, _maker(queryset)
        self.text = text


def _marks(values: Mapping[str, Value], *, start: int) -> dict[str, Value]:
    """Values that stand nowhere else, small enough for any column."""
    return {name: MARKS[type(value)](start + place) for place, (name, value) in enumerate(values.items())}


def _maker(queryset: QuerySet[Any, Any]) -> Callable[[tuple[Any, ...]], Any]:
    kind = queryset._iterable_class
    if kind is ValuesListIterable:
        return tuple
    if kind is FlatValuesListIterable:
        return lambda row: row[0]
    model: type[Model] = queryset.model
    if kind is not ModelIterable or queryset.query.select_related:
        raise TypeError("only rows of one model, or values_list")
    names = [field.attname for field in model._meta.concrete_fields]
    return lambda row: model.from_db(DEFAULT_DB_ALIAS, names, row)


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with the values it will be run with."""

    query: Compiled[Any]
    values: Mapping[str, Value]

    @property
    def key(self) -> tuple[Any, ...]:
        """What tells it from others."""
        return self.query, *sorted(self.values.items())


Answers: TypeAlias = dict[tuple[Any, ...], list[tuple[Any, ...]]]
_answers: ContextVar[Answers | None] = ContextVar("answers_of_queries_asked_together", default=None)


@contextmanager
def together(*asked: Asked) -> Iterator[None]:
    """Ask several queries in one round trip, in this order; inside, each is answered once from what came back.

    Each sees what was committed when its turn came, so what follows a lock is as fresh as after it.
    """
    connection.ensure_connection()
    bound = [(each, each.query.params(each.values)) for each in asked]
    with connection.wrap_database_errors, connection.connection.pipeline():
        cursors = [_PreparedCursor(connection.connection).execute(each.query.text, params) for each, params in bound]
    token = _answers.set({each.key: cursor.fetchall() for (each, _), cursor in zip(bound, cursors, strict=True)})
    try:
        yield
    finally:
        _answers.reset(token)


def insert(row: Model) -> None:
    """Insert a new row and set its key, as `save` would, in one prepared statement.

    What a column with a default of the database's should hold is left to the database.
    """
    text, values = insertion(row)
    with prepared_cursor() as cursor:
        cursor.execute(text, values)
        (row.pk,) = cursor.fetchone()
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def insertion(row: Model) -> tuple[str, list[Any]]:
    """The statement that inserts a new row and returns its key, and what it binds."""
    text, fields = _insertion(type(row))
    return text, [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]


@cache
def _insertion(model: type[Model]) -> tuple[str, list["Field[Any, Any]"]]:
    key = model._meta.pk
    fields = [field for field in model._meta.concrete_fields if field is not key and not field.has_db_default()]
    names, places = ", ".join(f'"{field.column}"' for field in fields), ", ".join("%s" for _ in fields)
    return f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({places}) RETURNING "{key.column}"', fields
