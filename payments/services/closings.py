"""Closing of a period (关账): one person of finance proposes it with its figures, another confirms them (I11)."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime

from accounts.rules.roles import Role
from accounts.selectors.members import list_user_ids
from accounts.selectors.parties import get_authority
from core.database.transactions import write
from core.events.transitions import move, record_beginning
from core.notifications.sending import notify
from core.timekeeping.calendars import get_calendar
from core.values.deadlines import beijing_day
from core.values.errors import DomainError, Refused
from core.values.money import yuan
from payments.models import PeriodClosing
from payments.rules.closings import closing_refusal, is_closable, month_of, reminder_day
from payments.rules.reconciliation import PeriodFigures
from payments.rules.states import PERIOD_CLOSING, PeriodClosingState
from payments.selectors.closings import find_due_period
from payments.selectors.locks import lock_closing, lock_entries
from payments.selectors.reconciliation import sum_period


@write
def propose_closing(*, period: date, actor_id: int, at: datetime) -> PeriodClosing:
    """Propose to close a period with its present figures (申请关账). `period` is the first day of the month.

    Raises `period_out_of_order` for another than the first one that is not closed, `period_not_over`;
    `period_closing_once` while it is proposed.
    """
    if refusal := closing_refusal(period=period, due=find_due_period(), today=beijing_day(at)):
        raise Refused([refusal])
    closing = PeriodClosing.objects.create(
        period=period, proposed_by_id=actor_id, proposed_at=at, **_columns(sum_period(period))
    )
    record_beginning(
        closing,
        machine=PERIOD_CLOSING,
        event="period_closing.proposed",
        at=at,
        actor_id=actor_id,
        data=_event_data(closing),
    )
    return closing


@write
def confirm_closing(*, closing_id: int, actor_id: int, at: datetime) -> PeriodClosing:
    """Close a period with the proposed figures (确认关账), by another person.

    Entries wait from here to the commit, and those in progress are waited for, so that the figures have every entry of
    the period. Raises `not_found`, `illegal_state`; `same_person` for its proposer; `period_figures_changed` if an entry
    was recorded since the proposal.
    """
    closing = _lock(closing_id, target=PeriodClosingState.CLOSED, actor_id=actor_id)
    lock_entries()
    if sum_period(closing.period) != closing.figures:
        raise DomainError("period_figures_changed", kind="refused", month=closing.month)
    return _decide(closing, target=PeriodClosingState.CLOSED, actor_id=actor_id, at=at)


@write
def refuse_closing(*, closing_id: int, reason: str, actor_id: int, at: datetime) -> PeriodClosing:
    """Refuse a closing with a reason (退回关账). `not_found`, `illegal_state`; `same_person` for its proposer."""
    closing = _lock(closing_id, target=PeriodClosingState.REFUSED, actor_id=actor_id)
    return _decide(closing, target=PeriodClosingState.REFUSED, actor_id=actor_id, at=at, reason=reason)


@write
def withdraw_closing(*, closing_id: int, actor_id: int, at: datetime) -> PeriodClosing:
    """Withdraw one's own proposal (撤回关账). `not_found`, `illegal_state`; `not_own_closing` for another person."""
    closing = lock_closing(closing_id)
    if closing.proposed_by_id != actor_id:
        raise DomainError("not_own_closing", kind="refused")
    return _decide(closing, target=PeriodClosingState.WITHDRAWN, actor_id=actor_id, at=at)


def remind_of_closing(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Remind finance of a period that is not closed in time (关账超期提醒), once a week. Periodic job."""
    today, due = beijing_day(at), find_due_period()
    if (
        due is None
        or not is_closable(due=due, today=today)
        or today <= reminder_day(period=due, calendar=get_calendar())
    ):
        return {"reminded": 0}
    year, week, _ = today.isocalendar()
    notify(
        user_ids=list_user_ids(party_id=get_authority().pk, roles=[Role.FINANCE]),
        kind="period_closing.overdue",
        params={"month": month_of(due)},
        dedup=f"period_closing.overdue:{due}:{year}-{week}",
        at=at,
        party_id=get_authority().pk,
    )
    progress(1)
    return {"reminded": 1}


def _lock(closing_id: int, *, target: PeriodClosingState, actor_id: int) -> PeriodClosing:
    """Lock a closing for its decision by a second person."""
    closing = lock_closing(closing_id)
    if closing.proposed_by_id == actor_id:
        raise DomainError("same_person", kind="refused")
    PERIOD_CLOSING.get_transition(source=closing.state, target=target)
    return closing


def _decide(
    closing: PeriodClosing, *, target: PeriodClosingState, actor_id: int, at: datetime, reason: str = ""
) -> PeriodClosing:
    columns = {"decided_by_id": actor_id, "decided_at": at, "reason": reason}
    data = {**_event_data(closing), "reason": reason}
    move([closing], machine=PERIOD_CLOSING, target=target, at=at, actor_id=actor_id, columns=columns, data=data)
    return closing


def _columns(figures: PeriodFigures) -> dict[str, object]:
    return {f"{name}_{part}": value for name, found in asdict(figures).items() for part, value in found.items()}


def _event_data(closing: PeriodClosing) -> dict[str, object]:
    amounts = ("sent", "paid", "failed", "returned", "closing")
    return {"month": closing.month, **{name: yuan(getattr(closing, f"{name}_amount")) for name in amounts}}
