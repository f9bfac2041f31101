"""Reads of services."""

from collections.abc import Collection
from decimal import Decimal
from typing import TypeAlias

from django.db.models import QuerySet

from accounts.rules.roles import UNIT_ROLES
from core.access.checks import of_party
from core.database.searching import contains
from core.values.actors import Actor
from core.values.errors import DomainError
from facilities.models import Service
from facilities.rules.states import OpenUnitState

ServiceRow: TypeAlias = Service
"""The type of a row, for pages and views, which may not import models."""


def public_services() -> QuerySet[Service]:
    """The services that admitted units publish, with the names of the units. Public."""
    offered = Service.objects.filter(published=True, unit__state=OpenUnitState.ADMITTED)
    return offered.select_related("unit__party")


def search_services(*, text: str = "", category: str = "") -> QuerySet[Service]:
    """Published services of a category with this text in the name of the service or the unit."""
    found = public_services()
    if text:
        found = found.filter(contains(text, "name", "unit__party__name", names=["unit__party__match_name"]))
    return found.filter(category=category) if category else found


def get_public_service(service_id: int) -> Service:
    """Return a published service of an admitted unit. Raises `not_found`."""
    row = public_services().filter(pk=service_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def visible_services(actor: Actor) -> QuerySet[Service]:
    """The services of the actor's unit, published or not; none for other actors."""
    own = of_party(Service.objects.select_related("unit__party"), actor, column="unit_id")
    return own if actor.has(*UNIT_ROLES) else own.none()


def map_published(service_ids: Collection[int]) -> dict[int, int]:
    """Return published service → its unit, for the ids that exist."""
    return dict(Service.objects.filter(pk__in=service_ids, published=True).values_list("pk", "unit_id"))


def list_categories(service_ids: Collection[int]) -> frozenset[str]:
    """Return the categories of published services, for the ids that exist."""
    return frozenset(Service.objects.filter(pk__in=service_ids, published=True).values_list("category", flat=True))


def find_price(service_id: int) -> tuple[Decimal, str] | None:
    """Return the price of a service in yuan and its unit, or None."""
    return Service.objects.filter(pk=service_id).values_list("price", "price_unit").first()


def is_service_of(*, service_id: int, unit_id: int) -> bool:
    """Whether the unit has this service, published or not."""
    return Service.objects.filter(pk=service_id, unit_id=unit_id).exists()
