"""Output of a run: one JSON object per line."""

import json
from collections.abc import Callable, Sequence
from statistics import median

RUNS = 5


def report(*, name: str, value: float, unit: str, reference: float, ratio: float, **more: object) -> None:
    """Print a figure, its reference, and their ratio."""
    line = {
        "name": name,
        "value": round(value, 2),
        "unit": unit,
        "reference": round(reference, 2),
        "ratio": round(ratio, 3),
    }
    print(json.dumps(line | more), flush=True)


def alternate(*measures: Callable[[], float]) -> Sequence[float]:
    """Run all measures in alternation, five times each; return the medians."""
    seen = [[measure() for measure in measures] for _ in range(RUNS)]
    return [median(values) for values in zip(*seen, strict=True)]
