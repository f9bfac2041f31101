"""Processor time of the parts of the site."""

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress

import psutil  # type: ignore[import-untyped]

PARTS = {"gunicorn": "web", "postgres": "database", "valkey": "cache"}
"""How the names of a part's processes begin."""


def seconds_used() -> Mapping[str, float]:
    """Seconds of processor time by part, of the processes of this run; of those that ended nothing is known."""
    used: Counter[str] = Counter()
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):
            times, name = child.cpu_times(), child.name()
            used.update({part: times.user + times.system for begin, part in PARTS.items() if name.startswith(begin)})
    return {part: used[part] for part in PARTS.values()}
