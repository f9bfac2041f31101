"""Concurrent approvals, orders and confirmations, and an objection during an approval. Each control removes the guard."""

from functools import partial

import pytest

from core.models import Event
from oversight.models import Objection
from oversight.selectors import locks as notice_locks
from oversight.selectors.stages import get_current_chain
from oversight.services.notices import end_notices
from payments.models import Payment, PaymentOrder
from payments.selectors import locks as payment_locks
from payments.services import orders
from payments.services.manual_answers import confirm_answer
from payments.services.subjects import PaymentSubject
from redemptions.services.settlement import redemption_windows
from tests.concurrency.guards import after, meeting, without
from tests.concurrency.races import codes, together, winners
from tests.factories import batches as make
from tests.factories import manual_answers, stages
from tests.factories.outcomes import broken

pytestmark = pytest.mark.django_db(transaction=True)


def told(event_type):
    return Event.objects.filter(type=event_type).count()


def two_approvers(batch):
    approvers = [make.someone("approver"), make.someone("approver")]
    return together([lambda who=who: make.approve(batch, actor_id=who) for who in approvers])


def test_two_approvers_of_one_batch_approve_it_once():
    batch = make.publicised(make.redemption(), make.redemption())
    results = two_approvers(batch)
    assert (len(winners(results)), codes(results)) == (1, ["illegal_state"])
    assert (told("batch.approved"), Payment.objects.count(), broken()) == (1, 2, [])


def test_control_two_approvers_without_locks_pay_twice():
    batch = make.publicised(make.redemption())
    end_notices(at=make.OVER, progress=lambda count: None)
    unlocked = ("lock_batch", "lock_notices", "lock_redemptions")
    backing = ("redemption_legal_edge", "payment_once_a_subject", "stage_decided_once")
    emptied = "payments_payment oversight_stagedecision"
    with without(*unlocked, *backing, emptied=emptied), meeting(get_current_chain):
        assert len(winners(two_approvers(batch))) == 2
        assert (told("batch.approved"), Payment.objects.count()) == (2, 2)


def prepare_twice(payment):
    people = [make.someone("finance"), make.someone("finance")]
    ids = [payment.pk]
    return together(
        [lambda who=who: orders.prepare_order(payment_ids=ids, actor_id=who, at=make.OVER) for who in people]
    )


def test_one_payment_goes_on_one_of_two_orders():
    results = prepare_twice(make.payable())
    assert (len(winners(results)), codes(results)) == (1, ["illegal_state"])
    assert (PaymentOrder.objects.count(), broken()) == (1, [])


def test_control_a_payment_that_is_only_read_goes_on_two_orders():
    payment = make.payable()
    with without("lock_payments"), meeting(payment_locks.lock_payments):
        assert len(winners(prepare_twice(payment))) == 2
    assert (PaymentOrder.objects.count(), told("payment.ordered")) == (2, 2)


def confirm_twice(payment, *others):
    make.sent(payment, *others)
    row = manual_answers.entered(payment)
    people = [make.someone("finance"), make.someone("finance")]
    confirm = partial(confirm_answer, answer_id=row.pk, version=None, at=make.OVER)
    return together([partial(confirm, actor_id=who) for who in people])


def test_a_payment_confirmed_twice_at_once_is_paid_once():
    results = confirm_twice(make.payable())
    assert (len(winners(results)), codes(results)) == (1, ["illegal_state"])
    assert (told("payment.paid"), told("coupon.paid"), broken()) == (1, 1, [])


SUBJECT = PaymentSubject(
    windows=redemption_windows,
    lock=lambda *, subject_ids: None,
    paid=lambda *, subject_ids, actor_id, at: None,
    returned=lambda *, subject_ids, actor_id, at: None,
    repaid=lambda **_: None,
)
"""A payment subject without lock and state."""


def test_control_a_payment_that_is_only_read_is_paid_twice(settings):
    payment, other = make.payable(), make.payable()
    settings.PAYMENT_SUBJECTS = {"redemption": f"{__name__}.SUBJECT"}
    locked = ("lock_order", "lock_payment", "lock_manual_answer")
    entries = ("reconciliation_entry_once", "reconciliation_entry_paid_or_failed")
    guards = without(*locked, *entries, emptied="payments_reconciliationentry")
    with guards, meeting(payment_locks.lock_manual_answer):
        assert len(winners(confirm_twice(payment, other))) == 2
    assert told("payment.paid") == 2


def object_and_approve(row, batch):
    approver = make.someone("approver")
    return together([lambda: make.objection(row), lambda: make.approve(batch, actor_id=approver)])


def test_an_objection_in_the_last_second_and_an_approval_never_both_succeed():
    row = make.redemption()
    results = object_and_approve(row, make.publicised(row))
    assert len(winners(results)) == 1 and codes(results) in (["batch_objected"], ["notice_over"])
    assert Objection.objects.count() + Payment.objects.count() == 1 and broken() == []


def test_control_without_the_lock_on_the_notice_money_is_due_beside_an_open_objection():
    row = make.redemption()
    approving = partial(together, [partial(make.approve, make.publicised(row), actor_id=make.someone("approver"))])
    with without("lock_notice"), after(notice_locks.lock_notice, approving):
        make.objection(row)
    assert (Objection.objects.filter(state="filed").count(), Payment.objects.count()) == (1, 1)


def sign_both(batch, people, *, then=None):
    """Two acts on one batch at once: the first person countersigns, the second as well, or does `then`."""
    acts = [lambda: stages.sign(batch, actor_id=people[0]), then or (lambda: stages.sign(batch, actor_id=people[1]))]
    return together(acts)


def test_two_approvers_decide_one_stage_once():
    batch = stages.batch()
    results = sign_both(batch, [make.someone("approver"), make.someone("approver")])
    assert (len(winners(results)), codes(results)) == (1, ["stage_decided"])
    assert (told("batch.signed"), broken()) == (1, [])


def test_control_two_approvers_without_locks_decide_one_stage_twice():
    batch = stages.batch()
    end_notices(at=make.OVER, progress=lambda count: None)
    people = [make.someone("approver"), make.someone("approver")]
    guards = ("lock_batch", "lock_notices", "stage_decided_once")
    with without(*guards, emptied="oversight_stagedecision"), meeting(get_current_chain):
        assert len(winners(sign_both(batch, people))) == 2
        assert told("batch.signed") == 2


def test_one_person_does_not_take_two_stages_at_once():
    batch = stages.batch("50000.00", "20000.00")
    person = make.someone("approver")
    results = sign_both(batch, [person], then=lambda: make.approve(batch, actor_id=person))
    assert len(winners(results)) == 1
    assert codes(results) in (["same_person"], ["stage_missing"])
    assert (told("batch.approved"), broken()) == (0, [])
