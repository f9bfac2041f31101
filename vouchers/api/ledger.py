"""The ledger over the API."""

from django.db.models import QuerySet

from core.api.views import ListView
from vouchers.api.filters import LedgerFilter
from vouchers.api.serializers import MovementOut
from vouchers.selectors.ledger import MovementRow, visible_movements


class Ledger(ListView):
    """The movements of the rounds' money (staff), by round and time."""

    operation = "ledger.read"
    serializer_class = MovementOut
    filterset_class = LedgerFilter

    def visible(self) -> QuerySet[MovementRow]:
        return visible_movements(self.actor)
