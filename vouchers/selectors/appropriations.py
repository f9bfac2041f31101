"""Reads of appropriations."""

from typing import TypeAlias

from django.db.models import QuerySet

from core.values.errors import DomainError
from vouchers.models import Appropriation
from vouchers.rules.states import AppropriationState

AppropriationRow: TypeAlias = Appropriation
"""The model's name for pages and views, which import no models."""


def list_appropriations(*, state: str = "") -> QuerySet[Appropriation]:
    """Return the appropriations of all years with their people, filtered by state."""
    rows = Appropriation.objects.select_related("entered_by", "decided_by")
    return rows.filter(state=AppropriationState(state)) if state else rows


def get_appropriation(appropriation_id: int) -> Appropriation:
    """Return an appropriation; `not_found`."""
    row = list_appropriations().filter(pk=appropriation_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def find_confirmed_appropriation(*, year: int) -> Appropriation | None:
    """Return the confirmed appropriation of a year, or None."""
    return Appropriation.objects.filter(year=year, state=AppropriationState.CONFIRMED).first()


def count_proposed_appropriations() -> int:
    """Count the appropriations that wait for a second person."""
    return Appropriation.objects.filter(state=AppropriationState.PROPOSED).count()
