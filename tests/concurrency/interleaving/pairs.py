"""Pairs of operations: a small world, two operations, and the next run of a job."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Work = Callable[[], Any]


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """Two operations in a prepared world. The results of both serial orders are the permitted results.

    `afterwards` is the next run of a job, which handles the rows that were locked now. `never` is a query that must return
    nothing, beside the proofs of the books.
    """

    a: Work
    b: Work
    afterwards: Work = lambda: None
    never: str = "SELECT 'nothing' WHERE false"


@dataclass(frozen=True)
class Pair:
    """A named function that creates a meeting in an empty database."""

    name: str
    make: Callable[[], Meeting]

    def __str__(self) -> str:
        return self.name


PAIRS: dict[str, Pair] = {}


def pair(name: str) -> Callable[[Callable[[], Meeting]], Callable[[], Meeting]]:
    """Register a function that creates a meeting under a name."""

    def listed(make: Callable[[], Meeting]) -> Callable[[], Meeting]:
        assert name not in PAIRS
        PAIRS[name] = Pair(name, make)
        return make

    return listed


def ignore(progress: int) -> None:
    """Ignore the progress of a job."""
