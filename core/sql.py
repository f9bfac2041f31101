"""Statements of the hot paths: Django compiles them once and PostgreSQL prepares them once; after that only values travel.

The queryset or model stays the one place that says what is asked or kept.
"""

import json
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import groupby
from typing import Any, Generic, TypeAlias, TypeVar
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, NotSupportedError, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import Field, Model, QuerySet
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesListIterable
from django.db.transaction import TransactionManagementError
from psycopg import Cursor
from psycopg.errors import FeatureNotSupported

R = TypeVar("R")


Value: TypeAlias = int | str | bytes | date | UUID
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
    here = _ready()
    cursor: Any = _PreparedCursor(here.connection)
    return here.make_debug_cursor(cursor) if here.queries_logged else here.make_cursor(cursor)


def _ready() -> BaseDatabaseWrapper:
    """The connection of this thread, open and, once a request, seen to live."""
    here = connections[DEFAULT_DB_ALIAS]  # looked up once: `connection` does it at every dot
    here.close_if_health_check_failed()
    here.ensure_connection()
    return here


@contextmanager
def in_one_trip() -> Iterator[None]:
    """Send what is executed inside in one go, and wait once for all its answers; what an answer is wanted for is said by
    `when_answered`. The error of the first statement that fails is raised at the end, and the later ones were not done.
    Whoever watches statements (an execute wrapper) is shown them one by one."""
    here = _ready()
    if here.execute_wrappers:
        yield
        return
    line, readers = here.connection, list[Callable[[], None]]()
    token = _readers.set(readers)
    try:
        with here.wrap_database_errors, line.pipeline():
            yield
    except NotSupportedError:  # as in _PreparedCursor
        line.close()
        raise
    finally:
        _readers.reset(token)
    for read in readers:
        read()


def when_answered(read: Callable[[], None]) -> None:
    """Read an answer once it is there: now, or at the end of the round trip that is under way."""
    readers = _readers.get()
    if readers is None:
        read()
    else:
        readers.append(read)


_readers: ContextVar[list[Callable[[], None]] | None] = ContextVar("readers_of_a_round_trip", default=None)


class Statement(Generic[R]):
    """A text that is sent with ever other values and answered with rows. One that locks or writes rows stands alone."""

    text = ""
    alone = False
    read: Sequence[Callable[[Any], Any]] = ()
    make: Callable[[tuple[Any, ...]], Any] = tuple

    def rows(self, **values: Value) -> list[R]:
        """What came back, from the database or from an answer it gave already (`together`)."""
        found = (_answers.get() or {}).pop(Asked(self, values).key, None)
        if found is None:
            params = self.params(values)
            with prepared_cursor() as cursor:
                cursor.execute(self.text, params)
                found = cursor.fetchall()
        return [self.make(row) for row in found]

    def params(self, values: Mapping[str, Value]) -> list[Any]:
        """What to bind for these values."""
        raise NotImplementedError

    def from_json(self, rows: list[list[Any]]) -> list[tuple[Any, ...]]:
        """Rows that came as JSON, with the types of their columns."""
        return [
            tuple(None if value is None else read(value) for read, value in zip(self.read, row, strict=True))
            for row in rows
        ]


class Written(Statement[tuple[Any, ...]]):
    """A statement written in SQL, its values named in the order of their places."""

    alone = True

    def __init__(self, text: str, *names: str) -> None:
        self.text, self.names = text, names

    def params(self, values: Mapping[str, Value]) -> list[Any]:
        return [values[name] for name in self.names]


class NextKey(Statement[int]):
    """The key of a row of a model that is still to be written, drawn from its sequence: for what must know it before."""

    read = (int,)

    def __init__(self, model: type[Model]) -> None:
        self.text = f"SELECT nextval('{model._meta.db_table}_{model._meta.pk.column}_seq')"
        self.make = operator.itemgetter(0)

    def params(self, values: Mapping[str, Value]) -> list[Any]:
        return []


class Compiled(Statement[R]):
    """A query that is compiled when it is first run: made of a function from named values to a queryset.

    The values may stand anywhere in the queryset, but may not decide what it looks like. TransactionManagementError for
    a lock outside a transaction.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, R]]) -> None:
        self.build = build
        self.text = ""
        self.names: list[str | None] = []
        self.constants: tuple[Any, ...] = ()

    def first(self, **values: Value) -> R | None:
        """The first row, or None."""
        return next(iter(self.rows(**values)), None)

    def params(self, values: Mapping[str, Value]) -> list[Any]:
        """What to bind for these values."""
        if not self.text:
            self._compile(values)
        if self.alone and connection.get_autocommit():
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
        self.read = [READERS.get(kind, _as_it_is) for kind in _column_types(queryset)]
        self.constants, self.alone, self.make = params, queryset.query.select_for_update, _maker(queryset)
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


class Asked:
    """A statement with the values it will be run with; `key` tells it from others."""

    __slots__ = ("key", "query", "values")

    def __init__(self, query: Statement[Any], values: Mapping[str, Value]) -> None:
        self.query, self.values = query, values
        self.key = (query, *sorted(values.items()))


Answers: TypeAlias = dict[tuple[Any, ...], list[tuple[Any, ...]]]
_answers: ContextVar[Answers | None] = ContextVar("answers_of_queries_asked_together", default=None)


@contextmanager
def together(*asked: Asked) -> Iterator[None]:
    """Ask several queries in one round trip, in this order; inside, each is answered once from what came back.

    One that locks or writes rows is a statement of its own; those between are one statement, and see what was committed when
    it began. What has been answered already, and not yet been read, is not asked again.
    """
    answers = _answers.get() or {}
    found = _ask([each for each in asked if each.key not in answers])
    answers |= found
    token = _answers.set(answers)
    try:
        yield
    finally:
        _answers.reset(token)
        for key in found:
            answers.pop(key, None)


def _ask(asked: Sequence[Asked]) -> Answers:
    if not asked:
        return {}
    bound = [(each, each.query.params(each.values)) for each in asked]
    with in_one_trip():
        sent = [(group, _send(group)) for group in _statements(bound)]
    answers: Answers = {}
    for group, cursor in sent:
        answers |= _answered([each for each, _ in group], cursor)
    return answers


Bound: TypeAlias = tuple[Asked, list[Any]]


def _statements(bound: Sequence[Bound]) -> Iterator[Sequence[Bound]]:
    """What is sent as one statement each."""
    for alone, pairs in groupby(bound, key=lambda pair: pair[0].query.alone):
        group = list(pairs)
        yield from ([pair] for pair in group) if alone else [group]


def _send(group: Sequence[Bound]) -> CursorWrapper:
    queries = tuple(each.query for each, _ in group)
    cursor = prepared_cursor()
    cursor.execute(
        _one_statement(queries) if len(queries) > 1 else queries[0].text,
        [param for _, params in group for param in params],
    )
    return cursor


def _answered(group: Sequence[Asked], cursor: CursorWrapper) -> Answers:
    if len(group) == 1:
        return {group[0].key: cursor.fetchall()}
    found = READ_JSON(*cursor.fetchone())
    return {each.key: each.query.from_json(rows) for each, rows in zip(group, found, strict=True)}


@cache
def _one_statement(queries: tuple[Statement[Any], ...]) -> str:
    columns = [", ".join(f"c{place}" for place in range(len(query.read))) for query in queries]
    rows = (
        f"coalesce((SELECT json_agg(json_build_array({names})) FROM ({query.text}) AS q ({names})), '[]')"
        for query, names in zip(queries, columns, strict=True)
    )
    return f"SELECT json_build_array({', '.join(rows)})::text"


READ_JSON = json.JSONDecoder(parse_float=Decimal).decode


def change_one(text: str, params: Sequence[Any], *, otherwise: Callable[[], Exception]) -> None:
    """Do a prepared statement that must change one row; `otherwise` says what is raised where it changes none."""
    cursor = prepared_cursor()
    cursor.execute(text, params)

    def check() -> None:
        if cursor.rowcount != 1:
            raise otherwise()

    when_answered(check)


def insert(row: Model) -> None:
    """Insert a new row and set its key, as `save` would, in one prepared statement.

    What a column with a default of the database's should hold is left to the database.
    """
    text, values = insertion(row)
    with prepared_cursor() as cursor:
        cursor.execute(text, values)
        (row.pk,) = cursor.fetchone()
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def insertion(row: Model, **elsewhere: str) -> tuple[str, list[Any]]:
    """The statement that inserts a new row and returns its key, and what it binds.

    The key is bound where it is known already (`NextKey`). Columns may be given as SQL (`elsewhere`), such as one that
    another part of a greater statement returns.
    """
    text, fields = _insertion(type(row), tuple(elsewhere.items()), keyed=row.pk is not None)
    here, values = connections[DEFAULT_DB_ALIAS], row.__dict__
    return text, [
        value if (value := values[name]) is None or type(value) is plain else field.get_db_prep_save(value, here)
        for name, field, plain in fields
    ]


PLAIN: Mapping[str, type] = {
    "BooleanField": bool,
    "CharField": str,
    "DateField": date,
    "DateTimeField": datetime,
    "DecimalField": Decimal,
}
"""Values that a field of this kind would bind as they are."""


@cache
def _insertion(
    model: type[Model], elsewhere: tuple[tuple[str, str], ...], *, keyed: bool
) -> tuple[str, list[tuple[str, "Field[Any, Any]", type | None]]]:
    key, given = model._meta.pk, dict(elsewhere)
    columns = [
        field for field in model._meta.concrete_fields if (keyed or field is not key) and not field.has_db_default()
    ]
    names = ", ".join(f'"{field.column}"' for field in columns)
    places = ", ".join(given.get(field.attname, "%s") for field in columns)
    text = f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({places}) RETURNING "{key.column}"'
    bound = [field for field in columns if field.attname not in given]
    return text, [(field.attname, field, PLAIN.get(field.get_internal_type())) for field in bound]
