"""Processor time of the parts of the site."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress

import psutil  # type: ignore[import-untyped]

PARTS = {"gunicorn": "web", "postgres": "database", "valkey": "cache"}
"""How the names of a part's processes begin."""


def seconds_used() -> Mapping[str, float]:
    """Seconds of processor time by part, of the processes of this run and of those of theirs that have ended."""
    used: Counter[str] = Counter()
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            seconds, name = sum(child.cpu_times()[:4]), child.name()
            used.update({part: seconds for begin, part in PARTS.items() if name.startswith(begin)})
    return {part: used[part] for part in PARTS.values()}


class Cost:
    """What so many claims cost each part, over several runs."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self.count = 0

    @contextmanager
    def measured(self) -> Iterator[Callable[[int], None]]:
        """Add what is used inside; the run tells how many claims that was."""
        before = seconds_used()
        yield self._add
        self.seconds.update(seconds_used())
        self.seconds.subtract(before)

    def milliseconds(self) -> Mapping[str, float]:
        """Milliseconds of processor time a claim, by part."""
        return {part: round(1000 * seconds / self.count, 3) for part, seconds in self.seconds.items()}

    def _add(self, count: int) -> None:
        self.count += count
