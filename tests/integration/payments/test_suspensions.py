"""Suspensions of payments (article 17): what is held, from when, until when; what the database refuses."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from core.models import Event
from core.values.deadlines import beijing_day
from core.values.errors import DomainError
from oversight.services.sanctions import turn_sanctions
from payments.models import Payment, PaymentOrder
from payments.services import orders, payments, sending
from payments.services.suspensions import preview_suspension
from redemptions.models import Redemption
from tests.factories import batches, sanctions
from tests.factories.outcomes import broken

pytestmark = pytest.mark.django_db

AT, DAY = batches.OVER, timedelta(days=1)
TODAY = beijing_day(AT)


def prepare(*rows, at=AT):
    return orders.prepare_order(payment_ids=[row.pk for row in rows], actor_id=batches.someone("finance"), at=at)


def approve(order):
    return orders.approve_order(order_id=order.pk, actor_id=batches.someone("approver"), at=AT)


def turn(at):
    return turn_sanctions(at=at, progress=lambda done: None)


def states(*rows):
    return [Payment.objects.get(pk=row.pk).state for row in rows]


def told(row):
    rows = Event.objects.filter(subject_kind="payment", subject_id=row.pk).order_by("pk")
    return [each.type.removeprefix("payment.") for each in rows]


def refusal_of(call):
    with pytest.raises(DomainError) as caught:
        call()
    return [each.code for each in caught.value.refusals]


def test_a_pending_payment_is_held_from_the_decision_on():
    payment = batches.payable("30000.00")
    sanctions.decided(payment.payee_id)
    assert (states(payment), told(payment), broken()) == (["suspended"], ["created", "suspended"], [])


@pytest.mark.parametrize("step", [lambda order: order, approve], ids=["prepared", "approved"])
def test_an_ordered_payment_leaves_its_order_whose_count_and_total_follow(step):
    mine, other = batches.payable("30000.00"), batches.payable("20000.00")
    order = step(prepare(mine, other))
    sanctions.decided(mine.payee_id)
    order.refresh_from_db()
    mine.refresh_from_db()
    assert (order.count, order.total, order.state) == (1, Decimal("20000.00"), order.state)
    assert (mine.state, mine.order_id, mine.account_id) == ("suspended", None, None)
    assert (states(other), told(mine)[-2:], broken()) == (["ordered"], ["ordered", "suspended"], [])


def test_an_order_left_empty_is_cancelled():
    payment = batches.payable()
    order = prepare(payment)
    sanctions.decided(payment.payee_id)
    assert PaymentOrder.objects.get(pk=order.pk).state == "cancelled"
    reason = Event.objects.get(type="payment_order.cancelled").data["reason"]
    assert (reason, broken()) == ("suspension", [])


def test_what_is_sent_or_paid_stays():
    sent, paid = batches.payable("30000.00"), batches.payable("20000.00")
    batches.pay(paid)
    batches.sent(sent)
    sanctions.decided(sent.payee_id)
    sanctions.decided(paid.payee_id)
    assert (states(sent, paid), broken()) == (["sent", "paid"], [])


def test_a_measure_of_a_later_day_is_put_in_force_by_the_job_of_its_first_day():
    payment = batches.payable()
    sanctions.decided(payment.payee_id, begins_on=TODAY + DAY)
    turn(AT)
    assert states(payment) == ["pending"]
    turn(AT + DAY)
    assert (states(payment), broken()) == (["suspended"], [])


def test_before_the_job_of_the_first_day_nothing_is_ordered_or_sent():
    payment, other = batches.payable("30000.00"), batches.payable("20000.00")
    order = approve(prepare(payment))
    for row in (payment, other):
        sanctions.decided(row.payee_id, begins_on=TODAY + DAY)
    finance = batches.someone("finance")
    send = {"order_id": order.pk, "actor_id": finance, "at": AT + DAY}
    assert refusal_of(lambda: sending.export_order(**send)) == ["payment_suspended"]
    assert refusal_of(lambda: prepare(other, at=AT + DAY)) == ["payment_suspended"]


def test_a_payment_that_becomes_due_meanwhile_is_held_from_its_beginning():
    row = batches.redemption("30000.00")
    batch = batches.publicised(row)
    sanctions.decided(row.unit_id)
    batches.approve(batch)
    payment = Payment.objects.get(subject_id=row.pk)
    assert (payment.state, told(payment), broken()) == ("suspended", ["created", "suspended"], [])
    assert Redemption.objects.get(pk=row.pk).state == "final"


def test_a_failed_payment_that_is_tried_again_meanwhile_is_held():
    payment, finance = batches.payable(), batches.someone("finance")
    batches.sent(payment)
    batches.say(payment.pk, "失败", reason="户名不符", at=AT)
    sanctions.decided(payment.payee_id)
    assert states(payment) == ["failed"]
    payments.retry_payment(payment_id=payment.pk, actor_id=finance, at=AT)
    assert (states(payment), broken()) == (["suspended"], [])


def test_a_held_payment_is_not_ordered():
    payment = batches.payable()
    sanctions.decided(payment.payee_id)
    assert refusal_of(lambda: prepare(payment)) == ["illegal_state"]


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"state": "ordered"}, "payment_legal_edge"),
        ({"state": "pending"}, "payment_of_suspended_payee"),
    ],
)
def test_the_database_neither_orders_nor_frees_a_held_payment(values, name):
    payment = batches.payable()
    sanctions.decided(payment.payee_id)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Payment.objects.filter(pk=payment.pk).update(**values)


def test_the_database_refuses_an_order_of_a_held_payment():
    payment, other = batches.payable(), batches.payable()
    order = prepare(other)
    sanctions.decided(payment.payee_id)
    with pytest.raises(IntegrityError, match="payment_suspended_has_no_order"), transaction.atomic():
        Payment.objects.filter(pk=payment.pk).update(order=order)


def test_after_the_last_day_the_job_sets_the_payments_to_pending():
    payment = batches.payable()
    row = sanctions.decided(payment.payee_id)
    turn(AT + 29 * DAY)
    assert states(payment) == ["suspended"]
    turn(AT + 30 * DAY)
    row.refresh_from_db()
    assert (row.state, states(payment), told(payment)[-1], broken()) == ("ended", ["pending"], "resumed", [])


def test_a_lifted_measure_sets_the_payments_to_pending_and_they_are_ordered_again():
    payment = batches.payable()
    prepare(payment)
    sanctions.lifted(sanctions.decided(payment.payee_id))
    assert states(payment) == ["pending"]
    prepare(payment)
    assert (states(payment), broken()) == (["ordered"], [])


def test_payments_stay_held_until_the_last_of_two_suspensions_has_ended():
    payment = batches.payable()
    first, second = (sanctions.decided(payment.payee_id) for _ in range(2))
    sanctions.lifted(first)
    assert states(payment) == ["suspended"]
    sanctions.lifted(second)
    assert (states(payment), broken()) == (["pending"], [])


def test_a_bar_holds_no_payment():
    payment = batches.payable()
    row = sanctions.heard(payment.payee_id, measure="applicant_barred")
    sanctions.decide_sanction(sanction_id=row.pk, actor_id=batches.someone("approver"), at=AT)
    assert states(payment) == ["pending"]


def test_a_preview_counts_what_would_be_held():
    payment = batches.payable("30000.00")
    assert preview_suspension(party_id=payment.payee_id) == (1, Decimal("30000.00"))
    batches.sent(payment)
    assert preview_suspension(party_id=payment.payee_id) == (0, Decimal("0.00"))
