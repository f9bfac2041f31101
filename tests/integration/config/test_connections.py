"""What a refusal leaves of the statements that were prepared."""

import pytest
from django.db import connection
from psycopg import OperationalError

from config.connections import KeepingConnection

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


def test_whether_a_quiet_connection_lives_is_not_asked(keeping):
    assert keeping.execute("").pgresult is None
    assert keeping.execute("SELECT 1").pgresult is not None


def test_a_connection_that_the_server_ended_does_not_pass_for_alive(keeping):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [keeping.info.backend_pid])
    with pytest.raises(OperationalError):
        keeping.execute("")
