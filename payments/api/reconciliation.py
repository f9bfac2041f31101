"""The reconciliation over the API."""

from django.db.models import Model, QuerySet

from core.api.views import ListView, visible_or_404
from payments.api import reconciliation_serializers as serializers
from payments.selectors.payments import visible_orders
from payments.selectors.reconciliation import visible_attempts


class OrderAttempts(ListView):
    """The attempts of an order with what became of each (staff)."""

    operation = "reconciliation.read"
    serializer_class = serializers.ReconciledAttemptOutput

    def visible(self) -> QuerySet[Model]:
        order = visible_or_404(visible_orders(self.actor), self.kwargs["pk"])
        return visible_attempts(self.actor).filter(order=order.pk)
