"""Payments and the orders that group them; what is paid for is known only as (kind, id, label)."""

from payments.models.payments import Payment, PaymentOrder

__all__ = ["Payment", "PaymentOrder"]
