"""Open units over the API."""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from django.db.models import QuerySet
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.permissions import AllowAny

from core.api.pagination import KeysetPagination
from core.api.parameters import StrictQuery
from core.api.serializers import Input
from core.api.views import ApiData, Command, DetailView, ListView, visible_or_404
from facilities.api import serializers
from facilities.api.filters import PublicUnitFilter, UnitFilter
from facilities.selectors.units import UnitRow, get_unit, public_units, visible_units
from facilities.services import units


class UnitPagination(KeysetPagination):
    """Pages by party, which is the primary key of a unit."""

    ordering = "-pk"


class PublicUnitList(StrictQuery, ListAPIView[UnitRow]):
    """开放单位名录: the admitted units. Public."""

    permission_classes = [AllowAny]
    serializer_class = serializers.PublicUnitOutput
    filterset_class = PublicUnitFilter
    pagination_class = UnitPagination

    def get_queryset(self) -> QuerySet[UnitRow]:
        return public_units()


class PublicUnitDetail(StrictQuery, RetrieveAPIView[UnitRow]):
    """An admitted unit. Public."""

    permission_classes = [AllowAny]
    serializer_class = serializers.PublicUnitOutput

    def get_queryset(self) -> QuerySet[UnitRow]:
        return public_units()


class UnitList(ListView):
    """Units in any state: every one for staff, the own one for a unit."""

    operation = "open_unit.read"
    serializer_class = serializers.UnitOutput
    filterset_class = UnitFilter
    pagination_class = UnitPagination

    def visible(self) -> QuerySet[UnitRow]:
        return visible_units(self.actor)


class UnitDetail(DetailView):
    """A unit in any state."""

    operation = "open_unit.read"
    serializer_class = serializers.UnitOutput

    def visible(self) -> QuerySet[UnitRow]:
        return visible_units(self.actor)


class EnterUnit(Command):
    """Enter a municipal unit, or the application of another."""

    operation = "open_unit.enter"
    serializer_class = serializers.EnterUnitInput
    output_class = serializers.UnitOutput
    success_status = 201

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> UnitRow:
        values = {name: value for name, value in data.items() if name != "party"}
        unit = units.enter_unit(party_id=data["party"], **values, actor_id=self.actor.user_id, at=at)
        return get_unit(unit.pk)


class _Step(Command):
    """A transition of a unit, with its reason."""

    serializer_class: type[Input] = serializers.UnitReasonInput
    output_class = serializers.UnitOutput
    step: ClassVar[Callable[..., UnitRow]]

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> UnitRow:
        unit = visible_or_404(visible_units(self.actor), ids["pk"])
        type(self).step(unit_id=unit.pk, **data, actor_id=self.actor.user_id, at=at)
        return get_unit(unit.pk)


class BeginUnitReview(_Step):
    """Begin to review an application."""

    operation = "open_unit.review"
    serializer_class = serializers.UnitRemarkInput
    step = staticmethod(units.begin_unit_review)


class DecideUnit(_Step):
    """Decide to admit a unit after its publicity."""

    operation = "open_unit.decide"
    step = staticmethod(units.decide_unit)


class RefuseUnit(_Step):
    """Refuse an application."""

    operation = "open_unit.refuse"
    step = staticmethod(units.refuse_unit)


class PubliciseUnit(_Step):
    """Begin the publicity of a decision."""

    operation = "open_unit.publicise"
    serializer_class = serializers.UnitRemarkInput
    step = staticmethod(units.publicise_unit)


class AdmitUnit(_Step):
    """Admit a unit whose publicity is over."""

    operation = "open_unit.admit"
    serializer_class = serializers.UnitRemarkInput
    step = staticmethod(units.admit_unit)


class ExitUnit(_Step):
    """Announce the exit of a unit, one month ahead."""

    operation = "open_unit.exit"
    serializer_class = serializers.UnitExitInput
    step = staticmethod(units.announce_exit)

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> UnitRow:
        by_unit = self.actor.party_id == ids["pk"]
        return super().execute(data={**data, "by_unit": by_unit}, at=at, **ids)


class StrikeOffUnit(_Step):
    """Strike a unit off."""

    operation = "open_unit.strike_off"
    step = staticmethod(units.strike_off_unit)
