"""Processor time of the parts of the site."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress

import psutil  # type: ignore[import-untyped]

PARTS = {"gunicorn": "web", "postgres": "database", "valkey": "cache"}
"""Prefix of a process name → the part of the site."""


def seconds_used() -> Mapping[str, float]:
    """Return processor seconds by part, of this run's processes and their ended children."""
    used: Counter[str] = Counter()
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            seconds, name = sum(child.cpu_times()[:4]), child.name()
            used.update({part: seconds for begin, part in PARTS.items() if name.startswith(begin)})
    return {part: used[part] for part in PARTS.values()}


class Cost:
    """Processor time of each part over several runs, and the number of claims."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self.count = 0

    @contextmanager
    def measured(self) -> Iterator[Callable[[int], None]]:
        """Add the processor time used inside the block; the yielded function takes the number of claims."""
        before = seconds_used()
        yield self._add
        self.seconds.update(seconds_used())
        self.seconds.subtract(before)

    def milliseconds(self) -> Mapping[str, float]:
        """Processor milliseconds per claim, by part."""
        return {part: round(1000 * seconds / self.count, 3) for part, seconds in self.seconds.items()}

    def _add(self, count: int) -> None:
        self.count += count
