"""Steps of a thing as pages show them: done, under way, to come; and who acts next."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step, as templates/components/steps.html wants it."""

    label: str
    status: str
    day: date | None = None
    note: str = ""
    who: str = ""


@dataclass(frozen=True, kw_only=True)
class NextAct:
    """Who must do what by when, and what happens otherwise."""

    who: str
    what: str
    day: date | None = None
    after: str = ""
