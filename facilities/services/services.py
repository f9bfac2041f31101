"""Services with published prices, maintained by the unit's members (article 6, condition 5)."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from decimal import Decimal

from core.database.transactions import write
from core.events.recording import Change, record
from core.events.transitions import require_version
from core.values.errors import DomainError
from core.values.money import floor_fen, yuan
from core.values.names import visible_name
from facilities.models import Service
from facilities.rules.services import CATEGORIES
from facilities.rules.states import OPEN_UNIT
from facilities.selectors.locks import lock_service, lock_unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """The data of a service (服务内容及收费标准); the price in yuan per `price_unit`, 0.00 if free."""

    name: str
    category: str
    description: str
    price: Decimal
    price_unit: str


@write
def create_service(*, unit_id: int, offer: Offer, actor_id: int, at: datetime) -> Service:
    """Publish a service of the unit (发布服务项目).

    Raises `not_found`; `illegal_state` for a unit that has left or was refused; `category_unknown`; `price`;
    `service_name_taken`; the errors of `visible_name` for the name and the unit of the price.
    """
    offer = _checked(offer)
    unit = lock_unit(unit_id)
    if unit.state in OPEN_UNIT.ends:
        raise DomainError("illegal_state", kind="refused", state=unit.state)
    _check_name(unit_id=unit_id, name=offer.name)
    service = Service.objects.create(unit=unit, **asdict(offer))
    _record(service, event="service.published", at=at, actor_id=actor_id, after=_plain(offer))
    return service


@write
def update_service(
    *, service_id: int, unit_id: int, offer: Offer, version: int, actor_id: int, at: datetime
) -> Service:
    """Change a service of the unit and publish it if it was unpublished. Earlier contracts keep their amounts.

    Raises `not_found`; `stale_version` if it was changed since `version` was read; else as `create_service`.
    """
    offer = _checked(offer)
    service = _lock(service_id=service_id, unit_id=unit_id, version=version)
    if offer.name != service.name:
        _check_name(unit_id=unit_id, name=offer.name)
    before = _plain(_offer_of(service))
    for name, value in asdict(offer).items():
        setattr(service, name, value)
    service.published = True
    service.version += 1
    service.save()
    _record(service, event="service.updated", at=at, actor_id=actor_id, before=before, after=_plain(offer))
    return service


@write
def unpublish_service(*, service_id: int, unit_id: int, version: int, actor_id: int, at: datetime) -> Service:
    """Unpublish a service (下架). Raises `not_found`, `stale_version`; `service_unpublished` if it is so already."""
    service = _lock(service_id=service_id, unit_id=unit_id, version=version)
    if not service.published:
        raise DomainError("service_unpublished", kind="refused")
    service.published = False
    service.version += 1
    service.save(update_fields=["published", "version"])
    _record(service, event="service.unpublished", at=at, actor_id=actor_id)
    return service


def _checked(offer: Offer) -> Offer:
    """Return the offer with its texts as they are seen."""
    if offer.category not in CATEGORIES:
        raise DomainError("category_unknown", field="category", category=offer.category)
    if not offer.price.is_finite() or offer.price < 0 or offer.price != floor_fen(offer.price):
        raise DomainError("price", field="price", price=str(offer.price))
    name = visible_name(offer.name, field="name", most=200)
    return replace(offer, name=name, price_unit=visible_name(offer.price_unit, field="price_unit", most=20))


def _check_name(*, unit_id: int, name: str) -> None:
    if Service.objects.filter(unit_id=unit_id, name=name).exists():
        raise DomainError("service_name_taken", field="name", kind="refused")


def _lock(*, service_id: int, unit_id: int, version: int) -> Service:
    service = lock_service(service_id=service_id, unit_id=unit_id)
    require_version(service, version)
    return service


def _offer_of(service: Service) -> Offer:
    return Offer(
        name=service.name,
        category=service.category,
        description=service.description,
        price=service.price,
        price_unit=service.price_unit,
    )


def _plain(offer: Offer) -> dict[str, str]:
    return {**asdict(offer), "price": yuan(offer.price)}


def _record(service: Service, *, event: str, at: datetime, actor_id: int, **data: object) -> None:
    record(
        Change(
            type=event,
            subject_kind="service",
            subject_id=service.pk,
            party_id=service.unit_id,
            actor_id=actor_id,
            at=at,
            data={"name": service.name, **data},
        )
    )
