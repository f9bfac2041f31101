"""Payments that leave an order before it is sent: they are pending again or held, and the order's count and total follow."""

from collections.abc import Collection, Sequence
from datetime import datetime

from core.database.transactions import assert_inside
from core.events.transitions import move
from core.values.money import total
from payments.models import Payment, PaymentOrder
from payments.rules.states import ORDER, PAYMENT, OrderState, PaymentState
from payments.selectors.locks import lock_ordered_payments, lock_unsent_orders
from payments.services.chunks import finish_unfinished


def release(
    payments: Sequence[Payment],
    *,
    actor_id: int | None,
    at: datetime,
    target: PaymentState = PaymentState.PENDING,
) -> None:
    """Set locked payments to pending, or to `target`, off their order and without an account."""
    move(
        payments,
        machine=PAYMENT,
        target=target,
        at=at,
        actor_id=actor_id,
        columns={"order_id": None, "account_id": None},
        data={"order": None},
        party=lambda payment: payment.payee_id,
    )


def take_out(
    order: PaymentOrder,
    payments: Sequence[Payment],
    *,
    cause: str,
    actor_id: int | None,
    at: datetime,
    target: PaymentState = PaymentState.PENDING,
) -> None:
    """Take locked payments out of a locked order; an order left empty is cancelled, unless it is being built.

    `cause` is a code of WORDS["leaving_cause"], for the event of a cancelled order.
    """
    assert_inside()
    release(payments, target=target, actor_id=actor_id, at=at)
    if len(payments) == order.count and order.state != OrderState.BUILDING:
        finish_unfinished(order, at=at)
        move([order], machine=ORDER, target=OrderState.CANCELLED, at=at, actor_id=actor_id, data={"reason": cause})
        return
    order.total -= total(payment.amount for payment in payments)
    order.count -= len(payments)
    order.save(update_fields=["total", "count"])


def take_payees_out(
    payee_ids: Collection[int],
    *,
    cause: str,
    actor_id: int | None,
    at: datetime,
    target: PaymentState = PaymentState.PENDING,
) -> None:
    """Take the payees' payments out of every order that is not sent, after their accounts were locked.

    An order in the making has locked the accounts before (`lock_accounts_shared`), so none is missed.
    """
    orders = lock_unsent_orders(payee_ids)
    payments = lock_ordered_payments(payee_ids=payee_ids, order_ids=[order.pk for order in orders])
    for order in orders:
        mine = [payment for payment in payments if payment.order_id == order.pk]
        take_out(order, mine, cause=cause, target=target, actor_id=actor_id, at=at)
