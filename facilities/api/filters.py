"""Filters for lists of units and services."""

import django_filters
from django.db.models import QuerySet

from core.api.filters import IdFilter, SearchFilter
from facilities.models import OpenUnit, Service, UnitApplication
from facilities.rules import services as service_rules
from facilities.rules import units as unit_rules
from facilities.rules.states import APPLICATION, OPEN_UNIT


def _choices(values: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(value, value) for value in values]


class PublicUnitFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`search` in the name; `category`; `service_category`: units that publish such a service."""

    search = SearchFilter("party__name", names=["party__match_name"])
    category = django_filters.ChoiceFilter(choices=_choices(unit_rules.CATEGORIES))
    service_category = django_filters.ChoiceFilter(choices=_choices(service_rules.CATEGORIES), method="publishes")

    class Meta:
        model = OpenUnit
        fields: list[str] = []

    def publishes(self, units: QuerySet[OpenUnit], name: str, value: str) -> QuerySet[OpenUnit]:
        offering = Service.objects.filter(category=value, published=True).values("unit_id")
        return units.filter(pk__in=offering)


class UnitFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`search` in the name; `category`; `state`."""

    search = SearchFilter("party__name", names=["party__match_name"])
    category = django_filters.ChoiceFilter(choices=_choices(unit_rules.CATEGORIES))
    state = django_filters.ChoiceFilter(choices=_choices(OPEN_UNIT.states))

    class Meta:
        model = OpenUnit
        fields: list[str] = []


class ServiceFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`search` in the names of service and unit; `category`; `unit`."""

    search = SearchFilter("name", "unit__party__name", names=["unit__party__match_name"])
    category = django_filters.ChoiceFilter(choices=_choices(service_rules.CATEGORIES))
    unit = IdFilter(field_name="unit_id")

    class Meta:
        model = Service
        fields: list[str] = []


class ApplicationFilter(django_filters.FilterSet):  # type: ignore[misc]
    """`search` in the name of the organisation; `state`."""

    search = SearchFilter("party__name", names=["party__match_name"])
    state = django_filters.ChoiceFilter(choices=_choices(APPLICATION.states))

    class Meta:
        model = UnitApplication
        fields: list[str] = []
