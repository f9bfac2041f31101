"""Payments cancelled because what they pay was revoked (撤销拨付, article 17); an ordered one leaves its order first."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from core.database.transactions import assert_inside
from core.events.transitions import move
from core.values.errors import Refusal, Refused
from payments.models import Payment
from payments.rules.states import CANCELLABLE_PAYMENTS, PAYMENT, PaymentState
from payments.selectors.locks import lock_live_accounts, lock_orders, lock_payments
from payments.selectors.payments import live_payments
from payments.services.leaving import take_out


def lock_cancellable(*, subject_kind: str, subject_ids: Collection[int]) -> list[Payment]:
    """Lock the payees' accounts, the orders and the payments of locked subjects, in this order; return the payments.

    An order in the making has locked the accounts before (`lock_accounts_shared`), so none is missed.
    """
    assert_inside()
    rows = live_payments(subject_kind=subject_kind, subject_ids=subject_ids)
    lock_live_accounts(rows.values_list("payee_id", flat=True))
    known = list(rows)
    lock_orders({payment.order_id for payment in known if payment.order_id is not None})
    return lock_payments([payment.pk for payment in known])


def cancel_payments(payments: Sequence[Payment], *, actor_id: int, at: datetime) -> None:
    """Cancel payments that `lock_cancellable` has locked (撤销). One refusal `payment_at_bank` for each that is sent or paid."""
    assert_inside()
    if refusals := [_refusal(each) for each in payments if each.state not in CANCELLABLE_PAYMENTS]:
        raise Refused(refusals)
    ordered: dict[int, list[Payment]] = defaultdict(list)
    for payment in payments:
        if payment.state == PaymentState.ORDERED and payment.order_id is not None:
            ordered[payment.order_id].append(payment)
    for order in lock_orders(ordered):
        take_out(
            order,
            ordered[order.pk],
            cause="revocation",
            target=PaymentState.CANCELLED,
            actor_id=actor_id,
            at=at,
        )
    others = [payment for payment in payments if payment.state != PaymentState.CANCELLED]
    move(
        others,
        machine=PAYMENT,
        target=PaymentState.CANCELLED,
        at=at,
        actor_id=actor_id,
        columns={"order_id": None, "account_id": None},
        party=lambda payment: payment.payee_id,
    )


def _refusal(payment: Payment) -> Refusal:
    return Refusal(code="payment_at_bank", params={"payment": payment.pk, "number": payment.number})
