"""Services on offer, read."""

from collections.abc import Collection
from typing import TypeAlias

from django.db.models import Q, QuerySet

from accounts.rules.roles import UNIT_ROLES
from core.access.checks import of_party
from core.values.actors import Actor
from core.values.errors import DomainError
from facilities.models import Service
from facilities.rules.states import OpenUnitState

ServiceRow: TypeAlias = Service
"""What pages and views call the row that they read, without importing its model."""


def public_services() -> QuerySet[Service]:
    """What admitted units publish, with the names of the units. For everybody."""
    offered = Service.objects.filter(published=True, unit__state=OpenUnitState.ADMITTED)
    return offered.select_related("unit__party")


def search_services(*, text: str = "", category: str = "") -> QuerySet[Service]:
    """What is published, with these words in the names of service or unit, of a category."""
    found = public_services()
    if text:
        found = found.filter(Q(name__icontains=text) | Q(unit__party__name__icontains=text))
    return found.filter(category=category) if category else found


def get_public_service(service_id: int) -> Service:
    """A published service of an admitted unit; `not_found`."""
    row = public_services().filter(pk=service_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def visible_services(actor: Actor) -> QuerySet[Service]:
    """The unit's own services, published or not, for its people; none for others."""
    own = of_party(Service.objects.select_related("unit__party"), actor, column="unit_id")
    return own if actor.has(*UNIT_ROLES) else own.none()


def map_published(service_ids: Collection[int]) -> dict[int, int]:
    """Published service → its unit, for as many of the ids as there are."""
    return dict(Service.objects.filter(pk__in=service_ids, published=True).values_list("pk", "unit_id"))


def is_service_of(*, service_id: int, unit_id: int) -> bool:
    """Whether the unit has this service, published or not."""
    return Service.objects.filter(pk=service_id, unit_id=unit_id).exists()
