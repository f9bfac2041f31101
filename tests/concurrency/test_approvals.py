"""Two approvers, two orders, two confirmations, an objection beside an approval. Each control takes the guard away."""

from threading import Barrier
from threading import Event as Signal

import pytest

from core.models import Event
from oversight.models import Objection
from oversight.services import objections
from payments.models import Payment, PaymentOrder
from payments.services import orders, payments
from proofs.selectors.proofs import list_findings
from redemptions.services import decisions
from tests.concurrency.races import PATIENCE, codes, together, winners
from tests.factories import batches as make

pytestmark = pytest.mark.django_db(transaction=True)


def broken():
    return [(finding.code, finding.says, finding.ids) for finding in list_findings() if finding.broken]


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
    unlocked = ("lock_batch", "lock_notices", "lock_redemptions", "lock_contracts", "lock_coupons_of_contracts")
    backing = ("payment_once_a_subject", "redemption_legal_edge")
    with without(*unlocked, *backing, emptied="payments_payment"), meeting(locks.lock_redemptions):
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


def confirm_twice(payment):
    make.sent(payment)
    people = [make.someone("finance"), make.someone("finance")]
    confirm = payments.confirm_payment
    return together([lambda who=who: confirm(payment_id=payment.pk, actor_id=who, at=make.OVER) for who in people])


def test_a_payment_confirmed_twice_at_once_is_paid_once():
    results = confirm_twice(make.payable())
    assert (len(winners(results)), codes(results)) == (1, ["illegal_state"])
    assert (told("payment.paid"), told("coupon.paid"), broken()) == (1, 1, [])


def test_control_a_payment_that_is_only_read_is_paid_twice():
    payment = make.payable()
    unlocked = ("lock_batch", "lock_redemption", "lock_contract", "lock_contract_coupons", "lock_order", "lock_payment")
    with without(*unlocked), meeting(payment_locks.lock_payment):
        assert len(winners(confirm_twice(payment))) == 2
    assert told("payment.paid") == 2


def object_and_approve(row, batch):
    approver = make.someone("approver")
    return together([lambda: make.objection(row), lambda: make.approve(batch, actor_id=approver)])


def test_an_objection_in_the_last_second_and_an_approval_never_both_succeed():
    row = make.redemption()
    results = object_and_approve(row, make.publicised(row))
    assert len(winners(results)) == 1 and codes(results) in (["batch_objected"], ["notice_over"])
    assert Objection.objects.count() + Payment.objects.count() == 1 and broken() == []


def test_control_without_the_lock_on_the_notice_money_is_due_beside_an_open_objection(monkeypatch):
    row = make.redemption()
    batch = make.publicised(row)
    read, approved = Barrier(2), Signal()
    monkeypatch.setattr(decisions, "close_notices", lambda **_: None)
    original, listed, settle = objections.record_beginning, decisions.list_objected, decisions.make_final

    def tell_late(*args, **kwargs):
        read.wait(PATIENCE)
        approved.wait(PATIENCE)
        return original(*args, **kwargs)

    def look_early(**kwargs):
        found = listed(**kwargs)
        read.wait(PATIENCE)
        return found

    def settle_and_say_so(*args, **kwargs):
        settle(*args, **kwargs)
        approved.set()

    monkeypatch.setattr(decisions, "make_final", settle_and_say_so)
    monkeypatch.setattr(objections, "record_beginning", tell_late)
    monkeypatch.setattr(decisions, "list_objected", look_early)
    assert len(winners(object_and_approve(row, batch))) == 2
    assert (Objection.objects.filter(state="filed").count(), Payment.objects.count()) == (1, 1)
