"""Redemptions over the API, up to the formal check."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, TypedDict

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api.views import Acting, ApiData, Collection, Command, DetailView, visible_or_404
from core.timekeeping import clock
from redemptions.api import serializers
from redemptions.api.filters import RedemptionFilter
from redemptions.selectors.evidence import make_check_sheet
from redemptions.selectors.redemptions import (
    RedemptionRow,
    redemptions_with_evidence,
    visible_redemptions,
    with_details,
)
from redemptions.services.formal_checks import accept_redemption, return_redemption
from redemptions.services.redemptions import (
    adopt_records,
    start_redemption,
    submit_redemption,
    update_redemption,
    withdraw_redemption,
)
from vouchers.api.serializers import VersionIn


class Redemptions(Collection):
    """List the redemptions the reader may see; draft one for a contract."""

    operation = "redemption.read"
    adding = "redemption.claim"
    serializer_class = serializers.RedemptionOut
    input_class = serializers.RedemptionIn
    output_class = serializers.RedemptionOut
    success_status = 201
    filterset_class = RedemptionFilter

    def visible(self) -> QuerySet[RedemptionRow]:
        return visible_redemptions(self.actor)

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> RedemptionRow:
        return start_redemption(
            contract_id=data["contract"], unit_id=self.actor.party, actor_id=self.actor.user_id, at=at
        )


class RedemptionDetail(DetailView):
    """One redemption with its coupons and, for the unit and staff, its evidence."""

    operation = "redemption.read"
    serializer_class = serializers.RedemptionDetailOut

    def visible(self) -> QuerySet[RedemptionRow]:
        return with_details(visible_redemptions(self.actor))


class CheckSheet(Acting, APIView):
    """The check sheet of a redemption, for its unit and staff."""

    operation = "redemption.check"

    @extend_schema(responses=serializers.CheckOut(many=True))
    def get(self, request: Request, **ids: int) -> Response:
        redemption = visible_or_404(redemptions_with_evidence(self.actor), ids["pk"])
        checks = make_check_sheet(redemption.pk, at=clock.now())
        return Response(serializers.CheckOut(list(checks), many=True).data)


class Act(TypedDict):
    """Arguments that every service called here takes: the redemption, its unit, the person and the moment."""

    redemption_id: int
    unit_id: int
    actor_id: int
    at: datetime


class OfUnit(Command):
    """A command of the unit on its own redemption."""

    operation = "redemption.claim"
    output_class: ClassVar[Any] = serializers.RedemptionOut

    def of_unit(self, ids: Mapping[str, int], at: datetime) -> Act:
        return {
            "redemption_id": ids["pk"],
            "unit_id": self.actor.party,
            "actor_id": self.actor.user_id,
            "at": at,
        }


class UpdateRedemption(OfUnit):
    """Enter the actual amount and the applicant's own payment."""

    serializer_class = serializers.RedemptionUpdateIn

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> RedemptionRow:
        return update_redemption(**self.of_unit(ids, at), **data)


class AdoptRecords(OfUnit):
    """Take the actual amount from the service records again."""

    serializer_class = VersionIn

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> RedemptionRow:
        return adopt_records(**self.of_unit(ids, at), **data)


class SubmitRedemption(OfUnit):
    """Submit a redemption, or submit it again after a return."""

    serializer_class = serializers.SubmissionIn

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> RedemptionRow:
        return submit_redemption(**self.of_unit(ids, at), **data)


class WithdrawRedemption(OfUnit):
    """Withdraw a redemption before its batch is summarised."""

    serializer_class = serializers.WithdrawalIn

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> RedemptionRow:
        return withdraw_redemption(**self.of_unit(ids, at), **data)


class AcceptRedemption(Command):
    """Accept a redemption in the formal check."""

    operation = "redemption.check_form"
    serializer_class = VersionIn
    output_class = serializers.RedemptionOut

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> RedemptionRow:
        return accept_redemption(redemption_id=ids["pk"], actor_id=self.actor.user_id, at=at, **data)


class ReturnRedemption(Command):
    """Return a redemption for correction."""

    operation = "redemption.check_form"
    serializer_class = serializers.FailureIn
    output_class = serializers.RedemptionOut

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> RedemptionRow:
        return return_redemption(redemption_id=ids["pk"], actor_id=self.actor.user_id, at=at, **data)
