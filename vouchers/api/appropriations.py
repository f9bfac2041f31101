"""Appropriations over the API."""

from datetime import datetime

from django.db.models import QuerySet

from core.api.serializers import Nothing
from core.api.views import ApiData, Collection, Command, DetailView
from vouchers.api.filters import AppropriationFilter
from vouchers.api.serializers import AppropriationIn, AppropriationOut, ReasonIn
from vouchers.selectors.appropriations import AppropriationRow, list_appropriations
from vouchers.services.appropriations import (
    confirm_appropriation,
    enter_appropriation,
    refuse_appropriation,
    withdraw_appropriation,
)


class Appropriations(Collection):
    """List the money of every year (年度预算); finance enters it."""

    operation = "appropriation.read"
    adding = "appropriation.enter"
    serializer_class = AppropriationOut
    input_class = AppropriationIn
    output_class = AppropriationOut
    success_status = 201
    filterset_class = AppropriationFilter

    def visible(self) -> QuerySet[AppropriationRow]:
        return list_appropriations()

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> AppropriationRow:
        return enter_appropriation(actor_id=self.actor.user_id, at=at, **data)


class AppropriationDetail(DetailView):
    """The money of one year."""

    operation = "appropriation.read"
    serializer_class = AppropriationOut

    def visible(self) -> QuerySet[AppropriationRow]:
        return list_appropriations()


class ConfirmAppropriation(Command):
    """Confirm the money of a year, as a second person."""

    operation = "appropriation.confirm"
    serializer_class = Nothing
    output_class = AppropriationOut

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> AppropriationRow:
        return confirm_appropriation(appropriation_id=ids["pk"], actor_id=self.actor.user_id, at=at)


class RefuseAppropriation(Command):
    """Refuse the proposed money of a year, as a second person."""

    operation = "appropriation.confirm"
    serializer_class = ReasonIn
    output_class = AppropriationOut

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> AppropriationRow:
        return refuse_appropriation(appropriation_id=ids["pk"], actor_id=self.actor.user_id, at=at, **data)


class WithdrawAppropriation(Command):
    """Withdraw a proposal that is not confirmed yet."""

    operation = "appropriation.enter"
    serializer_class = Nothing
    output_class = AppropriationOut

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> AppropriationRow:
        return withdraw_appropriation(appropriation_id=ids["pk"], actor_id=self.actor.user_id, at=at)
