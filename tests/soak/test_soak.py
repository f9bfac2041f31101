"""`make soak [SEED=… MINUTES=…]`: random operations against a model. Hypothesis makes the choices, so a failure is
reproducible from its seed; `make test` runs the short form."""

import time
from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from config.env import env
from tests.soak.life import Run

SEED = env.int("SOAK_SEED", default=20260302)
MINUTES = env.float("SOAK_MINUTES", default=0.0)
WORLDS, STEPS = 2, 800

met: Counter[str] = Counter()
"""Counts of the runs: steps, operations, refusals, and for each operation its results."""


class Life(RuleBasedStateMachine):
    """One world, from the first round to the last settlement."""

    seeded = SEED
    ends = float("inf")
    """The latest start of a world, on the machine's clock."""

    def __init__(self) -> None:
        super().__init__()
        self.run: Run | None = None

    @rule(throw=st.integers(0, 2**16 - 1))
    def step(self, throw: int) -> None:
        """Play one step; a failed run is not continued."""
        if self.run is None and time.monotonic() > self.ends:
            return
        run, self.run = self.run or Run(self.seeded + throw), None
        run.step(throw)
        self.run = run

    def teardown(self) -> None:
        """Bring the world to its end."""
        if self.run is None:
            return
        self.run.end()
        world = self.run.world
        met["steps"] += self.run.steps
        met["moves"] += world.done.total() + world.refused.total()
        met["refused"] += world.refused.total()
        met.update({f"done     {name}": count for name, count in world.done.items()})
        met.update({f"refused  {name}": count for name, count in world.refused.items()})


def soak(*, worlds: int, steps: int, seeded: int) -> None:
    """Play worlds of steps drawn from a seed. Raises `ViolationError` with the operations that led to it."""
    Life.seeded = seeded
    seed(seeded)(Life)
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=worlds,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
            print_blob=False,
            verbosity=Verbosity.quiet,
            report_multiple_bugs=False,
        ),
    )


@pytest.mark.timeout(0)
def test_the_whole_life_keeps_its_books(own_database, monkeypatch, capsys):
    met.clear()
    if not MINUTES:
        soak(worlds=1, steps=200, seeded=SEED)
        return
    monkeypatch.setattr(Life, "ends", time.monotonic() + MINUTES * 60)
    run = 0
    while time.monotonic() < Life.ends:
        with capsys.disabled():
            print(f"SEED={SEED + run}, {met['steps']} steps so far", flush=True)
        soak(worlds=WORLDS, steps=STEPS, seeded=SEED + run)
        run += 1
    with capsys.disabled():
        print("\n".join(f"{count:7} {name}" for name, count in sorted(met.items()) if " " in name))
        print(
            f"{met['steps']} steps, {met['moves']} moves with those to the end of each world, {met['refused']} of them refused"
        )
        print(f"seeds {SEED} to {SEED + run - 1}, no violation")
