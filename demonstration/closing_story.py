"""The months of the demonstration that are over: closed by two persons of finance, the newest one proposed."""

from core.values.deadlines import beijing_day
from demonstration.days import Days
from demonstration.people import FINANCE, SECOND_FINANCE, acting
from payments.rules.closings import is_closable
from payments.rules.reconciliation import next_period
from payments.selectors.closings import find_due_period
from payments.services.closings import confirm_closing, propose_closing


def close_months(days: Days) -> None:
    """Close the months that are over, in order; where there are several, the newest waits for the second person."""
    today, first = beijing_day(days.now), True
    while (due := find_due_period()) is not None and is_closable(due=due, today=today):
        closing = propose_closing(period=due, actor_id=acting(FINANCE).user_id, at=days.now)
        if not first and not is_closable(due=next_period(due), today=today):
            return
        confirm_closing(closing_id=closing.pk, actor_id=acting(SECOND_FINANCE).user_id, at=days.now)
        first = False
