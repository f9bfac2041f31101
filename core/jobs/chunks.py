"""The loop over chunks of a job, each in a transaction of its own."""

from collections.abc import Callable


def run_in_chunks(step: Callable[[], int], *, progress: Callable[[int], None]) -> int:
    """Repeat `step` until it finds no more rows, reporting the count of each chunk; return the sum."""
    done = 0
    while count := step():
        done += count
        progress(count)
    return done
