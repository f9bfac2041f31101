from decimal import Decimal

import pytest

from core.models import Event
from core.values.errors import DomainError
from facilities.models import OpenUnit, Service
from facilities.selectors.services import public_services, visible_services
from facilities.services import services, units
from tests.factories.contracts import MONDAY, OFFER, acting, service, unit, user

pytestmark = pytest.mark.django_db


def update(row, **changes):
    values = {"unit_id": row.unit_id, "version": row.version, "actor_id": user().pk, "at": MONDAY}
    offer = services.Offer(**{**OFFER, **changes.pop("offer", {})})
    return services.update_service(service_id=row.pk, offer=offer, **{**values, **changes})


def unpublish(row, **changes):
    values = {"unit_id": row.unit_id, "version": row.version, "actor_id": user().pk, "at": MONDAY}
    return services.unpublish_service(service_id=row.pk, **{**values, **changes})


def test_a_published_service_is_seen_by_everybody():
    row = service(unit())
    assert [(found.name, found.price) for found in public_services()] == [("晶体结构分析", Decimal("800.00"))]
    assert Event.objects.get(type="service.published").subject_id == row.pk


@pytest.mark.parametrize("price", ["-0.01", "0.001", "NaN", "Infinity"])
def test_a_price_is_an_amount(price):
    of = unit()
    with pytest.raises(DomainError, match="price"):
        service(of, price=Decimal(price))
    assert not Service.objects.exists()


def test_a_category_is_a_known_one():
    with pytest.raises(DomainError, match="category_unknown"):
        service(unit(), category="catering")


def test_a_name_is_used_once_a_unit():
    of = unit()
    service(of)
    with pytest.raises(DomainError, match="service_name_taken"):
        service(of)
    assert service(unit()).name == "晶体结构分析"


def test_a_name_that_looks_like_another_is_the_same():
    of = unit()
    service(of, name="测试")
    other = service(of, name="检测")
    for act in (lambda: service(of, name="测\u200b试"), lambda: update(other, offer={"name": "测试\ufeff"})):
        with pytest.raises(DomainError, match="service_name_taken"):
            act()


def test_a_unit_that_was_struck_off_publishes_nothing():
    of = unit()
    units.strike_off_unit(unit_id=of.pk, reason="违规", actor_id=user().pk, at=MONDAY)
    with pytest.raises(DomainError, match="illegal_state"):
        service(of)
    assert not Service.objects.exists()


def test_a_change_raises_the_version_and_says_what_was_before():
    row = update(service(unit()), offer={"price": Decimal("900.00")})
    assert (row.version, row.price) == (2, Decimal("900.00"))
    data = Event.objects.get(type="service.updated").data
    assert (data["before"]["price"], data["after"]["price"]) == ("800.00", "900.00")


def test_a_change_of_an_old_version_is_refused():
    row = service(unit())
    update(row)
    with pytest.raises(DomainError, match="stale_version"):
        update(row, version=1, offer={"price": Decimal("1.00")})
    assert Service.objects.get().price == Decimal("800.00")


@pytest.mark.parametrize("act", [update, unpublish])
def test_another_units_service_is_as_absent(act):
    row = service(unit())
    with pytest.raises(DomainError, match="not_found"):
        act(row, unit_id=unit().pk)
    assert Service.objects.get().version == 1


def test_what_is_off_the_list_is_seen_by_the_unit_alone():
    of = unit()
    row = unpublish(service(of))
    assert not public_services().exists()
    assert [found.pk for found in visible_services(acting(of.party, "unit_operator"))] == [row.pk]
    assert not visible_services(acting(unit().party, "unit_operator")).exists()


def test_nothing_is_taken_off_the_list_twice():
    row = unpublish(service(unit()))
    with pytest.raises(DomainError, match="service_unpublished"):
        unpublish(row)
    assert Service.objects.get().version == 2


def test_services_of_units_that_leave_are_not_listed():
    row = service(unit())
    OpenUnit.objects.filter(pk=row.unit_id).update(state="struck_off", exit_reason="违规")
    assert not public_services().exists()
