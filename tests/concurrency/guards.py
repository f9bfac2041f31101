"""The guards of races, each switched off by its name.

A name is that of a constraint, an index or a trigger of the test's database; of a lock function in selectors/locks.py of an
app, in a room of core, or in SENT; of a condition of the claim's statement (vouchers.services.books.GUARDS); or a key of
STATEMENTS.
"""

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from contextvars import ContextVar
from datetime import date
from functools import wraps
from importlib import import_module
from threading import Barrier, get_ident
from typing import Any
from unittest.mock import patch

from django.apps import apps
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet

from accounts.models import Party
from accounts.selectors.locks import LOCK_PARTY
from config.env import PROJECT
from core.idempotency import commands
from facilities.models import OpenUnit
from vouchers.selectors.claims import READ_CLAIM, send_claim_facts
from vouchers.services import books

Function = Callable[..., Any]
PATIENCE = 20
"""Seconds that a thread waits for another."""


def look_for_key(request: commands.KeyedRequest) -> CursorWrapper:
    """Taking a key without its guard: look up, then insert."""
    cursor, taken = connection.cursor(), commands.TAKE_KEY.partition("VALUES")[0]
    unseen = "SELECT FROM core_idempotencykey WHERE actor_id = %s AND key = %s"
    key, about = [request.actor_id, request.key], [commands._digest(request), request.status, request.at]
    text = f"{taken} SELECT %s, %s, 'coupon.claim', %s, %s, %s WHERE NOT EXISTS ({unseen}) RETURNING true"
    cursor.execute(text, [*key, *about, *key])
    return cursor


def party_sent(party_id: int) -> CursorWrapper:
    """The lock of a claim without its guard: a plain read."""
    cursor = connection.cursor()
    cursor.execute(LOCK_PARTY.removesuffix("FOR NO KEY UPDATE"), [party_id])
    return cursor


def facts_with_lock(*, round_id: int, applicant_id: int, on: date) -> CursorWrapper:
    """Read the facts of a claim in the statement that locks the party: they are as old as its snapshot."""
    cursor = connection.cursor()
    lock = f"SELECT id {LOCK_PARTY[LOCK_PARTY.index('FROM') :].replace('%s', '%(applicant)s')}"
    merged = f"WITH lock AS MATERIALIZED ({lock}) SELECT facts.* FROM lock, ({READ_CLAIM}) AS facts"
    cursor.execute(merged, {"round": round_id, "applicant": applicant_id, "year": on.year, "on": on})
    return cursor


def nothing() -> None:
    """A lock that reads nothing, without its guard."""


READS: dict[str, Function] = {
    "lock_party": lambda party_id: Party.objects.get(pk=party_id),
    "send_key": look_for_key,
    "facts_behind_the_lock": facts_with_lock,
    "send_party_lock": party_sent,
    "lock_unit_shared": lambda unit_id: OpenUnit.objects.get(pk=unit_id),
    "held": lambda kind, number: nullcontext(True),
    "lock_events_for_a_moment": nothing,
    "lock_seals": nothing,
}
"""Unlocked replacements of locks without `select_for_update`. All other lock functions run without it."""


SENT: dict[str, Function] = {"send_key": commands.send_key, "facts_behind_the_lock": send_claim_facts}
"""Guards of a claim that consist in separate statements in their order, outside selectors/locks.py."""


@contextmanager
def without(*names: str, emptied: str = "") -> Iterator[None]:
    """Switch guards off within the block, for every thread. Those of the database are restored at the end, when every row
    must satisfy them again, or its table must be empty."""
    of_python = {name: lock for name in names if (lock := find_lock(name))}
    of_claim = {name: "true" for name in names if name in books.GUARDS}
    of_database = [name for name in names if name not in of_python and name not in of_claim]
    with ExitStack() as stack:
        stack.enter_context(patch.object(QuerySet, "select_for_update", _lock_unless_reading))
        stack.enter_context(_without_constraints(*of_database, emptied=emptied))
        stack.enter_context(patch.object(books, "WRITE_CLAIM", books.claim_statement(books.GUARDS | of_claim)))
        for name, lock in of_python.items():
            read = READS.get(name)
            stack.enter_context(replaced(lock, _unlocked if read is None else lambda _, read=read: read))
        yield


# Lock functions


def find_lock(name: str) -> Function | None:
    """Return the lock function of that name, or None. LookupError if several apps have one."""
    if name in SENT:
        return SENT[name]
    files = [*PROJECT.glob("*/selectors/locks.py"), *PROJECT.glob("core/*/*locks.py")]
    found = [import_module(".".join(file.relative_to(PROJECT).with_suffix("").parts)).__dict__ for file in files]
    named = [space[name] for space in found if name in space and space[name].__module__ == space["__name__"]]
    if len(named) > 1:
        raise LookupError(f"{name}: in {[lock.__module__ for lock in named]}")
    return named[0] if named else None


@contextmanager
def replaced(function: Function, wrap: Callable[[Function], Function]) -> Iterator[None]:
    """Replace a function by `wrap(function)` within the block, in every module that has imported it."""
    before = _standing.get(function, function)
    instead = wraps(function)(wrap(before))
    _put(instead, instead_of=before)
    _standing[function] = instead
    try:
        yield
    finally:
        _put(before, instead_of=instead)
        _standing[function] = before


def after(function: Function, then: Callable[[], Any]) -> Any:
    """Run an action after each call of the function, before its caller continues. This fixes an order and removes no
    guard."""

    def wrap(before: Function) -> Function:
        def called(*args: Any, **kwargs: Any) -> Any:
            found = before(*args, **kwargs)
            then()
            return found

        return called

    return replaced(function, wrap)


def meeting(function: Function, *, sides: int = 2) -> Any:
    """Block each thread in its first call of a function until this many threads have called it."""
    barrier, met = Barrier(sides), set[int]()

    def meet() -> None:
        if get_ident() not in met:
            met.add(get_ident())
            barrier.wait(PATIENCE)

    return after(function, meet)


_standing: dict[Function, Function] = {}
_reads_only: ContextVar[bool] = ContextVar("reads_only", default=False)
_select_for_update = QuerySet.select_for_update


def _own_apps() -> list[Any]:
    return [app for app in apps.get_app_configs() if str(PROJECT) == app.path.rpartition("/")[0]]


def _put(instead: Function, *, instead_of: Function) -> None:
    roots = {app.name for app in _own_apps()} | {"config"}
    for module in [module for name, module in sys.modules.items() if name.partition(".")[0] in roots]:
        for name in [name for name, value in vars(module).items() if value is instead_of]:
            setattr(module, name, instead)


def _unlocked(lock: Function) -> Function:
    """Run a lock function without FOR UPDATE."""

    def read(*args: Any, **kwargs: Any) -> Any:
        token = _reads_only.set(True)
        try:
            return lock(*args, **kwargs)
        finally:
            _reads_only.reset(token)

    return read


def _lock_unless_reading(rows: QuerySet[Any], **options: Any) -> QuerySet[Any]:
    return rows.all() if _reads_only.get() else _select_for_update(rows, **options)


# The database


def execute(*statements: str) -> None:
    """Execute SQL."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@contextmanager
def _without_constraints(*names: str, emptied: str) -> Iterator[None]:
    taken = [_removal_of(name) for name in names]
    execute(*(removal for removal, _ in taken))
    try:
        yield
    finally:
        if emptied:
            execute(
                "SET session_replication_role = 'replica'", f"DELETE FROM {emptied}", "RESET session_replication_role"
            )
        execute(*(addition for _, addition in taken))


def _removal_of(name: str) -> tuple[str, str]:
    """Return the SQL that drops a guard of the database and the SQL that restores it. LookupError unless there is one."""
    with connection.cursor() as cursor:
        cursor.execute(
            r"""
            SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
                format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
            FROM pg_constraint WHERE conname = %(name)s
            UNION ALL SELECT format('DROP INDEX %%I', indexname), indexdef FROM pg_indexes i WHERE indexname = %(name)s
                AND NOT EXISTS (SELECT FROM pg_constraint WHERE conname = i.indexname)
            UNION ALL SELECT format('ALTER TABLE %%s DISABLE TRIGGER %%I', tgrelid::regclass, tgname),
                format('ALTER TABLE %%s ENABLE TRIGGER %%I', tgrelid::regclass, tgname)
            FROM pg_trigger WHERE tgname LIKE 'pgtrigger\_' || %(name)s || '\_%%'
            """,
            {"name": name},
        )
        found = cursor.fetchall()
    if len(found) != 1:
        raise LookupError(f"{name}: {len(found)} guards of that name")
    return found[0]


# Conditions that stand in the SQL of a lapse, and have no name in the product.

STATEMENTS: dict[str, tuple[str, str]] = {
    "lapse_locks_coupons": (r"(FROM vouchers_coupon\b.*)FOR NO KEY UPDATE SKIP LOCKED", r"\1"),
}
"""Guard → the part of a statement and its replacement."""


@contextmanager
def sending_without(sender: Any, *names: str) -> Iterator[None]:
    """Switch guards off; those in STATEMENTS for the statements of a Gate or a Crowd."""
    texts = [STATEMENTS[name] for name in names if name in STATEMENTS]

    def rewrite(sql: str) -> str:
        for pattern, instead in texts:
            sql = re.sub(pattern, instead, sql, flags=re.DOTALL)
        return sql

    sender.rewrite = rewrite
    try:
        with without(*(name for name in names if name not in STATEMENTS)):
            yield
    finally:
        sender.rewrite = str
