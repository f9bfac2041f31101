"""Reads of changes of round budgets."""

from typing import TypeAlias

from django.db.models import QuerySet

from core.values.errors import DomainError
from vouchers.models import BudgetChange
from vouchers.rules.states import BudgetChangeState

BudgetChangeRow: TypeAlias = BudgetChange
"""The model's name for pages and views, which import no models."""


def list_budget_changes(*, state: str = "") -> QuerySet[BudgetChange]:
    """Return the changes of every round with their round and people, filtered by state."""
    rows = BudgetChange.objects.select_related("round", "proposed_by", "decided_by")
    return rows.filter(state=BudgetChangeState(state)) if state else rows


def get_budget_change(change_id: int) -> BudgetChange:
    """Return a change; `not_found`."""
    row = list_budget_changes().filter(pk=change_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def find_open_change(round_id: int) -> BudgetChange | None:
    """Return the pending change of a round's budget, or None."""
    return list_budget_changes(state=BudgetChangeState.PROPOSED).filter(round_id=round_id).first()


def has_open_change(round_id: int) -> bool:
    """Whether a change of the round's budget is pending."""
    return BudgetChange.objects.filter(round_id=round_id, state=BudgetChangeState.PROPOSED).exists()


def count_proposed_changes() -> int:
    """Count the changes that wait for a second person."""
    return BudgetChange.objects.filter(state=BudgetChangeState.PROPOSED).count()
