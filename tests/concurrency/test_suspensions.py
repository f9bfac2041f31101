"""A suspension of payments beside an order, and beside a payment that becomes due. The controls remove the guards."""

from functools import partial

import pytest

from oversight.services import sanctions as services
from payments.models import Payment, PaymentOrder
from payments.services import orders, suspensions
from redemptions.services import decisions
from tests.concurrency.guards import after, without
from tests.concurrency.races import codes, one_after_the_other, together, winners
from tests.factories import batches, sanctions
from tests.factories.outcomes import broken

pytestmark = pytest.mark.django_db(transaction=True)


def ordering(payment):
    finance = batches.someone("finance")
    return partial(orders.prepare_order, payment_ids=[payment.pk], actor_id=finance, at=batches.OVER)


def suspending(payee_id):
    row, approver = sanctions.heard(payee_id), batches.someone("approver")
    return partial(services.decide_sanction, sanction_id=row.pk, actor_id=approver, at=batches.OVER)


def outcome():
    """The state of the payment, and those of orders."""
    return Payment.objects.get().state, list(PaymentOrder.objects.values_list("state", flat=True))


def test_a_payment_that_is_ordered_meanwhile_leaves_its_order_and_is_held():
    payment = batches.payable()
    results = one_after_the_other(ordering(payment), suspending(payment.payee_id))
    assert len(winners(results)) == 2
    assert (outcome(), broken()) == (("suspended", ["cancelled"]), [])


def test_a_payment_that_is_held_meanwhile_is_not_ordered():
    payment = batches.payable()
    results = one_after_the_other(suspending(payment.payee_id), ordering(payment))
    assert codes(results) == ["illegal_state"]
    assert (outcome(), broken()) == (("suspended", []), [])


def test_control_a_payment_that_is_only_read_is_ordered_while_its_payee_is_suspended():
    payment = batches.payable()
    meanwhile = partial(together, [suspending(payment.payee_id)])
    of_database = ("payment_of_suspended_payee", "payment_legal_edge", "payment_account_fixed")
    of_database = (*of_database, "payment_suspended_has_no_order")
    unguarded = without("lock_accounts_shared", "lock_payments", *of_database)
    with unguarded, after(orders._require_payable, meanwhile):
        ordering(payment)()
    assert outcome()[0] == "ordered"
    assert "I10" in [code for code, _, _ in broken()]


def approving(batch):
    approver = batches.someone("approver")
    return partial(decisions.approve_batch, batch_id=batch.pk, version=None, actor_id=approver, at=batches.OVER)


def test_a_payment_that_becomes_due_meanwhile_is_held_in_either_order():
    row = batches.redemption("30000.00")
    batch = batches.publicised(row)
    results = together([approving(batch), suspending(row.unit_id)])
    assert (len(winners(results)), outcome(), broken()) == (2, ("suspended", []), [])


def test_control_a_payment_that_becomes_due_without_the_lock_of_its_payee_is_not_held():
    row = batches.redemption("30000.00")
    batch = batches.publicised(row)
    meanwhile = partial(together, [suspending(row.unit_id)])
    with without("lock_parties_shared"), after(suspensions.list_under, meanwhile):
        approving(batch)()
    assert outcome()[0] == "pending"
    assert [code for code, _, _ in broken()] == ["I10"]
