"""Decisions on redemptions over the API."""

from datetime import datetime

from rest_framework import serializers

from core.api.serializers import AmountField
from core.api.views import ApiData, Command
from redemptions.api.batches import BatchItemOut, VersionIn
from redemptions.models import Redemption
from redemptions.services import decisions


class DecideIn(VersionIn):
    """A decision: a reduction needs `amount` and `reason`, a rejection `reason`, both `fault`."""

    decision = serializers.ChoiceField(["approve", "reduce", "reject"])
    amount = AmountField(allow_null=True, default=None)
    reason = serializers.CharField(max_length=1000, allow_blank=True, default="")
    fault = serializers.ChoiceField(["unit", "applicant", "neither"], allow_blank=True, default="")


class DecideRedemption(Command):
    """Decide what the batch recommends for a redemption."""

    operation = "redemption.decide"
    serializer_class = DecideIn
    output_class = BatchItemOut

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Redemption:
        return decisions.decide_redemption(redemption_id=ids["pk"], **data, actor_id=self.actor.user_id, at=at)
