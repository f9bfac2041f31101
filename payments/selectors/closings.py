"""Reads of the closings of periods."""

from datetime import date
from typing import TypeAlias

from django.db.models import Min, QuerySet

from core.access.checks import may
from core.values.actors import Actor
from core.values.errors import DomainError
from payments.models import PeriodClosing, ReconciliationEntry
from payments.rules.closings import is_closable
from payments.rules.reconciliation import next_period, period_of
from payments.rules.states import PeriodClosingState

PeriodClosingRow: TypeAlias = PeriodClosing
"""The type of a row, for pages and views, which may not import models."""


def visible_closings(actor: Actor) -> QuerySet[PeriodClosing]:
    """Every closing for those who may read the reconciliation, none for others."""
    rows = PeriodClosing.objects.select_related("proposed_by", "decided_by")
    return rows if may(actor, "reconciliation.read") else rows.none()


def get_visible_closing(actor: Actor, closing_id: int) -> PeriodClosing:
    """Return a closing. Raises `not_found`."""
    row = visible_closings(actor).filter(pk=closing_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def get_closing(closing_id: int) -> PeriodClosing:
    """Return a closing, not locked. Raises `not_found`."""
    row = PeriodClosing.objects.filter(pk=closing_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def list_closings_of(period: date) -> list[PeriodClosing]:
    """Return the closings of a period, the newest first."""
    return list(PeriodClosing.objects.filter(period=period).select_related("proposed_by", "decided_by").order_by("-pk"))


def list_closed() -> list[PeriodClosing]:
    """Return the closed periods with their figures, the oldest first. One query."""
    return list(PeriodClosing.objects.filter(state=PeriodClosingState.CLOSED).order_by("period"))


def find_last_closed(*, before: date = date.max) -> PeriodClosing | None:
    """Return the last period that is closed, None without one; `before` leaves out this period and later ones."""
    return PeriodClosing.objects.filter(state=PeriodClosingState.CLOSED, period__lt=before).order_by("-period").first()


def find_due_period() -> date | None:
    """Return the first period that is not closed, None before the first entry. Two queries."""
    if last := find_last_closed():
        return next_period(last.period)
    first = ReconciliationEntry.objects.aggregate(first=Min("day"))["first"]
    return None if first is None else period_of(first)


def map_standings() -> dict[date, str]:
    """Return period → the state of its closing, for those that are proposed or closed. One query."""
    live = [PeriodClosingState.PROPOSED, PeriodClosingState.CLOSED]
    return dict(PeriodClosing.objects.filter(state__in=live).values_list("period", "state"))


def count_closings_to_propose(*, today: date) -> int:
    """Count the periods that one may propose to close now: one at most, none while one is proposed."""
    if PeriodClosing.objects.filter(state=PeriodClosingState.PROPOSED).exists():
        return 0
    return int(is_closable(due=find_due_period(), today=today))


def count_closings_to_decide(*, user_id: int) -> int:
    """Count the proposed closings that this user may decide: those of another person."""
    return PeriodClosing.objects.filter(state=PeriodClosingState.PROPOSED).exclude(proposed_by=user_id).count()
