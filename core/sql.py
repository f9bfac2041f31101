"""Statements of the hot paths: Django compiles them once and PostgreSQL prepares them once; after that only values travel.

The queryset or model stays the one place that says what is asked or kept.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, Generic, TypeAlias, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Field, Model, QuerySet
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesListIterable
from django.db.transaction import TransactionManagementError
from psycopg import Cursor
from psycopg.errors import FeatureNotSupported

R = TypeVar("R")


Value: TypeAlias = int | str | date
MARKS: Mapping[type, Callable[[int], Value]] = {
    int: int,
    str: str,
    date: lambda number: date(2001, 1, 1) + timedelta(days=number),
}


class _PreparedCursor(Cursor[Any]):
    def execute(self, query: Any, params: Any = None, **_options: Any) -> "_PreparedCursor":
        try:
            return super().execute(query, params, prepare=True)
        except FeatureNotSupported:  # the table has changed since the statement was prepared: not on this connection
            self.connection.close()
            raise


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
        self.read: list[Callable[[Any], Any]] = []
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

    def from_json(self, rows: list[list[Any]]) -> list[tuple[Any, ...]]:
        """Rows that came as JSON, with the types of their columns."""
        return [
            tuple(None if value is None else read(value) for read, value in zip(self.read, row, strict=True))
            for row in rows
        ]

    def _compile(self, values: Mapping[str, Value]) -> None:
        """Find where the values go: compiled with two sets of marks, only their places differ."""
        queryset = self.build(**_marks(values, start=20_000))
        text, params = queryset.query.sql_with_params()
        again, others = self.build(**_marks(values, start=30_000)).query.sql_with_params()
        known = {mark: name for name, mark in _marks(values, start=20_000).items()}
        self.names = [known[mark] if mark != other else None for mark, other in zip(params, others, strict=True)]
        if text != again or set(self.names) - {None} != set(values):
            raise ValueError("a value decides what the query looks like")
        self.read = [READERS.get(kind, _as_it_is) for kind in _column_types(queryset)]
        self.constants, self.locks, self.make = params, queryset.query.select_for_update, _maker(queryset)
        self.text = text


def _marks(values: Mapping[str, Value], *, start: int) -> dict[str, Value]:
    """Values that stand nowhere else, small enough for any column."""
    return {name: MARKS[type(value)](start + place) for place, (name, value) in enumerate(values.items())}


def _column_types(queryset: QuerySet[Any, Any]) -> list[str]:
    compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
    compiler.setup_query()
    return [column.output_field.get_internal_type() for column, *_ in compiler.select]


def _as_it_is(value: Any) -> Any:
    return value


READERS: Mapping[str, Callable[[Any], Any]] = {
    "DateField": date.fromisoformat,
    "DateTimeField": datetime.fromisoformat,
    "DecimalField": Decimal,
    "UUIDField": UUID,
}
"""How a column that JSON has no type for is read."""


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
    """Ask several queries in one statement; inside, each is answered once from what came back.

    All see what was committed when it began. A query that locks cannot be among them: PostgreSQL refuses.
    """
    params = [param for each in asked for param in each.query.params(each.values)]
    with prepared_cursor() as cursor:
        cursor.execute(_one_statement(tuple(each.query for each in asked)), params)
        found = [json.loads(rows, parse_float=Decimal) for rows in cursor.fetchone()]
    token = _answers.set({each.key: each.query.from_json(rows) for each, rows in zip(asked, found, strict=True)})
    try:
        yield
    finally:
        _answers.reset(token)


@cache
def _one_statement(queries: tuple[Compiled[Any], ...]) -> str:
    columns = [", ".join(f"c{place}" for place in range(len(query.read))) for query in queries]
    rows = (
        f"coalesce((SELECT json_agg(json_build_array({names})) FROM ({query.text}) AS q ({names})), '[]')::text"
        for query, names in zip(queries, columns, strict=True)
    )
    return f"SELECT {', '.join(rows)}"


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
