"""Decisions on redemptions over the API."""

from datetime import datetime

from core.api.views import ApiData, Command
from redemptions.api.batch_serializers import BatchItemOut, DecideIn
from redemptions.selectors.redemptions import RedemptionRow
from redemptions.services import decisions


class DecideRedemption(Command):
    """Decide what the batch recommends for a redemption."""

    operation = "redemption.decide"
    serializer_class = DecideIn
    output_class = BatchItemOut

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> RedemptionRow:
        return decisions.decide_redemption(redemption_id=ids["pk"], **data, actor_id=self.actor.user_id, at=at)
