"""The small world, made once a module, and the moment of a page, for those who ask for them."""

from datetime import timedelta

import pytest

from core.models import ClockShift
from tests.factories.contracts import MONDAY
from tests.world.savepoints import world

__all__ = ["world"]

WALL = MONDAY - timedelta(days=60)
"""Where the wall clock stands: before any business moment that a test asks for."""


@pytest.fixture
def now(time_machine, db):
    """Set the business moment, at first Monday 2 March 2026, 09:00 in Beijing; the wall clock stands, so sessions go on."""
    time_machine.move_to(WALL, tick=False)

    def move(at):
        ClockShift.objects.update_or_create(defaults={"ahead": at - WALL}, id=1)

    move(MONDAY)
    return move
