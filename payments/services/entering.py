"""Payments put on an order: their accounts are fixed, then they move."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import OuterRef, Subquery

from core.database.transactions import assert_inside
from core.events.transitions import move
from payments.models import PayeeAccount, Payment, PaymentOrder
from payments.rules.states import PAYMENT, PaymentState


def enter_payments(
    payments: Sequence[Payment], *, order: PaymentOrder, accounts: Mapping[int, int], actor_id: int, at: datetime
) -> None:
    """Put locked payments on an order (列入拨款单), each to the account of its payee among the locked ones (payee → account)."""
    assert_inside()
    own = PayeeAccount.objects.filter(pk__in=accounts.values(), party=OuterRef("payee_id"))
    Payment.objects.filter(pk__in=[payment.pk for payment in payments]).update(account_id=Subquery(own.values("pk")))
    move_ordered(payments, target=PaymentState.ORDERED, order=order, actor_id=actor_id, at=at)


def move_ordered(
    payments: Sequence[Payment], *, target: PaymentState, order: PaymentOrder, actor_id: int, at: datetime
) -> None:
    """Move locked payments of an order; each event names the order."""
    move(
        payments,
        machine=PAYMENT,
        target=target,
        at=at,
        actor_id=actor_id,
        columns={"order_id": order.pk},
        data={"order": order.pk, "number": order.number},
        party=lambda payment: payment.payee_id,
    )
