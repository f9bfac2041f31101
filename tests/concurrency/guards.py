"""The guards of races, each switched off by its name.

A name is that of a constraint, an index or a trigger of the test's own database, of a lock function in selectors/locks.py
of an app or in a room of core, of one in SENT, or of a condition of the claim's statement (vouchers.services.books.GUARDS).
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from contextvars import ContextVar
from datetime import date
from functools import wraps
from importlib import import_module
from pathlib import Path
from threading import Barrier, get_ident
from typing import Any
from unittest.mock import patch

from django.apps import AppConfig, apps
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet

from accounts.models import Party
from accounts.selectors.locks import READ_PARTY
from config.env import PROJECT
from core.idempotency import commands
from facilities.models import OpenUnit
from payments.models import PayeeAccount
from vouchers.selectors.claims import READ_CLAIM_FACTS, send_claim_facts
from vouchers.selectors.locks import overdue_coupons
from vouchers.services import books

Function = Callable[..., Any]
PATIENCE = 20
"""Seconds that a thread waits for another."""


LOOK_FOR_KEY = """
    INSERT INTO core_idempotencykey (actor_id, key, operation, request_hash, status, at)
    SELECT %(actor)s, %(key)s, %(operation)s, %(digest)s, %(status)s, %(at)s
    WHERE NOT EXISTS (SELECT FROM core_idempotencykey WHERE actor_id = %(actor)s AND key = %(key)s) RETURNING true
"""


def look_for_key(request: commands.KeyedRequest) -> CursorWrapper:
    """What is left of taking a key: it is looked for, then written."""
    asked = {"actor": request.actor_id, "key": request.key, "operation": request.operation}
    asked |= {"digest": commands._digest(request), "status": request.status, "at": request.at}
    cursor = connection.cursor()
    cursor.execute(LOOK_FOR_KEY, asked)
    return cursor


def party_sent(party_id: int) -> CursorWrapper:
    """The lock of a claim without its guard: a plain read."""
    cursor = connection.cursor()
    cursor.execute(READ_PARTY, [party_id])
    return cursor


def facts_with_lock(*, round_id: int, applicant_id: int, on: date) -> CursorWrapper:
    """Read the facts of a claim in the statement that locks the party: they are as old as its snapshot."""
    cursor = connection.cursor()
    lock = "SELECT id FROM accounts_party WHERE id = %(applicant)s FOR NO KEY UPDATE"
    merged = f"WITH lock AS MATERIALIZED ({lock}) SELECT facts.* FROM lock, ({READ_CLAIM_FACTS}) AS facts"
    cursor.execute(merged, {"round": round_id, "applicant": applicant_id, "year": on.year, "on": on})
    return cursor


def nothing() -> None:
    """A lock that reads nothing, without its guard."""


READS: dict[str, Function] = {
    "lock_party": lambda party_id: Party.objects.get(pk=party_id),
    "send_key": look_for_key,
    "facts_behind_the_lock": facts_with_lock,
    "send_party_lock": party_sent,
    "lock_teams_of_persons": lambda party_id: None,
    "lock_user_shared": lambda user_id: None,
    "lock_accounts_shared": lambda party_ids: dict(
        PayeeAccount.objects.filter(party_id__in=party_ids, state="current").values_list("party_id", "pk")
    ),
    "lock_parties_shared": lambda party_ids: None,
    "lock_unit_shared": lambda unit_id: OpenUnit.objects.get(pk=unit_id),
    "session_lock": lambda kind, number: nullcontext(True),
    "lock_events_for_a_moment": nothing,
    "lock_seals": nothing,
    "lock_entries": nothing,
    "lock_overdue": overdue_coupons,
}
"""Unlocked replacements of locks without `select_for_update`. All other lock functions run without it."""


SENT: dict[str, Function] = {"send_key": commands.send_key, "facts_behind_the_lock": send_claim_facts}
"""Guards of a claim that consist in separate statements in their order, outside selectors/locks.py."""


@contextmanager
def without(*names: str, emptied: str = "") -> Iterator[None]:
    """Switch guards off within the block, for every thread. Those of the database are restored at the end, when every row
    must satisfy them again, or its table must be empty: `emptied` names such tables, with spaces between them."""
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


def own_apps() -> list[AppConfig]:
    """The apps of the project, without those of its libraries."""
    return [app for app in apps.get_app_configs() if Path(app.path).parent == PROJECT]


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
    wrapped = wrap(before)

    @wraps(function)
    def instead(*args: Any, **kwargs: Any) -> Any:
        return wrapped(*args, **kwargs)

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


def _put(instead: Function, *, instead_of: Function) -> None:
    roots = {app.name for app in own_apps()} | {"config"}
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
                "SET session_replication_role = 'replica'",
                *(f"DELETE FROM {table}" for table in emptied.split()),
                "RESET session_replication_role",
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
