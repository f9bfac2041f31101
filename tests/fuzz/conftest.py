"""Fixture: the small world, created once per module."""

from tests.world.savepoints import world

__all__ = ["world"]
