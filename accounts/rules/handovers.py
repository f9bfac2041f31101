"""Cases that were handed over (移交事项): when somebody is reminded that one is still open. Pure."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Reminded(StrEnum):
    """Who is reminded of a case that was handed over and is not done."""

    TAKER = "taker"
    APPROVERS = "approvers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """A reminder: after how long, the kind of notice, and who gets it."""

    after: timedelta
    notice: str
    who: Reminded


REMINDERS = (
    Reminder(after=timedelta(days=3), notice="hand_over.waiting", who=Reminded.TAKER),
    Reminder(after=timedelta(days=10), notice="hand_over.overdue", who=Reminded.APPROVERS),
)
"""The taker is reminded, then it escalates to the approvers and to who handed it over. A hand-over never ends by that."""
