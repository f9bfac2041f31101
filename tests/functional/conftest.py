"""The small world, made once a module, and the moment of a page, for those who ask for them."""

import pytest

from tests.factories.contracts import MONDAY
from tests.world.savepoints import world

__all__ = ["world"]


@pytest.fixture
def now(monkeypatch):
    """The moment of a page: Monday 2 March 2026, 09:00 in Beijing, unless a test moves it."""
    moment = {"at": MONDAY}
    monkeypatch.setattr("core.timekeeping.clock.now", lambda: moment["at"])
    return lambda at: moment.update(at=at)
