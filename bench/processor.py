"""Processor time of the parts of the site, as Linux counts it."""

import os
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

PARTS = {"gunicorn": "web", "postgres": "database", "valkey": "cache"}
"""How the names of a part's processes begin."""
TICKS = os.sysconf("SC_CLK_TCK")


def seconds_used() -> Mapping[str, float]:
    """Seconds of processor time by part, of all its processes that run now; children that ended are left out."""
    used: Counter[str] = Counter()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            line = (folder / "stat").read_text()
        except OSError:  # it has just ended
            continue
        name, _, rest = line.partition("(")[2].rpartition(")")
        part = next((part for begin, part in PARTS.items() if name.startswith(begin)), None)
        if part is not None:
            used[part] += sum(map(int, rest.split()[11:13]))
    return {part: used[part] / TICKS for part in PARTS.values()}
