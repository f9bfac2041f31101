"""陈述申辩: how long a party may answer a proposed measure or recovery before it is decided (article 17). Pure."""

from datetime import date

from core.values.calendar import Calendar
from core.values.deadlines import Deadline, Period, deadline
from core.values.errors import Refusal

TO_ANSWER = Period(count=5, unit="working_days")
"""The working days that a party has from the proposal on. The article gives no number."""


def answer_deadline(*, proposed_on: date, calendar: Calendar) -> Deadline:
    """Return the last Beijing day on which a party may answer what was proposed on a day."""
    return deadline(start=proposed_on, period=TO_ANSWER, calendar=calendar)


def hearing_refusals(*, statement: str, answer_by: date | None, today: date) -> list[Refusal]:
    """Return why a party does not count as heard: it made no statement, and its days are not over."""
    if statement or answer_by is None or today > answer_by:
        return []
    return [Refusal(code="hearing_days", field="statement", params={"answer_by": answer_by.isoformat()})]
