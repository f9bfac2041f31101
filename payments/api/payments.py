"""Payments over the API."""

from datetime import datetime

from django.db.models import Model, QuerySet

from core.api.serializers import Nothing
from core.api.views import ApiData, Command, DetailView, ListView, visible_or_404
from payments.api import serializers
from payments.api.filters import PaymentFilter
from payments.selectors.payments import visible_payments
from payments.services.payments import retry_payment


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


class RetryPayment(Command):
    """Set a failed payment to pending, for another order."""

    operation = "payment.retry"
    serializer_class = Nothing
    output_class = serializers.PaymentOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        payment = visible_or_404(visible_payments(self.actor), ids["pk"])
        retry_payment(payment_id=payment.pk, actor_id=self.actor.user_id, at=at)
        return visible_payments(self.actor).get(pk=payment.pk)
