"""The transaction of a service: one public function, one transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

import psycopg
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, connection, transaction

from core.messages.catalogue import constraint_error
from core.values.errors import DomainError

P = ParamSpec("P")
R = TypeVar("R")

ATTEMPTS = 3
_inside: ContextVar[bool] = ContextVar("inside_a_service", default=False)
_undo: ContextVar[list[Callable[[], None]]] = ContextVar("undo_outside_the_database")


def write(service: Callable[P, R]) -> Callable[P, R]:
    """Run a service in one transaction. A service called by another joins the open transaction.

    A deadlock or serialization failure is retried, up to three attempts; then, and where a lock or a statement timed
    out, it raises `busy` (503). A connection that broke during the commit raises `outcome_unknown` (503): only then may
    something have been written. A violated constraint listed in CONSTRAINTS raises its DomainError. After a violation
    of a unique one the first attempt is retried once: the other transaction has committed by then, so the rules can
    give the full refusal.
    """

    @wraps(service)
    def inside(*args: P.args, **kwargs: P.kwargs) -> R:
        if _inside.get():
            return service(*args, **kwargs)
        token = _inside.set(True)
        try:
            return _attempt(lambda: service(*args, **kwargs))
        finally:
            _inside.reset(token)

    return inside


def assert_inside() -> None:
    """Raise RuntimeError outside a service's transaction."""
    if not _inside.get():
        raise RuntimeError("only a service (@write) may do this")


def assert_outside() -> None:
    """Raise RuntimeError inside a service's transaction, for work that no row may be locked for."""
    if _inside.get():
        raise RuntimeError("no service (@write) may do this")


def on_failure(undo: Callable[[], None]) -> None:
    """Register a function that undoes an effect outside the database, such as a written file, if the service fails.

    It does not run where the commit itself fails, because the outcome is unknown then; a sweep must clean up.
    RuntimeError outside a service.
    """
    assert_inside()
    _undo.get().append(undo)


@contextmanager
def pipeline() -> Iterator[None]:
    """Send the statements of the block in one round trip, in order. Read their cursors after the block.

    Each statement has its own snapshot (READ COMMITTED). If one fails, its error is raised and the later ones are not
    executed. RuntimeError outside a service.
    """
    assert_inside()
    with connection.wrap_database_errors, connection.connection.pipeline():
        yield


def _attempt(work: Callable[[], R]) -> R:
    _close_broken_connection()
    for attempt in range(1, ATTEMPTS + 1):
        worked = False
        try:
            with transaction.atomic():
                result = _run_with_undo(work)
                worked = True
            return result
        except (OperationalError, InterfaceError) as error:
            if worked and not _is_commit_refused(error):
                raise DomainError("outcome_unknown", kind="busy") from error
            if isinstance(error.__cause__, psycopg.errors.DeadlockDetected | psycopg.errors.SerializationFailure):
                if attempt < ATTEMPTS:
                    continue
                raise DomainError("busy", kind="busy") from error
            raise _busy(error) from error
        except IntegrityError as error:
            named = _as_domain_error(error)
            if attempt == 1 and named is not error and isinstance(error.__cause__, psycopg.errors.UniqueViolation):
                continue
            raise named from error
    raise AssertionError("unreachable")


def _close_broken_connection() -> None:
    """Close a connection that broke, so that a long job continues on a new one."""
    if connection.errors_occurred and not connection.in_atomic_block and not connection.is_usable():
        connection.close()


def _is_commit_refused(error: DatabaseError | InterfaceError) -> bool:
    """Whether the database refused the commit. A lost connection or a shutdown (08…, 57P…) leaves the outcome open."""
    state = error.__cause__.sqlstate if isinstance(error.__cause__, psycopg.Error) else None
    return state is not None and not state.startswith(("08", "57P"))


def _run_with_undo(work: Callable[[], R]) -> R:
    undo: list[Callable[[], None]] = []
    token = _undo.set(undo)
    try:
        return work()
    except BaseException:
        for each in reversed(undo):
            each()
        raise
    finally:
        _undo.reset(token)


def _busy(error: DatabaseError | InterfaceError) -> Exception:
    if isinstance(error.__cause__, psycopg.errors.LockNotAvailable | psycopg.errors.QueryCanceled):
        return DomainError("busy", kind="busy")
    return error


def _as_domain_error(error: IntegrityError) -> Exception:
    cause = error.__cause__
    name = cause.diag.constraint_name if isinstance(cause, psycopg.Error) else None
    return constraint_error(name) or error
