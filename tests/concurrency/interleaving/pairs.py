"""What is played against each other: a small world, two works, and what a job does next time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Work = Callable[[], Any]


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """Two works in a world that has been made. Both orders of them, one after the other, are what may come out.

    `afterwards` is what a job does the next time: it leaves to then what is in use now. `never` is a query of what must
    not be found, beside what the books prove.
    """

    a: Work
    b: Work
    afterwards: Work = lambda: None
    never: str = "SELECT 'nothing' WHERE false"


@dataclass(frozen=True)
class Pair:
    """A meeting that is made anew in an empty database, by its name."""

    name: str
    make: Callable[[], Meeting]

    def __str__(self) -> str:
        return self.name


PAIRS: dict[str, Pair] = {}


def pair(name: str) -> Callable[[Callable[[], Meeting]], Callable[[], Meeting]]:
    """List what makes a meeting under a name."""

    def listed(make: Callable[[], Meeting]) -> Callable[[], Meeting]:
        assert name not in PAIRS
        PAIRS[name] = Pair(name, make)
        return make

    return listed


def ignore(progress: int) -> None:
    """A job's progress, of no interest here."""
