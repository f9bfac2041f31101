"""The months of the demonstration that are over: closed by two persons of finance, the newest one waits for the second person."""

from datetime import date

from core.values.deadlines import beijing_day
from demonstration.days import Days
from demonstration.people import FINANCE, SECOND_FINANCE, acting
from payments.rules.closings import is_closable
from payments.rules.reconciliation import next_period
from payments.selectors.closings import find_due_period
from payments.services.closings import confirm_closing, propose_closing, refuse_closing, withdraw_closing


def close_months(days: Days) -> None:
    """Close the months that are over, in order, after a proposal that was withdrawn and one that was refused.

    In the months of payment there may be none: their entries are a few days old.
    """
    due, today = find_due_period(), beijing_day(days.now)
    if due is None or not is_closable(due=due, today=today):
        return
    first, second = acting(FINANCE).user_id, acting(SECOND_FINANCE).user_id
    withdraw_closing(closing_id=_propose(due, days), actor_id=first, at=days.now)
    refuse_closing(closing_id=_propose(due, days), reason="银行对账单尚未收齐。", actor_id=second, at=days.now)
    closing_id = _propose(due, days)
    while is_closable(due=next_period(due), today=today):
        confirm_closing(closing_id=closing_id, actor_id=second, at=days.now)
        due = next_period(due)
        closing_id = _propose(due, days)


def _propose(period: date, days: Days) -> int:
    return propose_closing(period=period, actor_id=acting(FINANCE).user_id, at=days.now).pk
