"""Every row lock of this app. Order: the subject of a payment, the order, its payments by id (docs/locking.md)."""

from collections.abc import Collection
from typing import TypeVar

from core.values.errors import DomainError
from payments.models import Payment, PaymentOrder

T = TypeVar("T")


def lock_order(order_id: int) -> PaymentOrder:
    """Lock an order. Raises `not_found`."""
    return _found(PaymentOrder.objects.select_for_update(no_key=True).filter(pk=order_id).first())


def lock_order_payments(order_id: int) -> list[Payment]:
    """Lock the payments of an order, by id."""
    return list(Payment.objects.select_for_update(no_key=True).filter(order_id=order_id).order_by("pk"))


def lock_payment(payment_id: int) -> Payment:
    """Lock a payment. Raises `not_found`."""
    return _found(Payment.objects.select_for_update(no_key=True).filter(pk=payment_id).first())


def lock_payments(payment_ids: Collection[int]) -> list[Payment]:
    """Lock these payments, by id."""
    return list(Payment.objects.select_for_update(no_key=True).filter(pk__in=payment_ids).order_by("pk"))


def _found(row: T | None) -> T:
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row
