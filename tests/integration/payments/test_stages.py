"""An order whose total asks for a further stage."""

import pytest
from django.db import IntegrityError, transaction

from core.models import Event
from core.values.errors import DomainError
from oversight.models import StageDecision
from oversight.rules.stages import Stage
from payments.models import PaymentOrder
from payments.selectors.payments import count_payment_tasks
from payments.services.orders import approve_order, sign_order
from tests.factories import batches as make
from tests.factories import stages
from tests.factories.conflicts import tied
from tests.factories.outcomes import broken

pytestmark = pytest.mark.django_db


def sign(order, *, actor_id=0, stage="countersign"):
    actor_id = actor_id or make.someone("finance")
    return sign_order(order_id=order.pk, stage=Stage(stage), actor_id=actor_id, at=make.OVER)


def approve(order, *, actor_id=0):
    return approve_order(order_id=order.pk, actor_id=actor_id or make.someone("approver"), at=make.OVER)


def refused(call, *codes):
    before = (Event.objects.filter(subject_kind__in=["batch", "payment_order"]).count(), StageDecision.objects.count())
    with pytest.raises(DomainError) as caught:
        call()
    assert [refusal.code for refusal in caught.value.refusals] == list(codes)
    assert (
        Event.objects.filter(subject_kind__in=["batch", "payment_order"]).count(),
        StageDecision.objects.count(),
    ) == before


def test_above_the_amount_an_order_is_countersigned_and_then_approved():
    order, signer = stages.order(), make.someone("approver")
    refused(lambda: approve(order), "stage_missing")
    sign(order, actor_id=signer)
    refused(lambda: approve(order, actor_id=signer), "same_person")
    assert approve(order).state == "approved"
    assert Event.objects.get(type="payment_order.signed").data == {"stage": "countersign", "amount": "100000.00"}
    assert broken() == []


def test_the_preparer_counts():
    preparer = make.someone("finance")
    order = stages.order(preparer_id=preparer)
    refused(lambda: sign(order, actor_id=preparer), "same_person")


def test_a_stage_is_refused_after_it_is_decided_and_of_an_approved_order():
    order = stages.order()
    sign(order)
    refused(lambda: sign(order), "stage_decided")
    refused(lambda: sign(order, stage="endorse"), "stage_not_needed")
    approve(order)
    refused(lambda: sign(order), "illegal_state")


def test_a_conflict_about_one_payment_refuses_the_stage():
    order = stages.order()
    payee = order.payments.first().payee
    refused(lambda: sign(order, actor_id=tied("finance", payee).user_id), "conflict_of_interest")


def test_the_database_refuses_an_order_without_its_stage():
    order = stages.order()
    with pytest.raises(IntegrityError, match="may not be approved"), transaction.atomic():
        PaymentOrder.objects.filter(pk=order.pk).update(state="approved", approved_by=make.someone("approver"))


def test_the_tasks_say_which_stage_waits():
    order, finance, approver = stages.order(), make.someone("finance"), make.someone("approver")

    def waiting(user_id):
        tasks = count_payment_tasks(user_id=user_id, at=make.OVER)
        return tasks.to_sign, tasks.to_approve

    assert (waiting(finance), waiting(approver)) == ((1, 0), (1, 0))
    sign(order, actor_id=finance)
    assert (waiting(finance), waiting(approver)) == ((0, 0), (0, 1))
