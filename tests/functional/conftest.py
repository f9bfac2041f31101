"""Fixtures: the small world, created once per module, and the business moment of a page."""

from datetime import timedelta

import pytest

from core.models import ClockShift
from tests.factories.contracts import MONDAY
from tests.world.savepoints import world

__all__ = ["world"]

WALL = MONDAY - timedelta(days=60)
"""The frozen wall clock: before any business moment of a test."""


@pytest.fixture
def now(time_machine, db):
    """Set the business moment, initially 2026-03-02 09:00 in Beijing; the wall clock is frozen, so sessions stay valid."""
    time_machine.move_to(WALL, tick=False)

    def move(at):
        ClockShift.objects.update_or_create(defaults={"ahead": at - WALL}, id=1)

    move(MONDAY)
    return move
