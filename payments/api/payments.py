"""Payments over the API."""

from collections.abc import Callable
from datetime import datetime
from typing import ClassVar

from django.db.models import Model, QuerySet

from core.api.serializers import Input, Nothing
from core.api.views import ApiData, Command, DetailView, ListView, visible_or_404
from payments.api import serializers
from payments.api.filters import PaymentFilter
from payments.selectors.payments import visible_payments
from payments.services import payments


class PaymentList(ListView):
    """Payments: every one for staff, the own ones for a payee."""

    operation = "payment.read"
    serializer_class = serializers.PaymentOutput
    filterset_class = PaymentFilter

    def visible(self) -> QuerySet[Model]:
        return visible_payments(self.actor)


class PaymentDetail(DetailView):
    """A payment with its attempts."""

    operation = "payment.read"
    serializer_class = serializers.PaymentDetailOutput

    def visible(self) -> QuerySet[Model]:
        return visible_payments(self.actor)


class _Step(Command):
    serializer_class: type[Input] = Nothing
    output_class = serializers.PaymentOutput
    step: ClassVar[Callable[..., Model]]

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        payment = visible_or_404(visible_payments(self.actor), ids["pk"])
        type(self).step(payment_id=payment.pk, **data, actor_id=self.actor.user_id, at=at)
        return visible_payments(self.actor).get(pk=payment.pk)


class ConfirmPayment(_Step):
    """Record that the bank has paid."""

    operation = "payment.confirm"
    step = staticmethod(payments.confirm_payment)


class FailPayment(_Step):
    """Record that the bank could not pay."""

    operation = "payment.fail"
    serializer_class = serializers.PaymentReasonInput
    step = staticmethod(payments.fail_payment)


class RetryPayment(_Step):
    """Set a failed payment to pending, for another order."""

    operation = "payment.retry"
    step = staticmethod(payments.retry_payment)
