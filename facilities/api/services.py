"""Services over the API."""

from datetime import datetime
from typing import TypedDict

from django.db.models import QuerySet
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.permissions import AllowAny

from core.api.parameters import StrictQuery
from core.api.views import ApiData, Command, ListView
from facilities.api import serializers
from facilities.api.filters import ServiceFilter
from facilities.selectors.services import ServiceRow, public_services, visible_services
from facilities.services.services import Offer, create_service, unpublish_service, update_service


class PublicServiceList(StrictQuery, ListAPIView[ServiceRow]):
    """服务项目: the services that admitted units publish, with prices. Public."""

    permission_classes = [AllowAny]
    serializer_class = serializers.ServiceOutput
    filterset_class = ServiceFilter

    def get_queryset(self) -> QuerySet[ServiceRow]:
        return public_services()


class PublicServiceDetail(StrictQuery, RetrieveAPIView[ServiceRow]):
    """A published service. Public."""

    permission_classes = [AllowAny]
    serializer_class = serializers.ServiceOutput

    def get_queryset(self) -> QuerySet[ServiceRow]:
        return public_services()


class OwnServiceList(ListView):
    """The unit's own services, published or not."""

    operation = "service.manage"
    serializer_class = serializers.ServiceOutput
    filterset_class = ServiceFilter

    def visible(self) -> QuerySet[ServiceRow]:
        return visible_services(self.actor)


class Act(TypedDict):
    """Arguments of every service called here: the unit, the actor, the moment."""

    unit_id: int
    actor_id: int
    at: datetime


class _OwnService(Command):
    operation = "service.manage"
    output_class = serializers.ServiceOutput

    def acting(self, at: datetime) -> Act:
        return {"unit_id": self.actor.party, "actor_id": self.actor.user_id, "at": at}


class PublishService(_OwnService):
    """Publish a service of the unit."""

    serializer_class = serializers.ServiceInput
    success_status = 201

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> ServiceRow:
        return create_service(offer=Offer(**data), **self.acting(at))


class UpdateService(_OwnService):
    """Change a service of the unit."""

    serializer_class = serializers.ServiceUpdateInput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> ServiceRow:
        offer = Offer(**{name: value for name, value in data.items() if name != "version"})
        return update_service(service_id=ids["pk"], offer=offer, version=data["version"], **self.acting(at))


class UnpublishService(_OwnService):
    """Unpublish a service of the unit."""

    serializer_class = serializers.ServiceVersionInput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> ServiceRow:
        return unpublish_service(service_id=ids["pk"], version=data["version"], **self.acting(at))
