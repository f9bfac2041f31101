"""Redemptions, their invoices and batches, and appeals."""

from redemptions.models.appeals import Appeal
from redemptions.models.batches import RedemptionBatch
from redemptions.models.invoices import Invoice
from redemptions.models.redemptions import Redemption

__all__ = ["Appeal", "Invoice", "Redemption", "RedemptionBatch"]
