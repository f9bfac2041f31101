"""Two approvers, two orders, two confirmations, an objection beside an approval. Each control takes the guard away."""

from contextlib import contextmanager
from copy import copy
from threading import Barrier
from threading import Event as Signal

import pytest

from core.models import Event
from oversight.models import Objection
from oversight.services import objections
from payments.models import Payment, PaymentOrder
from payments.services import orders, payments
from payments.services.subjects import PaymentSubject
from proofs.selectors.proofs import list_findings
from redemptions.models import Redemption, RedemptionBatch
from redemptions.services import decisions
from redemptions.services import settlement as settlements
from tests.concurrency.races import PATIENCE, codes, execute, together, winners
from tests.factories import batches as make
from vouchers.models import ServiceContract

pytestmark = pytest.mark.django_db(transaction=True)


def broken():
    return [(finding.code, finding.says, finding.ids) for finding in list_findings() if finding.broken]


def told(event_type):
    return Event.objects.filter(type=event_type).count()


def read_together(read):
    """Instead of a lock: everybody reads, and goes on when all have read."""
    barrier = Barrier(2)

    def unlocked(*args, **kwargs):
        rows = read(*args, **kwargs)
        barrier.wait(PATIENCE)
        return rows

    return unlocked


@contextmanager
def without_last_guards():
    """The database takes a second payment of a subject and any change of a redemption's state."""
    execute(
        "ALTER TABLE payments_payment DROP CONSTRAINT payment_once_a_subject",
        "ALTER TABLE redemptions_redemption DISABLE TRIGGER USER",
    )
    try:
        yield
    finally:
        execute(
            "ALTER TABLE redemptions_redemption ENABLE TRIGGER USER",
            "SET session_replication_role = 'replica'",
            "DELETE FROM payments_payment",
            "SET session_replication_role = 'origin'",
            "ALTER TABLE payments_payment ADD CONSTRAINT payment_once_a_subject UNIQUE (subject_kind, subject_id)",
        )


def two_approvers(batch):
    approvers = [make.someone("approver"), make.someone("approver")]
    return together([lambda who=who: make.approve(batch, actor_id=who) for who in approvers])


def test_two_approvers_of_one_batch_approve_it_once():
    batch = make.publicised(make.redemption(), make.redemption())
    results = two_approvers(batch)
    assert (len(winners(results)), codes(results)) == (1, ["illegal_state"])
    assert (told("batch.approved"), Payment.objects.count(), broken()) == (1, 2, [])


def test_control_two_approvers_without_locks_pay_twice(monkeypatch):
    batch = make.publicised(make.redemption())
    monkeypatch.setattr(decisions, "lock_batch", read_together(lambda pk: RedemptionBatch.objects.get(pk=pk)))
    items = list(Redemption.objects.all())
    monkeypatch.setattr(decisions, "lock_redemptions", lambda ids: [copy(item) for item in items])
    with without_last_guards():
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


def test_control_a_payment_that_is_only_read_goes_on_two_orders(monkeypatch):
    payment = make.payable()
    monkeypatch.setattr(orders, "lock_payments", read_together(lambda ids: list(Payment.objects.filter(pk__in=ids))))
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


def test_control_a_payment_that_is_only_read_is_paid_twice(monkeypatch):
    payment = make.payable()
    redemption = Redemption.objects.get()
    monkeypatch.setattr(
        settlements,
        "REDEMPTION",
        PaymentSubject(
            windows=settlements.redemption_windows, lock=lambda *, subject_id: None, paid=settlements.redemption_paid
        ),
    )
    monkeypatch.setattr(payments, "lock_order", lambda pk: PaymentOrder.objects.get(pk=pk))
    monkeypatch.setattr(payments, "lock_payment", read_together(lambda pk: Payment.objects.get(pk=pk)))
    monkeypatch.setattr(payments, "_reconcile", lambda *args, **kwargs: None)
    monkeypatch.setattr(settlements, "lock_redemption", lambda pk: Redemption.objects.get(pk=redemption.pk))
    monkeypatch.setattr(settlements, "lock_contract", lambda pk: ServiceContract.objects.get(pk=pk))
    monkeypatch.setattr(settlements, "move_redemptions", lambda *args, **kwargs: None)
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
