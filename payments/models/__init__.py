"""Payments and the orders that group them. The subject of a payment is stored as kind, id and label only."""

from payments.models.payments import Payment, PaymentOrder

__all__ = ["Payment", "PaymentOrder"]
