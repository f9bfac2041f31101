"""What the bank did with sent payments: paid, failed, returned after they were paid (退汇). The caller has locked them."""

from collections.abc import Sequence
from datetime import datetime

from core.database.transactions import assert_inside
from core.events.transitions import move
from core.values.errors import DomainError
from payments.models import Payment
from payments.rules.reconciliation import EntryKind
from payments.rules.states import ORDER, PAYMENT, OrderState, PaymentState
from payments.selectors.locks import lock_order
from payments.selectors.payments import is_outstanding
from payments.services.entries import record_entries
from payments.services.subjects import notify_paid, notify_returned


def record_paid(payments: Sequence[Payment], *, actor_id: int, at: datetime) -> None:
    """Record that the money has arrived, and notify the subjects. Raises `illegal_state`."""
    assert_inside()
    move(
        payments,
        machine=PAYMENT,
        target=PaymentState.PAID,
        at=at,
        actor_id=actor_id,
        columns={"paid_at": at},
        party=_payee,
    )
    record_entries(payments, kind=EntryKind.PAID, at=at)
    notify_paid(payments, actor_id=actor_id, at=at)


def record_failed(payments: Sequence[Payment], *, reason: str, actor_id: int, at: datetime) -> None:
    """Record that the bank could not pay, with its reason. Raises `illegal_state` for one that is not sent."""
    _fail(payments, source=PaymentState.SENT, reason=reason, actor_id=actor_id, at=at)
    record_entries(payments, kind=EntryKind.FAILED, at=at)


def record_returned(payments: Sequence[Payment], *, reason: str, actor_id: int, at: datetime) -> None:
    """Record that the bank returned paid money, with its reason, and notify the subjects. It is paid by another order.

    The entries are of this moment, also after a period was closed. The caller has read that no recovery of them is decided;
    the database refuses the others (`payment_recovered`). Raises `illegal_state` for one that is not paid.
    """
    _fail(payments, source=PaymentState.PAID, reason=reason, actor_id=actor_id, at=at)
    record_entries(payments, kind=EntryKind.RETURNED, at=at)
    notify_returned(payments, actor_id=actor_id, at=at)


def reconcile(order_id: int | None, *, actor_id: int, at: datetime) -> None:
    """Move an order that the bank has answered in full to reconciled (核对)."""
    assert_inside()
    if order_id is None or is_outstanding(order_id):
        return
    order = lock_order(order_id)
    move([order], machine=ORDER, target=OrderState.RECONCILED, at=at, actor_id=actor_id, columns={"reconciled_at": at})


def _fail(payments: Sequence[Payment], *, source: PaymentState, reason: str, actor_id: int, at: datetime) -> None:
    """Move payments from one state to failed: the machine has two transitions to it."""
    assert_inside()
    for payment in payments:
        if payment.state != source:
            raise DomainError("illegal_state", kind="refused", state=payment.state)
    move(
        payments,
        machine=PAYMENT,
        target=PaymentState.FAILED,
        at=at,
        actor_id=actor_id,
        columns={"paid_at": None, "failure_reason": reason},
        data={"reason": reason},
        party=_payee,
    )


def _payee(payment: Payment) -> int:
    return payment.payee_id
