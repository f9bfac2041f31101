"""Every move the soak makes, legal and not, with how often it is tried; each names in `why` what stands against it."""

import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.soak.world import World

Move = Callable[["World"], None]
PATIENCE = 80
"""So many moves in a row may find nothing to do."""
WEIGHTS: dict[Move, int] = {}


def often(weight: int) -> Callable[[Move], Move]:
    """Register a move with its weight among the others."""

    def register(move: Move) -> Move:
        WEIGHTS[move] = weight
        return move

    return register


def every_move() -> dict[Move, int]:
    """The moves of all rooms beside this file, with their weights."""
    for room in pkgutil.iter_modules(__path__, f"{__name__}."):
        import_module(room.name)
    return WEIGHTS


def any_move(world: "World", *, wait: Move) -> None:
    """One move that finds something to do; where many find nothing, all waits for time to pass."""
    moves, before = every_move(), len(world.log)
    for move in world.rng.choices(list(moves), list(moves.values()), k=PATIENCE):
        move(world)
        if len(world.log) > before:
            return
    wait(world)


def state(thing: object, *states: str) -> set[str]:
    """`illegal_state` for what is in none of these states."""
    return set() if getattr(thing, "state", "") in states else {"illegal_state"}
