"""Reads of payments and payment orders."""

from datetime import date

from django.db.models import Q, QuerySet

from core.access.checks import of_party
from core.values.actors import Actor
from core.values.errors import DomainError
from payments.models import Payment, PaymentOrder
from payments.permissions import STAFF
from payments.rules.states import UNCONFIRMED_PAYMENTS, PaymentState


def visible_payments(actor: Actor) -> QuerySet[Payment]:
    """Every payment for staff, the own ones for a payee."""
    rows = Payment.objects.select_related("payee")
    return rows if actor.has(*STAFF) else of_party(rows, actor, column="payee_id")


def visible_orders(actor: Actor) -> QuerySet[PaymentOrder]:
    """Every order for staff, none for others."""
    rows = PaymentOrder.objects.all()
    return rows if actor.has(*STAFF) else rows.none()


def get_payment(payment_id: int) -> Payment:
    """Return a payment, not locked. Raises `not_found`."""
    payment = Payment.objects.filter(pk=payment_id).first()
    if payment is None:
        raise DomainError("not_found", kind="missing")
    return payment


def is_outstanding(order_id: int) -> bool:
    """Whether the bank has not answered yet for a payment of the order."""
    return Payment.objects.filter(order_id=order_id, state__in=UNCONFIRMED_PAYMENTS).exists()


def list_waiting_ids(*, today: date, after: int, limit: int) -> list[int]:
    """List ids of pending payments whose first day has come: to open their window, or to see that they missed it."""
    due = Q(window_opened_at__isnull=False) | Q(not_before__lte=today)
    rows = Payment.objects.filter(due, state=PaymentState.PENDING, pk__gt=after).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:limit])
