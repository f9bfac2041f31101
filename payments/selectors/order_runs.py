"""Reads of the steps of orders that are done in chunks, and of the payments that they take."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Count, Max, QuerySet, Sum

from core.values.deadlines import beijing_day
from core.values.money import ZERO
from payments.models import OrderRun, PayeeAccount, Payment
from payments.rules.payee_accounts import AccountKind
from payments.rules.reconciliation import Sum as Figure
from payments.rules.states import PayeeAccountState, PaymentState
from payments.selectors.payee_accounts import with_ready_account

PAGE = 2000
"""Payments of an order that are read at once where all are looked at."""


def find_run(order_id: int) -> OrderRun | None:
    """Return the unfinished step of an order, or None."""
    return OrderRun.objects.filter(order=order_id, finished_at=None).first()


def get_run(run_id: int) -> OrderRun:
    """Return a step of an order, not locked. Raises OrderRun.DoesNotExist."""
    return OrderRun.objects.get(pk=run_id)


def last_payment_of(order_id: int) -> int:
    """Return the highest id of the payments on an order; 0 if it has none."""
    return Payment.objects.filter(order_id=order_id).aggregate(last=Max("pk"))["last"] or 0


def list_unfinished() -> list[int]:
    """Return the unfinished steps of orders, the oldest first."""
    return list(OrderRun.objects.filter(finished_at=None).order_by("pk").values_list("pk", flat=True))


def any_unfinished(*, at: datetime) -> bool:
    """Whether a step of an order is unfinished."""
    return OrderRun.objects.filter(finished_at=None).exists()


def orderable(kind: AccountKind, *, on: date) -> QuerySet[Payment]:
    """Return the pending payments that may be ordered on a Beijing day to accounts of a kind. `build_order` checks each."""
    current = PayeeAccount.objects.filter(state=PayeeAccountState.CURRENT, kind=kind)
    rows = Payment.objects.filter(state=PaymentState.PENDING, not_before__lte=on, payee__in=current.values("party_id"))
    return with_ready_account(rows)


def sum_orderable(kind: AccountKind, *, on: date) -> Figure:
    """Return the number of payments of `orderable`, and their yuan. One query."""
    found = orderable(kind, on=on).aggregate(count=Count("pk"), amount=Sum("amount"))
    return Figure(count=found["count"], amount=found["amount"] or ZERO)


def last_orderable(kind: AccountKind, *, on: date) -> int:
    """Return the highest id of the payments of `orderable`; 0 without any."""
    return orderable(kind, on=on).aggregate(last=Max("pk"))["last"] or 0


def list_next_orderable(run: OrderRun, *, limit: int) -> list[int]:
    """Return the ids of the next payments that a run may put on its order. Its day is that on which it was begun."""
    rows = orderable(AccountKind(run.account_kind), on=beijing_day(run.begun_at))
    rows = rows.filter(pk__gt=run.cursor, pk__lte=run.last_id).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:limit])


def pages_of(order_id: int) -> Iterator[list[Payment]]:
    """Return all payments of an order by id, not locked, PAGE at a time."""
    after = 0
    while page := list(Payment.objects.filter(order_id=order_id, pk__gt=after).order_by("pk")[:PAGE]):
        yield page
        after = page[-1].pk
