"""Payments about which a person has a conflict of interest: left off the order for another person, the rest proceeds."""

from decimal import Decimal

import pytest

from core.models import Event
from payments.models import Payment, PaymentOrder
from payments.services import orders, payments, sending
from payments.services.manual_answers import confirm_answer
from redemptions.models import Redemption
from tests.factories import batches as make
from tests.factories import manual_answers
from tests.factories.conflicts import tied
from tests.factories.outcomes import broken, refused

pytestmark = pytest.mark.django_db


def by(role: str, payment: Payment) -> dict[str, object]:
    """A person of the role who is tied to the applicant of the payment's redemption, not to its payee."""
    applicant = Redemption.objects.get(pk=payment.subject_id).applicant
    return {"actor_id": tied(role, applicant).user_id, "at": make.OVER}


def prepared(*rows: Payment) -> PaymentOrder:
    finance = make.someone("finance")
    return orders.prepare_order(payment_ids=[row.pk for row in rows], actor_id=finance, at=make.OVER)


def left_out(order: PaymentOrder) -> list[int]:
    return [each.case_id for each in order.set_aside]


def now(row: Payment) -> tuple[str, int | None]:
    return Payment.objects.values_list("state", "order_id").get(pk=row.pk)


def test_a_conflicted_payment_is_not_put_on_the_order_and_the_others_are() -> None:
    own, other = make.payable("50000.00"), make.payable("30000.00")
    order = orders.prepare_order(payment_ids=[own.pk, other.pk], **by("finance", own))
    assert (left_out(order), now(own), now(other)) == ([own.pk], ("pending", None), ("ordered", order.pk))
    assert (order.total, order.count, broken()) == (Decimal("30000.00"), 1, [])


@pytest.mark.parametrize("step", ["approve", "export"])
def test_a_conflicted_payment_leaves_the_order_and_its_total_follows(step: str) -> None:
    own, other = make.payable("50000.00"), make.payable("30000.00")
    order = prepared(own, other)
    if step == "export":
        orders.approve_order(order_id=order.pk, actor_id=make.someone("approver"), at=make.OVER)
    service, role = (orders.approve_order, "approver") if step == "approve" else (sending.export_order, "finance")
    done = service(order_id=order.pk, **by(role, own))
    assert (left_out(done), now(own), now(other)[1]) == ([own.pk], ("pending", None), order.pk)
    stored = PaymentOrder.objects.get()
    assert (stored.total, stored.count, broken()) == (Decimal("30000.00"), 1, [])
    told = Event.objects.get(type="payment.set_aside")
    assert (told.subject_id, told.party_id, told.data) == (
        own.pk,
        None,
        {"order": order.pk, "number": order.number, "step": step},
    )


def test_an_order_of_conflicted_payments_only_is_refused() -> None:
    own = make.payable()
    finance, approver = by("finance", own), by("approver", own)
    refused(lambda: orders.prepare_order(payment_ids=[own.pk], **finance), "conflict_of_interest")
    order = prepared(own)
    refused(lambda: orders.approve_order(order_id=order.pk, **approver), "conflict_of_interest")


def test_an_order_with_a_conflicted_payment_is_not_cancelled() -> None:
    own = make.payable()
    order = prepared(own, make.payable())
    cancel = {"order_id": order.pk, "reason": "重编", **by("finance", own)}
    refused(lambda: orders.cancel_order(**cancel), "conflict_of_interest")


def test_a_payment_is_not_answered_by_hand_or_retried_with_a_conflict() -> None:
    own = make.payable()
    make.sent(own)
    who = by("finance", own)
    row = manual_answers.entered(own, "failed")
    confirm = {"answer_id": row.pk, "version": 1, **who}
    refused(lambda: confirm_answer(**confirm), "conflict_of_interest")
    make.say(own.pk, "失败")
    refused(lambda: manual_answers.entered(own, "failed", actor_id=who["actor_id"]), "conflict_of_interest")
    refused(lambda: payments.retry_payment(payment_id=own.pk, **who), "conflict_of_interest")
