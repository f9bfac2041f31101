"""Every row lock of this app. Order: the subject of a payment, accounts, orders, payments, each by id (docs/locking.md)."""

from collections.abc import Collection
from typing import TypeVar

from django.db import connection

from core.values.errors import DomainError
from payments.models import (
    BankAnswerLine,
    ManualAnswer,
    OrderRun,
    PayeeAccount,
    Payment,
    PaymentOrder,
    PeriodClosing,
    Recovery,
    Repayment,
)
from payments.rules.bank_answers import LineVerdict
from payments.rules.states import LEAVABLE_ORDERS, LIVE_ACCOUNTS, PayeeAccountState, PaymentState

T = TypeVar("T")


def lock_order(order_id: int) -> PaymentOrder:
    """Lock an order. Raises `not_found`."""
    return _found(PaymentOrder.objects.select_for_update(no_key=True).filter(pk=order_id).first())


def lock_orders(order_ids: Collection[int]) -> list[PaymentOrder]:
    """Lock these orders, by id."""
    return list(PaymentOrder.objects.select_for_update(no_key=True).filter(pk__in=order_ids).order_by("pk"))


def lock_order_payments(order_id: int) -> list[Payment]:
    """Lock the payments of an order, by id."""
    return list(Payment.objects.select_for_update(no_key=True).filter(order_id=order_id).order_by("pk"))


def lock_next_ordered(order_id: int, *, after: int, limit: int) -> list[Payment]:
    """Lock the next payments of an order that are not sent, by id."""
    rows = Payment.objects.select_for_update(no_key=True).filter(order_id=order_id, state=PaymentState.ORDERED)
    return list(rows.filter(pk__gt=after).order_by("pk")[:limit])


def lock_run(run_id: int) -> OrderRun:
    """Lock a step of an order that is done in chunks, after the order. Raises `not_found`."""
    return _found(OrderRun.objects.select_for_update(no_key=True).filter(pk=run_id).first())


def lock_payment(payment_id: int) -> Payment:
    """Lock a payment. Raises `not_found`."""
    return _found(Payment.objects.select_for_update(no_key=True).filter(pk=payment_id).first())


def lock_payments(payment_ids: Collection[int]) -> list[Payment]:
    """Lock these payments, by id."""
    return list(Payment.objects.select_for_update(no_key=True).filter(pk__in=payment_ids).order_by("pk"))


def lock_live_accounts(party_ids: Collection[int]) -> list[PayeeAccount]:
    """Lock the current accounts of these parties and those that are open, by id."""
    rows = PayeeAccount.objects.select_for_update(no_key=True)
    return list(rows.filter(party_id__in=party_ids, state__in=LIVE_ACCOUNTS).order_by("pk"))


def lock_accounts_shared(party_ids: Collection[int]) -> dict[int, int]:
    """Lock the current accounts of these parties FOR SHARE; return party → account.

    A change waits for the order, orders do not wait for each other. An account that was replaced meanwhile is left out,
    and the one that replaced it is not locked: it cannot be ordered to in this transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(SHARE_ACCOUNTS, [list(party_ids)])
        return dict(cursor.fetchall())


SHARE_ACCOUNTS = """
    SELECT party_id, id FROM payments_payeeaccount WHERE state = 'current' AND party_id = ANY(%s) ORDER BY id FOR SHARE
"""


def lock_account(account_id: int) -> PayeeAccount:
    """Lock an account. Raises `not_found`."""
    return _found(PayeeAccount.objects.select_for_update(no_key=True).filter(pk=account_id).first())


def lock_provisional_accounts() -> list[PayeeAccount]:
    """Lock the changes that wait until a provisional day, by id."""
    rows = PayeeAccount.objects.select_for_update(no_key=True)
    return list(rows.filter(state=PayeeAccountState.WAITING, provisional=True).order_by("pk"))


def lock_unsent_orders(payee_ids: Collection[int]) -> list[PaymentOrder]:
    """Lock the orders that are not sent and have a payment to these payees, by id."""
    ordered = Payment.objects.filter(payee_id__in=payee_ids, state=PaymentState.ORDERED).values("order_id")
    rows = PaymentOrder.objects.select_for_update(no_key=True)
    return list(rows.filter(pk__in=ordered, state__in=LEAVABLE_ORDERS).order_by("pk"))


def lock_ordered_payments(*, payee_ids: Collection[int], order_ids: Collection[int]) -> list[Payment]:
    """Lock the payees' payments on these orders that are not sent, by id."""
    rows = Payment.objects.select_for_update(no_key=True)
    return list(rows.filter(payee_id__in=payee_ids, order_id__in=order_ids, state=PaymentState.ORDERED).order_by("pk"))


def lock_payments_in(states: Collection[PaymentState], *, payee_ids: Collection[int]) -> list[Payment]:
    """Lock the payees' payments in these states, by id."""
    rows = Payment.objects.select_for_update(no_key=True)
    return list(rows.filter(payee_id__in=payee_ids, state__in=states).order_by("pk"))


def lock_manual_answer(answer_id: int) -> ManualAnswer:
    """Lock an answer that was entered by hand, after its payment. Raises `not_found`."""
    return _found(ManualAnswer.objects.select_for_update(no_key=True).filter(pk=answer_id).first())


def lock_recovery(recovery_id: int) -> Recovery:
    """Lock a recovery, after its payment. Raises `not_found`."""
    return _found(Recovery.objects.select_for_update(no_key=True).filter(pk=recovery_id).first())


def lock_recoveries(payment_id: int) -> list[Recovery]:
    """Lock the recoveries of a locked payment, in the order in which they were proposed."""
    return list(Recovery.objects.select_for_update(no_key=True).filter(payment=payment_id).order_by("pk"))


def lock_repayment(repayment_id: int) -> Repayment:
    """Lock a repayment, after its recovery. Raises `not_found`."""
    return _found(Repayment.objects.select_for_update(no_key=True).filter(pk=repayment_id).first())


def lock_waiting_lines(line_ids: Collection[int]) -> list[BankAnswerLine]:
    """Lock those of these lines of an answer that still wait, by row, after the order and the payments."""
    rows = BankAnswerLine.objects.select_for_update(no_key=True)
    return list(rows.filter(pk__in=line_ids, verdict=LineVerdict.WAITING).order_by("row"))


def lock_closing(closing_id: int) -> PeriodClosing:
    """Lock the closing of a period, before the entries. Raises `not_found`."""
    return _found(PeriodClosing.objects.select_for_update(no_key=True).filter(pk=closing_id).first())


def lock_entries() -> None:
    """Lock the entries of the reconciliation against other writers until the end of the transaction, last of all.

    It waits for the transactions that have recorded one, so what is read afterwards is complete. Readers do not wait.
    """
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE payments_reconciliationentry IN SHARE ROW EXCLUSIVE MODE")


def _found(row: T | None) -> T:
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row
