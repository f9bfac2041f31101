"""Reads of open units."""

from collections.abc import Collection
from typing import TypeAlias

from django.db.models import Count, Q, QuerySet

from accounts.rules.roles import STAFF_ROLES
from core.access.checks import of_party
from core.database.searching import contains
from core.values.actors import Actor
from core.values.errors import DomainError
from facilities.models import OpenUnit
from facilities.rules.states import OpenUnitState

UnitRow: TypeAlias = OpenUnit
"""The type of a row, for pages and views, which may not import models."""


def public_units() -> QuerySet[OpenUnit]:
    """The admitted units (公示的开放单位), at which coupons may be used, with their names. Public."""
    return OpenUnit.objects.filter(state=OpenUnitState.ADMITTED).select_related("party")


def search_units(*, text: str = "", category: str = "") -> QuerySet[OpenUnit]:
    """Admitted units of a category with this text in the name, and the number of services they publish."""
    found = public_units().annotate(service_count=Count("services", filter=Q(services__published=True)))
    if text:
        found = found.filter(contains(text, "party__name", names=["party__match_name"]))
    return found.filter(category=category) if category else found


def get_public_unit(unit_id: int) -> OpenUnit:
    """Return an admitted unit with its party. Raises `not_found`, also for a unit that is not admitted."""
    row = public_units().filter(pk=unit_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def visible_units(actor: Actor) -> QuerySet[OpenUnit]:
    """Every unit for staff, the own one for others; in any state."""
    units = OpenUnit.objects.select_related("party")
    return units if actor.has(*STAFF_ROLES) else of_party(units, actor, column="pk")


def get_unit(unit_id: int) -> OpenUnit:
    """Return a unit with its party. Raises `not_found`."""
    row = OpenUnit.objects.select_related("party").filter(pk=unit_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def list_admitted_ids(unit_ids: Collection[int]) -> set[int]:
    """Return those of the ids whose unit is admitted."""
    return set(OpenUnit.objects.filter(pk__in=unit_ids, state=OpenUnitState.ADMITTED).values_list("pk", flat=True))
