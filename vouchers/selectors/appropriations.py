"""Reads of appropriations."""

from typing import TypeAlias

from django.db.models import Q, QuerySet

from core.access.checks import may
from core.database.searching import of_number
from core.values.actors import Actor
from core.values.errors import DomainError
from core.values.object_numbers import Series
from vouchers.models import Appropriation
from vouchers.rules.states import AppropriationState

AppropriationRow: TypeAlias = Appropriation
"""The model's name for pages and views, which import no models."""

TO_CONFIRM = "to_confirm"
"""A filter value beside the states: proposed appropriations that the reader may confirm."""


def list_appropriations() -> QuerySet[Appropriation]:
    """Return the appropriations of all years with their people."""
    return Appropriation.objects.select_related("entered_by", "decided_by")


def search_appropriations(actor: Actor, *, state: str = "", text: str = "") -> QuerySet[Appropriation]:
    """Return the appropriations of all years, filtered by state or TO_CONFIRM, and by number."""
    rows = list_appropriations()
    rows = rows.filter(of_number(text, Series.APPROPRIATION)) if text else rows
    if state == TO_CONFIRM:
        return rows.filter(_to_confirm(actor.user_id))
    return rows.filter(state=AppropriationState(state)) if state else rows


def visible_appropriations(actor: Actor) -> QuerySet[Appropriation]:
    """Return every appropriation for those who may read them, none for others."""
    return list_appropriations() if may(actor, "appropriation.read") else Appropriation.objects.none()


def get_appropriation(appropriation_id: int) -> Appropriation:
    """Return an appropriation; `not_found`."""
    row = list_appropriations().filter(pk=appropriation_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def find_confirmed_appropriation(*, year: int) -> Appropriation | None:
    """Return the confirmed appropriation of a year, or None."""
    return Appropriation.objects.filter(year=year, state=AppropriationState.CONFIRMED).first()


def count_appropriations_to_confirm(user_id: int) -> int:
    """Count the proposed appropriations that a person may confirm: those that others entered."""
    return Appropriation.objects.filter(_to_confirm(user_id)).count()


def _to_confirm(user_id: int) -> Q:
    return Q(state=AppropriationState.PROPOSED) & ~Q(entered_by_id=user_id)
