"""Rules over sheets that say where they run, or ask for too much. They stand in for those of an app in the child process."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.values.errors import DomainError
from core.values.tables import Sheet


@dataclass(frozen=True, slots=True)
class Said:
    """What a rule says: the process in which it ran, the rows of the first sheet, the day that it was given."""

    process: int
    rows: list[list[object]]
    day: date


def say(sheets: Sequence[Sheet], *, day: date) -> Said:
    """Say where this runs."""
    return Said(process=os.getpid(), rows=[list(cells) for _, cells in sheets[0].rows], day=day)


def refuse(sheets: Sequence[Sheet], *, day: date) -> None:
    """Refuse the file."""
    raise DomainError("list_empty", count=len(sheets[0].rows), day=day.isoformat())


def exhaust(sheets: Sequence[Sheet], *, day: date) -> None:
    """Need more memory than the process may have."""
    bytearray(1200 * 1024**2)
