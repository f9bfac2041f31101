"""A revocation of coupons beside an order of their payment. The control removes the guards."""

from functools import partial

import pytest

from oversight.services import sanctions as services
from payments.models import Payment, PaymentOrder
from payments.services import orders, sending
from tests.concurrency.guards import after, without
from tests.concurrency.races import codes, one_after_the_other, together, winners
from tests.factories import batches, revocations
from tests.factories.outcomes import broken
from vouchers.models import Coupon

pytestmark = pytest.mark.django_db(transaction=True)


def ordering(payment):
    finance = batches.someone("finance")
    return partial(orders.prepare_order, payment_ids=[payment.pk], actor_id=finance, at=batches.OVER)


def exporting(payment):
    ordering(payment)()
    order = PaymentOrder.objects.get()
    orders.approve_order(order_id=order.pk, actor_id=batches.someone("approver"), at=batches.OVER)
    return partial(sending.export_order, order_id=order.pk, actor_id=batches.someone("finance"), at=batches.OVER)


def revoking():
    row, approver = revocations.heard(*Coupon.objects.order_by("pk")), batches.someone("approver")
    return partial(services.decide_sanction, sanction_id=row.pk, actor_id=approver, at=batches.OVER)


def outcome():
    """The state of the payment, and those of orders."""
    return Payment.objects.get().state, list(PaymentOrder.objects.values_list("state", flat=True))


def test_a_payment_that_is_ordered_meanwhile_leaves_its_order_and_is_cancelled():
    payment = batches.payable()
    results = one_after_the_other(ordering(payment), revoking())
    assert len(winners(results)) == 2
    assert (outcome(), broken()) == (("cancelled", ["cancelled"]), [])


def test_a_payment_that_is_cancelled_meanwhile_is_not_ordered():
    payment = batches.payable()
    results = one_after_the_other(revoking(), ordering(payment))
    assert (codes(results), outcome(), broken()) == (["illegal_state"], ("cancelled", []), [])


def test_a_payment_that_is_sent_meanwhile_is_paid_and_its_coupons_stay():
    payment = batches.payable()
    results = one_after_the_other(exporting(payment), revoking())
    assert (codes(results), outcome(), broken()) == (["payment_at_bank"], ("sent", ["exported"]), [])


def test_control_a_payment_that_is_only_read_is_ordered_though_its_coupons_are_revoked():
    payment = batches.payable()
    meanwhile = partial(together, [revoking()])
    of_database = ("payment_legal_edge", "payment_account_fixed")
    unguarded = without("lock_accounts_shared", "lock_payments", *of_database)
    with unguarded, after(orders._require_payable, meanwhile):
        ordering(payment)()
    assert outcome()[0] == "ordered"
    assert {"I5", "I6"} & {code for code, _, _ in broken()}
