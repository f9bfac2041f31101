"""What a refusal leaves of the statements that were prepared."""

import pytest
from django.db import connection

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
