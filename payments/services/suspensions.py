"""Payments held while a suspension of their payee is in force (暂停资金拨付, article 17)."""

from collections.abc import Collection, Sequence
from datetime import datetime
from decimal import Decimal

from core.database.transactions import assert_inside
from core.events.transitions import move
from core.values.deadlines import beijing_day
from oversight.rules.sanctions import PAYMENTS_SUSPENDED
from oversight.selectors.sanctions import list_under
from oversight.services.measures import Effect
from payments.models import Payment
from payments.rules.states import PAYMENT, PaymentState
from payments.selectors.locks import (
    lock_live_accounts,
    lock_ordered_payments,
    lock_payments_in,
    lock_unsent_orders,
)
from payments.selectors.payments import sum_unsent
from payments.services.leaving import take_payees_out


def lock_unsent(*, party_ids: Collection[int]) -> None:
    """Lock the payees' accounts, their unsent orders, and the payments that a suspension holds or frees.

    An order in the making has locked the accounts before, so none is missed.
    """
    lock_live_accounts(party_ids)
    orders = lock_unsent_orders(party_ids)
    lock_ordered_payments(payee_ids=party_ids, order_ids=[order.pk for order in orders])
    lock_payments_in([PaymentState.PENDING, PaymentState.SUSPENDED], payee_ids=party_ids)


def suspend_payees(*, party_ids: Collection[int], actor_id: int | None, at: datetime) -> None:
    """Hold every payment of locked parties that is not sent (暂停拨付); an ordered one leaves its order."""
    take_payees_out(party_ids, target=PaymentState.SUSPENDED, cause="suspension", actor_id=actor_id, at=at)
    pending = lock_payments_in([PaymentState.PENDING], payee_ids=party_ids)
    _move(pending, target=PaymentState.SUSPENDED, actor_id=actor_id, at=at)


def resume_payees(*, party_ids: Collection[int], actor_id: int | None, at: datetime) -> None:
    """Set the held payments of locked parties to pending (恢复拨付), unless another suspension is in force."""
    still = list_under(PAYMENTS_SUSPENDED, party_ids=party_ids, on=beijing_day(at))
    held = lock_payments_in([PaymentState.SUSPENDED], payee_ids=set(party_ids) - still)
    _move(held, target=PaymentState.PENDING, actor_id=actor_id, at=at)


def hold_if_suspended(payments: Sequence[Payment], *, actor_id: int | None, at: datetime) -> None:
    """Hold those of new pending payments whose payee is suspended. The caller has locked the payees FOR SHARE."""
    assert_inside()
    payee_ids = {payment.payee_id for payment in payments}
    under = list_under(PAYMENTS_SUSPENDED, party_ids=payee_ids, on=beijing_day(at)) if payee_ids else set()
    held = [payment for payment in payments if payment.payee_id in under]
    _move(held, target=PaymentState.SUSPENDED, actor_id=actor_id, at=at)


def preview_suspension(*, party_id: int) -> tuple[int, Decimal]:
    """Return how many payments a suspension of a party would hold now or holds, and their yuan."""
    return sum_unsent(party_id)


EFFECT = Effect(lock=lock_unsent, begin=suspend_payees, end=resume_payees, preview=preview_suspension)
"""The interface of payments for the measure `payments_suspended` (settings.SANCTION_EFFECTS)."""


def _move(payments: Sequence[Payment], *, target: PaymentState, actor_id: int | None, at: datetime) -> None:
    move(payments, machine=PAYMENT, target=target, at=at, actor_id=actor_id, party=lambda payment: payment.payee_id)
