"""The schedule of faults, determined by the seed. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

STANDARD_MINUTES = 4
QUIET_SECONDS = 5.0
"""Seconds without faults at the beginning, so that there is something to break."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of fault: its number in four minutes, and the shortest and longest duration in seconds."""

    count: int
    least: float = 0.0
    most: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault: its begin and duration in seconds; `pick` from 0 to 1 chooses among several targets."""

    at: float
    kind: str
    seconds: float
    pick: float


KINDS: Mapping[str, Kind] = {
    "web killed": Kind(count=5),
    "web child killed": Kind(count=14),
    "worker killed": Kind(count=7),
    "worker child killed": Kind(count=24),
    "beat killed": Kind(count=6),
    "mail server killed": Kind(count=6),
    "postgres killed": Kind(count=6),
    "backend killed": Kind(count=6),
    "valkey killed": Kind(count=8),
    "web stopped": Kind(count=5, least=1, most=4),
    "web child stopped": Kind(count=10, least=1, most=4),
    "worker stopped": Kind(count=8, least=1, most=5),
    "worker child stopped": Kind(count=16, least=1, most=5),
    "beat stopped": Kind(count=5, least=1, most=5),
    "mail server stopped": Kind(count=6, least=1, most=5),
    "postgres stopped": Kind(count=5, least=1, most=4),
    "backend stopped": Kind(count=14, least=1, most=4),
    "valkey stopped": Kind(count=8, least=1, most=4),
    "backends terminated": Kind(count=46),
    "web cut after commit": Kind(count=24, least=6, most=8),
    "worker cut after commit": Kind(count=18, least=6, most=8),
    "hole web–database": Kind(count=6, least=2, most=6),
    "hole worker–database": Kind(count=6, least=2, most=6),
    "hole web–broker": Kind(count=6, least=2, most=6),
    "hole worker–broker": Kind(count=6, least=2, most=6),
    "delay web–database": Kind(count=6, least=2, most=5),
    "delay worker–database": Kind(count=6, least=2, most=5),
    "delay web–broker": Kind(count=6, least=2, most=5),
    "delay worker–broker": Kind(count=6, least=2, most=5),
    "broker emptied": Kind(count=20),
    "task published twice": Kind(count=24),
    "second beat": Kind(count=5, least=8, most=16),
    "slow clients": Kind(count=5, least=4, most=8),
    "upload disk full": Kind(count=10, least=2, most=4),
}


def make_plan(*, seed: int, minutes: float) -> list[Fault]:
    """Return faults of every kind in proportion to the minutes, at least one each, in random order, evenly spread."""
    chance = Random(seed)
    names = [
        name for name, kind in KINDS.items() for _ in range(max(1, round(kind.count * minutes / STANDARD_MINUTES)))
    ]
    chance.shuffle(names)
    step = (minutes * 60 - QUIET_SECONDS) / len(names)
    return [
        Fault(
            at=QUIET_SECONDS + step * (place + chance.random()),
            kind=name,
            seconds=chance.uniform(KINDS[name].least, KINDS[name].most),
            pick=chance.random(),
        )
        for place, name in enumerate(names)
    ]
