"""Reads of the reconciliation: figures of an order, a period and a fiscal year, and the entries and attempts they come from."""

from typing import TypeAlias

from django.db.models import Count, Min, Q, QuerySet
from django.db.models import Sum as Total

from core.access.checks import may
from core.values.actors import Actor
from payments.models import PaymentAttempt, PaymentOrder, ReconciliationEntry
from payments.rules.reconciliation import NOTHING, EntryKind, Figures, Sum, Sums, order_figures
from payments.rules.states import UNSENT_ORDERS

AttemptRow: TypeAlias = PaymentAttempt
"""The type of a row, for pages and views, which may not import models."""


def visible_entries(actor: Actor) -> QuerySet[ReconciliationEntry]:
    """Every entry for those who may read the reconciliation, none for others."""
    rows = ReconciliationEntry.objects.select_related("attempt__order", "attempt__payment__payee", "attempt__account")
    return rows if may(actor, "reconciliation.read") else rows.none()


def visible_attempts(actor: Actor) -> QuerySet[PaymentAttempt]:
    """Every attempt with the days of its entries (`sent_on`, `paid_on`, `failed_on`, `returned_on`), as above."""
    rows = PaymentAttempt.objects.select_related("order", "payment__payee", "account")
    days = {f"{kind}_on": Min("entries__day", filter=Q(entries__kind=kind)) for kind in EntryKind}
    return rows.annotate(**days) if may(actor, "reconciliation.read") else rows.none()


def list_attempts_of(actor: Actor, *, order_id: int, limit: int) -> list[PaymentAttempt]:
    """Return the first attempts of an order, in the order of its file."""
    return list(visible_attempts(actor).filter(order=order_id).order_by("position")[:limit])


def figures_of_order(order: PaymentOrder) -> Figures:
    """Return the figures of an order. One query."""
    unsent = Sum(count=order.count, amount=order.total) if order.state in UNSENT_ORDERS else NOTHING
    return order_figures(sum_entries(ReconciliationEntry.objects.filter(attempt__order=order.pk)), unsent=unsent)


def sum_entries(rows: QuerySet[ReconciliationEntry]) -> Sums:
    """Return kind → the sum of these entries. One query."""
    found = rows.order_by().values("kind").annotate(count=Count("pk"), total=Total("amount"))
    return {each["kind"]: Sum(count=each["count"], amount=each["total"]) for each in found}
