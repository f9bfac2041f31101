"""The connections of a web process: persistent over requests, reopened after a failure."""

import pytest
from django.db import OperationalError, connection
from django.db.backends.postgresql.base import DatabaseWrapper

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept():
    """A persistent connection, as in web processes."""
    wrapper = DatabaseWrapper(connection.settings_dict | {"CONN_MAX_AGE": None}, "kept")
    wrapper.inc_thread_sharing()
    yield wrapper
    wrapper.close()


def asked(kept):
    """Run a request with one query; return its backend's pid."""
    kept.close_if_unusable_or_obsolete()
    with kept.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    kept.close_if_unusable_or_obsolete()
    return backend


def ended(backend):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])


def test_a_connection_is_kept_from_request_to_request(kept):
    assert asked(kept) == asked(kept) == asked(kept)


def test_a_connection_that_the_server_ended_is_opened_again_by_the_next_request(kept):
    first = asked(kept)
    ended(first)
    assert asked(kept) != first


def test_a_connection_that_breaks_within_a_request_is_opened_again_by_the_next(kept):
    first = asked(kept)
    kept.ensure_connection()
    with pytest.raises(OperationalError), kept.cursor() as cursor:
        ended(first)
        cursor.execute("SELECT 1")
    assert asked(kept) != first


def test_a_statement_that_is_sent_often_is_prepared(kept):
    prepared = "SELECT count(*) FROM pg_prepared_statements WHERE statement = 'SELECT $1 + 7'"
    with kept.cursor() as cursor:
        for number in range(6):
            cursor.execute("SELECT %s + 7", [number])
        cursor.execute(prepared)
        assert cursor.fetchone() == (1,)
