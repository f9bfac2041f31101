"""Applications to become an open unit over the API."""

from datetime import datetime

from django.db.models import QuerySet

from accounts.api.personal import Individual, Personal
from core.api.serializers import Nothing
from core.api.views import ApiData, Collection, Command, DetailView
from facilities.api import serializers
from facilities.api.filters import ApplicationFilter
from facilities.selectors.applications import ApplicationRow, visible_applications
from facilities.services.applications import (
    UnitAsk,
    accept_application,
    refuse_application,
    request_unit,
    withdraw_application,
)


class UnitApplications(Personal, Collection):
    """The applications that the actor may see; POST registers an organisation and applies for it, by any user.

    A new organisation is sent to the officers once its documents are uploaded (`registrations/ID/send/`).
    """

    operation = "unit_application.read"
    adding = "unit_application.request"
    throttle_scope = "registration"
    serializer_class = serializers.ApplicationOutput
    filterset_class = ApplicationFilter
    input_class = serializers.ApplicationInput
    output_class = serializers.ApplicationOutput
    success_status = 201

    def visible(self) -> QuerySet[ApplicationRow]:
        return visible_applications(self.actor)

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> ApplicationRow:
        ask = UnitAsk(**{name: data[name] for name in ("category", "introduction", "contact")})
        return request_unit(name=data["name"], uscc=data["uscc"], ask=ask, actor=self.actor, at=at, draft=True)


class UnitApplicationDetail(DetailView):
    """One application."""

    operation = "unit_application.read"
    serializer_class = serializers.ApplicationOutput

    def visible(self) -> QuerySet[ApplicationRow]:
        return visible_applications(self.actor)


class WithdrawApplication(Individual, Command):
    """Withdraw an own pending application; the registration of its organisation stays."""

    operation = "unit_application.withdraw"
    serializer_class = Nothing
    output_class = serializers.ApplicationOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> ApplicationRow:
        return withdraw_application(application_id=ids["pk"], actor=self.actor, at=at)


class AcceptApplication(Command):
    """Accept an application: its organisation is verified and entered as a unit of the category that the officer names."""

    operation = "unit_application.answer"
    serializer_class = serializers.AcceptApplicationInput
    output_class = serializers.ApplicationOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> ApplicationRow:
        return accept_application(application_id=ids["pk"], category=data["category"], actor=self.actor, at=at)


class RefuseApplication(Command):
    """Refuse an application, with the reason."""

    operation = "unit_application.answer"
    serializer_class = serializers.UnitReasonInput
    output_class = serializers.ApplicationOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> ApplicationRow:
        return refuse_application(application_id=ids["pk"], **data, actor=self.actor, at=at)
