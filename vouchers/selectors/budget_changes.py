"""Reads of changes of round budgets."""

from typing import TypeAlias

from django.db.models import Q, QuerySet

from core.access.checks import may
from core.database.searching import of_number
from core.values.actors import Actor
from core.values.errors import DomainError
from core.values.object_numbers import Series
from vouchers.models import BudgetChange
from vouchers.rules.states import BudgetChangeState

BudgetChangeRow: TypeAlias = BudgetChange
"""The model's name for pages and views, which import no models."""

TO_DECIDE = "to_decide"
"""A filter value beside the states: proposed changes that the reader may decide."""


def list_budget_changes() -> QuerySet[BudgetChange]:
    """Return the changes of every round with their round and people."""
    return BudgetChange.objects.select_related("round", "proposed_by", "decided_by")


def search_budget_changes(actor: Actor, *, state: str = "", text: str = "") -> QuerySet[BudgetChange]:
    """Return the changes of every round, filtered by state or TO_DECIDE, and by number."""
    rows = list_budget_changes()
    rows = rows.filter(of_number(text, Series.BUDGET_CHANGE)) if text else rows
    if state == TO_DECIDE:
        return rows.filter(_to_decide(actor.user_id))
    return rows.filter(state=BudgetChangeState(state)) if state else rows


def visible_budget_changes(actor: Actor) -> QuerySet[BudgetChange]:
    """Return every change for those who may read them, none for others."""
    return list_budget_changes() if may(actor, "budget_change.read") else BudgetChange.objects.none()


def get_budget_change(change_id: int) -> BudgetChange:
    """Return a change; `not_found`."""
    row = list_budget_changes().filter(pk=change_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def find_open_change(round_id: int) -> BudgetChange | None:
    """Return the pending change of a round's budget, or None."""
    return list_budget_changes().filter(round_id=round_id, state=BudgetChangeState.PROPOSED).first()


def has_open_change(round_id: int) -> bool:
    """Whether a change of the round's budget is pending."""
    return BudgetChange.objects.filter(round_id=round_id, state=BudgetChangeState.PROPOSED).exists()


def count_changes_to_decide(user_id: int) -> int:
    """Count the proposed changes that a person may decide: those that others proposed."""
    return BudgetChange.objects.filter(_to_decide(user_id)).count()


def _to_decide(user_id: int) -> Q:
    return Q(state=BudgetChangeState.PROPOSED) & ~Q(proposed_by_id=user_id)
