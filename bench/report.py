"""What a run says: one JSON object a line."""

import json
from collections.abc import Callable, Sequence
from statistics import median

RUNS = 5


def report(*, name: str, value: float, unit: str, reference: float, ratio: float, **more: object) -> None:
    """Print a figure, what it is compared with, and their ratio."""
    line = {
        "name": name,
        "value": round(value, 2),
        "unit": unit,
        "reference": round(reference, 2),
        "ratio": round(ratio, 3),
    }
    print(json.dumps(line | more), flush=True)


def alternate(*measures: Callable[[], float]) -> Sequence[float]:
    """Measure all in turn, five times over; the median of each."""
    seen = [[measure() for measure in measures] for _ in range(RUNS)]
    return [median(values) for values in zip(*seen, strict=True)]
