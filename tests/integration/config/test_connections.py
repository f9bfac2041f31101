"""What a web process keeps: its connections, and what was prepared on them."""

from unittest.mock import patch

import pytest
from django.db import OperationalError, connection

from config.postgresql.base import DatabaseWrapper, KeepingConnection

pytestmark = pytest.mark.django_db

PREPARED = "SELECT count(*) FROM pg_prepared_statements WHERE statement = 'SELECT 7'"


@pytest.fixture
def keeping():
    """A connection as web processes have it."""
    known = connection.connection.info
    address = {"host": known.host, "port": known.port, "user": known.user, "password": known.password}
    with KeepingConnection.connect(**address, dbname=known.dbname) as opened:
        yield opened


def test_a_rollback_forgets_no_statement(keeping):
    keeping.execute("SELECT 7", prepare=True)
    keeping.rollback()
    keeping.execute("SELECT 7", prepare=True)
    assert keeping.execute(PREPARED).fetchone() == (1,)


@pytest.fixture
def kept():
    """The connections of a thread of a web process, as Django holds them."""
    wrapper = DatabaseWrapper(connection.settings_dict | {"CONN_MAX_AGE": None}, "kept")
    wrapper.inc_thread_sharing()
    yield wrapper
    wrapper.close()


def asked(kept):
    """What a request does: it begins, asks something, and ends. Which backend answered."""
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


def test_whether_a_quiet_connection_lives_is_not_asked(kept):
    asked(kept)
    kept.close_if_unusable_or_obsolete()
    with patch.object(KeepingConnection, "execute", side_effect=AssertionError):
        kept.close_if_health_check_failed()
    assert kept.connection is not None


def test_a_connection_that_the_server_ended_is_opened_anew_by_the_next_request(kept):
    first = asked(kept)
    ended(first)
    assert asked(kept) != first


def test_a_connection_that_breaks_within_a_request_is_opened_anew_by_the_next(kept):
    first = asked(kept)
    kept.ensure_connection()
    with pytest.raises(OperationalError), kept.cursor() as cursor:
        ended(first)
        cursor.execute("SELECT 1")
    assert asked(kept) != first


def test_a_request_that_leaves_a_transaction_open_leaves_no_connection(kept):
    first = asked(kept)
    kept.set_autocommit(False)
    with kept.cursor() as cursor:
        cursor.execute("SELECT 1")
    kept.close_if_unusable_or_obsolete()
    assert kept.connection is None
    assert asked(kept) != first
