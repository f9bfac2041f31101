"""The small world, made once a module for those who ask for it."""

from tests.world.savepoints import world

__all__ = ["world"]
