"""Savepoints: the world is created once for many requests; each request is rolled back."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import time_machine
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection, transaction

from tests.world.things import NOW, World, make_world


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """The world, for all tests of a module. The clock is frozen at NOW.

    Its deferred constraints are checked here: else every savepoint would check those of the whole world again.
    """
    with time_machine.travel(NOW, tick=False), django_db_blocker.unblock(), undone():
        made = make_world()
        connection.check_constraints()
        yield made
    with django_db_blocker.unblock():
        connection.close()


@contextmanager
def undone() -> Iterator[None]:
    """Roll back at the end, after the deferred constraints were checked."""
    with transaction.atomic():
        yield
        connection.check_constraints()
        transaction.set_rollback(True)


@contextmanager
def same_numbers() -> Iterator[None]:
    """Reset sequences at the end, because a rollback does not: a repeated run draws the same ids."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT format('%I.%I', schemaname, sequencename), last_value FROM pg_sequences")
        numbers = cursor.fetchall()
    yield
    with connection.cursor() as cursor:
        cursor.executemany("SELECT setval(%s, %s, %s)", [(name, last or 1, last is not None) for name, last in numbers])


@contextmanager
def one_connection() -> Iterator[None]:
    """Requests keep the connection open, in whose transaction they are rolled back."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)
