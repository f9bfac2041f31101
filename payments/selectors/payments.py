"""Reads of payments and payment orders."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from django.db.models import Count, Q, QuerySet, Sum

from core.access.checks import of_party
from core.database.searching import contains
from core.values.actors import Actor
from core.values.deadlines import beijing_day
from core.values.errors import DomainError
from core.values.money import ZERO
from core.values.object_numbers import Series, id_in_series
from oversight.rules.stages import Stage, next_stage
from oversight.selectors.stages import map_chains, waiting_for_roles
from payments.models import Payment, PaymentOrder
from payments.permissions import STAFF
from payments.rules.states import UNCONFIRMED_PAYMENTS, UNPAID_PAYMENTS, UNSENT_PAYMENTS, OrderState, PaymentState
from payments.selectors.payee_accounts import with_ready_account

ON_THE_WAY = "on_the_way"
"""A filter value beside the states: payments that have not arrived."""


def visible_payments(actor: Actor) -> QuerySet[Payment]:
    """Every payment for staff, the own ones for a payee."""
    rows = Payment.objects.select_related("payee", "account")
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


def get_order(order_id: int) -> PaymentOrder:
    """Return an order, not locked. Raises `not_found`."""
    order = PaymentOrder.objects.filter(pk=order_id).first()
    if order is None:
        raise DomainError("not_found", kind="missing")
    return order


def list_payments(payment_ids: Collection[int]) -> list[Payment]:
    """Return these payments, not locked, by id."""
    return list(Payment.objects.filter(pk__in=payment_ids).order_by("pk"))


def list_payee_ids(payment_ids: Collection[int]) -> list[int]:
    """List the payees of these payments, which never change."""
    return list(Payment.objects.filter(pk__in=payment_ids).values_list("payee_id", flat=True).distinct())


def list_order_payments(order_id: int, *, limit: int) -> list[Payment]:
    """Return the first payments of an order with their payees and accounts, by id."""
    rows = Payment.objects.filter(order_id=order_id).select_related("payee", "account")
    return list(rows.order_by("pk")[:limit])


def is_outstanding(order_id: int) -> bool:
    """Whether the bank has not answered yet for a payment of the order."""
    return Payment.objects.filter(order_id=order_id, state__in=UNCONFIRMED_PAYMENTS).exists()


def list_waiting_ids(*, today: date, after: int, limit: int) -> list[int]:
    """List ids of pending payments whose first day has come: to open their window, or to see that they missed it."""
    due = Q(window_opened_at__isnull=False) | Q(not_before__lte=today)
    rows = Payment.objects.filter(due, state=PaymentState.PENDING, pk__gt=after).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:limit])


PaymentRow: TypeAlias = Payment


OrderRow: TypeAlias = PaymentOrder
"""The type of a row, for pages and views, which may not import models."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentTally:
    """A payee's payments: how many are not paid yet, their sum, and the sum already paid. Yuan."""

    count: int
    on_the_way: Decimal
    paid: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentTasks:
    """Counts of pending work: payments to order and to confirm, failed ones, orders to sign, to approve and to send."""

    to_order: int
    to_sign: int
    to_approve: int
    to_export: int
    to_confirm: int
    failed: int


def search_payments(actor: Actor, *, state: str = "", text: str = "") -> QuerySet[Payment]:
    """The payments that the actor may see, by state or ON_THE_WAY, and by number, that of their order, or by text in payee
    or label."""
    rows = visible_payments(actor).select_related("order")
    if state:
        wanted = UNPAID_PAYMENTS if state == ON_THE_WAY else (PaymentState(state),)
        rows = rows.filter(state__in=wanted)
    if (number := id_in_series(text, Series.PAYMENT)) is not None:
        return rows.filter(pk=number)
    if (order := id_in_series(text, Series.ORDER)) is not None:
        return rows.filter(order=order)
    return rows.filter(contains(text, "payee__name", "label", names=["payee__match_name"])) if text else rows


def get_visible_payment(actor: Actor, payment_id: int) -> Payment:
    """Return a payment that the actor may see. Raises `not_found`."""
    row = visible_payments(actor).select_related("order").filter(pk=payment_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def find_payment(*, subject_kind: str, subject_id: int) -> Payment | None:
    """Return the payment of a subject that is not cancelled, or None before it is due."""
    return live_payments(subject_kind=subject_kind, subject_ids=[subject_id]).first()


def live_payments(*, subject_kind: str, subject_ids: Collection[int]) -> QuerySet[Payment]:
    """Return the payments of these subjects that are not cancelled: one each at most."""
    rows = Payment.objects.filter(subject_kind=subject_kind, subject_id__in=subject_ids)
    return rows.exclude(state=PaymentState.CANCELLED).order_by("pk")


def tally_payments(payee_id: int) -> PaymentTally:
    """Return the unpaid and the paid sum of a payee. One query."""
    going = Q(state__in=UNPAID_PAYMENTS)
    found = Payment.objects.filter(payee_id=payee_id).aggregate(
        count=Count("pk", filter=going),
        on_the_way=Sum("amount", filter=going),
        paid=Sum("amount", filter=Q(state=PaymentState.PAID)),
    )
    return PaymentTally(count=found["count"], on_the_way=found["on_the_way"] or ZERO, paid=found["paid"] or ZERO)


def sum_unsent(payee_id: int) -> tuple[int, Decimal]:
    """Return how many payments to a payee are not sent, and their yuan. One query."""
    rows = Payment.objects.filter(payee_id=payee_id, state__in=UNSENT_PAYMENTS)
    found = rows.aggregate(count=Count("pk"), amount=Sum("amount"))
    return found["count"], found["amount"] or ZERO


def list_on_the_way(*, payee_id: int, limit: int) -> list[Payment]:
    """List payments that have not arrived yet, by their first possible day."""
    rows = Payment.objects.filter(payee_id=payee_id, state__in=UNPAID_PAYMENTS).order_by("not_before", "pk")
    return list(rows[:limit])


def list_orderable(*, on: date, limit: int) -> list[Payment]:
    """List pending payments that may be ordered on a Beijing day, by first day. `prepare_order` checks each again.

    One whose payee has no checked account, or changes it, is not among them.
    """
    rows = Payment.objects.filter(state=PaymentState.PENDING, not_before__lte=on).select_related("payee")
    return list(with_ready_account(rows).order_by("not_before", "pk")[:limit])


def count_payment_tasks(*, user_id: int, at: datetime) -> PaymentTasks:
    """Return the counts for the first page of finance and approvers. Eight queries at most."""
    due = Payment.objects.filter(state=PaymentState.PENDING, not_before__lte=beijing_day(at))
    payments = Payment.objects.aggregate(
        to_confirm=Count("pk", filter=Q(state=PaymentState.SENT)),
        failed=Count("pk", filter=Q(state=PaymentState.FAILED)),
    )
    return PaymentTasks(
        to_order=with_ready_account(due).count(),
        to_sign=len(list_waiting_orders(TO_SIGN, user_id=user_id)),
        to_approve=len(list_waiting_orders(TO_APPROVE, user_id=user_id)),
        to_export=PaymentOrder.objects.filter(state=OrderState.APPROVED).count(),
        **payments,
    )


TO_SIGN, TO_APPROVE = "to_sign", "to_approve"
"""Filter values beside the states: prepared orders that the reader may sign, or approve."""


def list_waiting_orders(wanted: str, *, user_id: int) -> list[int]:
    """Return the prepared orders whose next stage is the approval, or a further one of the person's roles.

    Those in whose chain the person acted are left out.
    """
    totals = dict(PaymentOrder.objects.filter(state=OrderState.PREPARED).values_list("pk", "total"))
    chains = map_chains(subject_kind="payment_order", subject_ids=totals)
    stages = {pk: next_stage(chain, amount=totals[pk]) for pk, chain in chains.items()}
    if wanted == TO_APPROVE:
        mine = [pk for pk, rule in stages.items() if rule is not None and rule.stage == Stage.APPROVE]
    else:
        mine = waiting_for_roles(stages, user_id=user_id)
    return [pk for pk in mine if user_id not in chains[pk].people]


def search_orders(actor: Actor, *, state: str = "") -> QuerySet[PaymentOrder]:
    """Payment orders of a state, or of a value beside the states, with the users who prepared and approved them.

    None except for staff.
    """
    rows = visible_orders(actor).select_related("prepared_by", "approved_by")
    if state in (TO_SIGN, TO_APPROVE):
        return rows.filter(pk__in=list_waiting_orders(state, user_id=actor.user_id))
    return rows.filter(state=OrderState(state)) if state else rows


def get_visible_order(actor: Actor, order_id: int) -> PaymentOrder:
    """Return an order. Raises `not_found`."""
    row = search_orders(actor).filter(pk=order_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row
