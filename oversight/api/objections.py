"""Objections in the API, for staff."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from core.api.views import Acting, ApiData, Command, DetailView, ListView
from core.timekeeping import clock
from oversight.api import serializers
from oversight.api.filters import ObjectionFilter
from oversight.selectors.notices import visible_objections
from oversight.services import objections


class ObjectionList(ListView):
    """Objections."""

    operation = "objection.read"
    serializer_class = serializers.ObjectionOutput
    filterset_class = ObjectionFilter

    def visible(self) -> QuerySet[Model]:
        return visible_objections(self.actor)


class ObjectionDetail(DetailView):
    """An objection."""

    operation = "objection.read"
    serializer_class = serializers.ObjectionOutput

    def visible(self) -> QuerySet[Model]:
        return visible_objections(self.actor)


class _Step(Command):
    output_class = serializers.ObjectionOutput
    step: ClassVar[Callable[..., Model]]

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        type(self).step(objection_id=ids["pk"], **data, actor_id=self.actor.user_id, at=at)
        return visible_objections(self.actor).get(pk=ids["pk"])


class InvestigateObjection(_Step):
    """Submit the findings on an objection to the approver."""

    operation = "objection.investigate"
    serializer_class = serializers.FindingsInput
    step = staticmethod(objections.investigate_objection)


class DecideObjection(_Step):
    """Dismiss or uphold an objection."""

    operation = "objection.decide"
    serializer_class = serializers.DecideObjectionInput
    step = staticmethod(objections.decide_objection)


class RevealContact(Acting, GenericAPIView[Any]):
    """Show the objector's contact, for a reason that the audit records.

    It needs no idempotency key: it changes no state, and its answer must not be stored.
    """

    operation = "objection.reveal_contact"
    serializer_class = serializers.RevealContactInput

    @extend_schema(responses=serializers.ContactOutput)
    def post(self, request: Request, pk: int) -> Response:
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        reason = serializer.validated_data["reason"]
        contact = objections.reveal_contact(objection_id=pk, reason=reason, actor_id=self.actor.user_id, at=clock.now())
        return Response(serializers.ContactOutput({"contact": contact}).data)
