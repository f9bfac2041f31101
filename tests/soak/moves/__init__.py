"""All operations of the soak, legal and illegal, with weights; each lists the expected refusals in `why`."""

import pkgutil
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.soak.world import World

Move = Callable[["World"], None]
PATIENCE = 80
"""The most operations in a row without anything to do."""
WEIGHTS: dict[Move, int] = {}


def often(weight: int) -> Callable[[Move], Move]:
    """Register an operation with its weight."""

    def register(move: Move) -> Move:
        WEIGHTS[move] = weight
        return move

    return register


def every_move() -> dict[Move, int]:
    """Return the operations of all modules of this package, with their weights."""
    for room in pkgutil.iter_modules(__path__, f"{__name__}."):
        import_module(room.name)
    return WEIGHTS


def any_move(world: "World", *, wait: Move) -> None:
    """Play one operation that finds something to do; after many without, let time pass."""
    moves, before = every_move(), len(world.log)
    for move in world.rng.choices(list(moves), list(moves.values()), k=PATIENCE):
        move(world)
        if len(world.log) > before:
            return
    wait(world)


def state(thing: object, *states: str) -> set[str]:
    """Return `illegal_state` unless the row is in one of these states."""
    return set() if getattr(thing, "state", "") in states else {"illegal_state"}
