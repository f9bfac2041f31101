"""The data of templates/components/steps.html: the steps of a process, and the next action in it."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a process with its status."""

    label: str
    status: str
    day: date | None = None
    note: str = ""
    who: str = ""


@dataclass(frozen=True, kw_only=True)
class NextAct:
    """The next action: who must do what by which day, and what happens after that day."""

    who: str
    what: str
    day: date | None = None
    after: str = ""
