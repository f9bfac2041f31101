"""A change of an account and an order of its party's payments, in both orders. The control removes the guard."""

from functools import partial

import pytest

from core.values.errors import DomainError
from payments.models import BankFile, PayeeAccount, Payment, PaymentOrder
from payments.selectors import locks
from payments.selectors import payee_accounts as selectors
from payments.services import orders, sending
from payments.services.payee_accounts import enter_account
from tests.concurrency.guards import after, without
from tests.concurrency.races import codes, one_after_the_other, together, winners
from tests.factories import batches, contracts
from tests.factories import payee_accounts as make
from tests.factories.outcomes import broken

pytestmark = pytest.mark.django_db(transaction=True)


def ordering(payment):
    finance = batches.someone("finance")
    return partial(orders.prepare_order, payment_ids=[payment.pk], actor_id=finance, at=batches.OVER)


def changing(payment):
    details = make.details(payment.payee_id, number=make.OTHER_NUMBER)
    manager = contracts.user().pk
    return partial(enter_account, party_id=payment.payee_id, details=details, actor_id=manager, at=batches.OVER)


def outcome():
    """The state of the payment, those of orders, the number of open changes."""
    states = list(PaymentOrder.objects.values_list("state", flat=True))
    return Payment.objects.get().state, states, PayeeAccount.objects.filter(state="entered").count()


def test_a_payment_that_is_ordered_meanwhile_leaves_its_order_for_the_change():
    payment = batches.payable()
    results = one_after_the_other(ordering(payment), changing(payment))
    assert len(winners(results)) == 2
    assert (outcome(), broken()) == (("pending", ["cancelled"], 1), [])


def test_a_payment_whose_account_changes_meanwhile_is_not_ordered():
    payment = batches.payable()
    results = one_after_the_other(changing(payment), ordering(payment))
    assert isinstance(results[1], DomainError) and results[1].code == "payment_account_changing"
    assert (outcome(), broken()) == (("pending", [], 1), [])


def to_send(payment):
    """Send an approved order of the payment."""
    order = ordering(payment)()
    orders.approve_order(order_id=order.pk, actor_id=batches.someone("approver"), at=batches.OVER)
    return partial(sending.export_order, order_id=order.pk, actor_id=batches.someone("finance"), at=batches.OVER)


def test_a_payment_that_is_sent_meanwhile_keeps_the_account_of_its_file():
    payment = batches.payable()
    results = one_after_the_other(to_send(payment), changing(payment))
    assert len(winners(results)) == 2
    sent = Payment.objects.get()
    assert (outcome(), broken()) == (("sent", ["exported"], 1), [])
    assert sent.account_id == sent.attempts.get().account_id


def test_an_order_whose_only_payment_leaves_meanwhile_is_not_sent():
    payment = batches.payable()
    results = one_after_the_other(changing(payment), to_send(payment))
    assert isinstance(results[1], DomainError) and results[1].code == "illegal_state"
    assert (outcome(), BankFile.objects.count(), broken()) == (("pending", ["cancelled"], 1), 0, [])


def test_control_an_order_that_is_only_read_is_sent_to_an_account_that_changes():
    payment = batches.payable()
    send = to_send(payment)
    meanwhile = once(partial(together, [changing(payment)]))
    locked = ("lock_order", "lock_order_payments")
    guards = (
        "payment_legal_edge",
        "payment_order_legal_edge",
        "payment_ordered_has_account",
        "payment_sent_has_attempt",
    )
    unguarded = without(*locked, *guards, emptied="payments_payment")
    with unguarded, after(locks.lock_order_payments, meanwhile):
        send()
        assert outcome() == ("sent", ["exported"], 1)
        assert "I6" in [code for code, _, _ in broken()]


def test_control_an_account_that_is_only_read_is_ordered_to_while_it_changes():
    payment = batches.payable()
    meanwhile = partial(together, [changing(payment)])
    unguarded = without("lock_accounts_shared", "payment_to_checked_account")
    with unguarded, after(selectors.list_changing, meanwhile):
        ordering(payment)()
    assert outcome() == ("ordered", ["prepared"], 1)
    assert [code for code, _, _ in broken()] == ["I6"]


def test_a_change_entered_twice_at_once_is_one():
    payment = batches.payable()
    results = together([changing(payment), changing(payment)])
    assert (len(winners(results)), codes(results)) == (1, ["account_open"])
    assert PayeeAccount.objects.filter(state="entered").count() == 1


def test_control_a_change_entered_twice_without_lock_and_constraint_is_two():
    payment = batches.payable()
    meanwhile = once(partial(together, [changing(payment)]))
    unguarded = without("lock_live_accounts", "payee_account_one_open", emptied="payments_payeeaccount")
    with unguarded, after(locks.lock_live_accounts, meanwhile):
        changing(payment)()
        assert PayeeAccount.objects.filter(state="entered").count() == 2


def once(action):
    """The action, at its first call only."""
    calls = [action]
    return lambda: calls and calls.pop()()
