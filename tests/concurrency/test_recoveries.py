"""A repayment beside the write-off of its recovery or a return that is kept, a return beside the decision. Each control removes
the guards."""

from functools import partial

import pytest

from payments.models import Payment, Recovery, Repayment
from payments.selectors import recoveries as selectors
from payments.services import repayments
from payments.services.manual_answers import confirm_answer
from payments.services.recoveries import decide_recovery
from tests.concurrency.guards import after, meeting, without
from tests.concurrency.races import codes, one_after_the_other, together, winners
from tests.factories import batches, manual_answers
from tests.factories import recoveries as make
from tests.factories.outcomes import broken

pytestmark = pytest.mark.django_db(transaction=True)


def repaying_and_writing_off():
    """Enter a repayment of a recovery whose write-off another person confirms."""
    row = make.write_off_proposed(make.owed())
    who = {"actor_id": batches.someone("approver"), "at": batches.OVER}
    return partial(make.entered, row, "4000.00"), partial(repayments.write_off_recovery, recovery_id=row.pk, **who)


def outcome():
    """The state of the recovery, and those of its repayments."""
    return Recovery.objects.get().state, list(Repayment.objects.values_list("state", flat=True))


def test_a_repayment_and_the_write_off_at_once_leave_one_of_them():
    results = together(repaying_and_writing_off())
    assert len(winners(results)) == 1
    assert codes(results) in (["repayment_waiting"], ["illegal_state"])
    assert (outcome() in (("notified", ["entered"]), ("written_off", [])), broken()) == (True, [])


@pytest.mark.parametrize(
    ("first", "refused", "left"),
    [(0, "repayment_waiting", ("notified", ["entered"])), (1, "illegal_state", ("written_off", []))],
)
def test_a_repayment_and_the_write_off_one_after_the_other(first, refused, left):
    both = repaying_and_writing_off()
    results = one_after_the_other(both[first], both[1 - first])
    assert (codes(results), outcome(), broken()) == ([refused], left, [])


def test_control_a_recovery_that_is_only_read_is_written_off_beside_a_repayment():
    both = repaying_and_writing_off()
    of_database = ("recovery_without_entered_repayment", "repayment_within_recovery")
    guards = without("lock_payment", "lock_recovery", *of_database)
    with guards, meeting(selectors.sum_entered):
        assert len(winners(together(both))) == 2
    assert outcome() == ("written_off", ["entered"])
    assert "I1" in {code for code, _, _ in broken()}


def returning_and_deciding():
    """Confirm by hand that the bank returned a payment, and decide to recover it."""
    payment = batches.pay(batches.payable("10000.00"))
    row, back = make.heard(payment), manual_answers.entered(payment, "returned")
    finance, approver = batches.someone("finance"), batches.someone("approver")
    returning = partial(confirm_answer, answer_id=back.pk, version=1, actor_id=finance, at=batches.OVER)
    terms = {"recovery_id": row.pk, "first_due_on": make.FIRST, "count": 1}
    return returning, partial(decide_recovery, **terms, actor_id=approver, at=batches.OVER)


@pytest.mark.parametrize(
    ("first", "refused", "left"),
    [(0, ["recovery_unpaid"], ("failed", "heard")), (1, [], ("paid", "repaid"))],
)
def test_a_return_and_the_decision_to_recover_one_after_the_other(first, refused, left):
    both = returning_and_deciding()
    results = one_after_the_other(both[first], both[1 - first])
    assert (codes(results), broken()) == (refused, [])
    assert (Payment.objects.earliest("pk").state, Recovery.objects.get().state) == left


def test_control_a_payment_that_is_only_read_is_returned_though_its_recovery_is_decided():
    returning, deciding = returning_and_deciding()
    of_database = ("recovery_of_paid_payment", "payment_without_recovery")
    with without("lock_payment", *of_database), after(selectors.list_recovered, partial(together, [deciding])):
        returning()
    assert (Payment.objects.get().state, Recovery.objects.get().state) == ("failed", "decided")
    assert "I1" in {code for code, _, _ in broken()}


def repaying_and_keeping():
    """Enter a repayment, and confirm by hand a return of the payment whose recovery it repays."""
    row = make.owed()
    back = manual_answers.entered(row.payment, "returned")
    who = {"actor_id": batches.someone("finance"), "at": batches.OVER}
    return partial(make.entered, row, "4000.00"), partial(confirm_answer, answer_id=back.pk, version=1, **who)


@pytest.mark.parametrize(
    ("first", "refused", "left"),
    [(0, "repayment_waiting", ("notified", ["entered"])), (1, "illegal_state", ("repaid", ["confirmed"]))],
)
def test_a_repayment_and_a_return_that_is_kept_one_after_the_other(first, refused, left):
    both = repaying_and_keeping()
    results = one_after_the_other(both[first], both[1 - first])
    assert (codes(results), outcome(), broken()) == ([refused], left, [])


def test_control_a_recovery_that_is_only_read_is_repaid_by_a_return_beside_a_repayment():
    both = repaying_and_keeping()
    guards = without("lock_payment", "lock_recovery", "lock_recoveries", "repayment_within_recovery")
    with guards, meeting(selectors.sum_entered):
        assert len(winners(together(both))) == 2
    assert (outcome()[0], sorted(outcome()[1])) == ("repaid", ["confirmed", "entered"])
    assert "I1" in {code for code, _, _ in broken()}
