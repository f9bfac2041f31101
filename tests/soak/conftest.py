"""A database that leaves nothing to later tests."""

import pytest

from tests.soak.database import empty_database


@pytest.fixture
def own_database(transactional_db):
    """Empty the database after the test, including rows that survive the flush, such as entered years."""
    yield
    empty_database()
