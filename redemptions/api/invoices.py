"""Invoices of a redemption over the API."""

from datetime import datetime

from core.api.views import ApiData
from redemptions.api import serializers
from redemptions.api.redemptions import OfUnit
from redemptions.rules.invoices import InvoiceFacts
from redemptions.selectors.redemptions import (
    RedemptionRow,
)
from redemptions.services.invoices import set_invoices


class SetInvoices(OfUnit):
    """Replace all invoices."""

    serializer_class = serializers.InvoicesIn

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> RedemptionRow:
        invoices = [InvoiceFacts(**each) for each in data["invoices"]]
        return set_invoices(**self.of_unit(ids, at), invoices=invoices, version=data["version"])
