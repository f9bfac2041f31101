"""One run: a world, its steps, and its end."""

from datetime import timedelta

from tests.soak.drain import drain, prove_all
from tests.soak.moves import any_move
from tests.soak.moves.clock import go_to, to_a_boundary
from tests.soak.world import World

PAUSES = (timedelta(0), timedelta(0), timedelta(0), timedelta(seconds=36), timedelta(minutes=12), timedelta(hours=1))
PROVE_EVERY = 100


class Run:
    """A world played step by step. Raises `ViolationError` with the log if an invariant breaks."""

    def __init__(self, seeded: int) -> None:
        self.seeded = seeded
        self.world = World(seeded)
        self.steps = 0

    def step(self, throw: int) -> None:
        """Play one operation, legal or not, then advance the clock a little; prove the books from time to time."""
        world = self.world
        world.rng.seed(f"{self.seeded} {throw} {self.steps}")
        any_move(world, wait=to_a_boundary)
        go_to(world, world.at + world.rng.choice(PAUSES))
        self.steps += 1
        if self.steps % PROVE_EVERY == 0:
            prove_all(world)

    def end(self) -> None:
        """Bring everything to its end and prove the books."""
        drain(self.world)
        prove_all(self.world)
