"""Closings of periods over the API."""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from django.db.models import Model, QuerySet

from core.api.serializers import Input, Nothing
from core.api.views import ApiData, Collection, Command, DetailView
from payments.api import reconciliation_serializers as serializers
from payments.api.filters import ClosingFilter
from payments.selectors.closings import visible_closings
from payments.services import closings


class PeriodClosings(Collection):
    """List the closings of periods (staff), or propose one with its present figures."""

    operation = "reconciliation.read"
    adding = "period_closing.propose"
    serializer_class = serializers.PeriodClosingOutput
    input_class = serializers.ProposeClosingInput
    output_class = serializers.PeriodClosingOutput
    filterset_class = ClosingFilter
    success_status = 201

    def visible(self) -> QuerySet[Model]:
        return visible_closings(self.actor)

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return closings.propose_closing(actor_id=self.actor.user_id, at=at, **data)


class PeriodClosingDetail(DetailView):
    """One closing of a period."""

    operation = "reconciliation.read"
    serializer_class = serializers.PeriodClosingOutput

    def visible(self) -> QuerySet[Model]:
        return visible_closings(self.actor)


class _Step(Command):
    serializer_class: type[Input] = Nothing
    output_class = serializers.PeriodClosingOutput
    step: ClassVar[Callable[..., Model]]

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return type(self).step(closing_id=ids["pk"], **data, actor_id=self.actor.user_id, at=at)


class ConfirmClosing(_Step):
    """Close a period with the proposed figures, as a second person."""

    operation = "period_closing.decide"
    step = staticmethod(closings.confirm_closing)


class RefuseClosing(_Step):
    """Refuse a closing with a reason, as a second person."""

    operation = "period_closing.decide"
    serializer_class = serializers.ClosingReasonInput
    step = staticmethod(closings.refuse_closing)


class WithdrawClosing(_Step):
    """Withdraw one's own proposal."""

    operation = "period_closing.propose"
    step = staticmethod(closings.withdraw_closing)
