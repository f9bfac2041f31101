"""关账: which period may be closed, and when a missing closing is overdue. Pure."""

from datetime import date, timedelta

from core.values.calendar import Calendar
from core.values.errors import Refusal
from payments.rules.reconciliation import next_period

REMIND_AFTER = 10
"""Working days after the end of a period on which finance is reminded of its closing."""


def closing_refusal(*, period: date, due: date | None, today: date) -> Refusal | None:
    """Return why a period cannot be closed, or None.

    `due` is the first period that is not closed, None without entries. `period_out_of_order` for another one,
    `period_not_over` until its last day is over.
    """
    if due is None or period != due:
        month = "—" if due is None else month_of(due)
        return Refusal(code="period_out_of_order", field="period", params={"due": month})
    if today < next_period(period):
        return Refusal(code="period_not_over", field="period", params={"month": month_of(period)})
    return None


def is_closable(*, due: date | None, today: date) -> bool:
    """Whether there is a period that may be closed."""
    return due is not None and closing_refusal(period=due, due=due, today=today) is None


def reminder_day(*, period: date, calendar: Calendar) -> date:
    """Return the Beijing day from which on a period without a closing is overdue."""
    return calendar.add_working_days(start=next_period(period) - timedelta(days=1), count=REMIND_AFTER)


def month_of(period: date) -> str:
    """Return a period as it is written: 2026-11."""
    return f"{period:%Y-%m}"
