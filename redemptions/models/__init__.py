"""Redemptions, their invoices and batches."""

from redemptions.models.batches import RedemptionBatch
from redemptions.models.invoices import Invoice
from redemptions.models.redemptions import Redemption

__all__ = ["Invoice", "Redemption", "RedemptionBatch"]
