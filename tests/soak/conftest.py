"""A database that nobody else sees anything of afterwards."""

import pytest

from tests.soak.database import empty_database


@pytest.fixture
def own_database(transactional_db):
    """Emptied after the test, however it ended: also of what outlives the flush, such as years that were entered."""
    yield
    empty_database()
