"""The reconciliation over the API."""

from django.db.models import Model, QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api.views import Acting, ListView, visible_or_404
from core.values.deadlines import beijing_day
from payments.api import reconciliation_serializers as serializers
from payments.api.filters import EntryFilter
from payments.selectors.payments import visible_orders
from payments.selectors.reconciliation import list_periods, list_years, visible_attempts, visible_entries


class Reconciliation(Acting, APIView):
    """The figures of the fiscal years and of the periods (staff)."""

    operation = "reconciliation.read"

    @extend_schema(responses={200: serializers.ReconciliationOutput})
    def get(self, request: Request) -> Response:
        found = {"years": list_years(), "periods": list_periods(today=beijing_day(self.at))}
        return Response(serializers.ReconciliationOutput(found).data)


class Entries(ListView):
    """The entries of the reconciliation (staff), by day, kind and order."""

    operation = "reconciliation.read"
    serializer_class = serializers.EntryOutput
    filterset_class = EntryFilter

    def visible(self) -> QuerySet[Model]:
        return visible_entries(self.actor)


class OrderAttempts(ListView):
    """The attempts of an order with what became of each (staff)."""

    operation = "reconciliation.read"
    serializer_class = serializers.ReconciledAttemptOutput

    def visible(self) -> QuerySet[Model]:
        order = visible_or_404(visible_orders(self.actor), self.kwargs["pk"])
        return visible_attempts(self.actor).filter(order=order.pk)
