"""Two people import the bank's answer at once. Each control removes the guard."""

import pytest

from core.models import Event
from payments.models import BankAnswer, BankAnswerLine
from payments.selectors import bank_answers as selectors
from payments.selectors import locks
from payments.services.bank_answers import import_answer
from payments.services.subjects import PaymentSubject
from redemptions.services.settlement import redemption_windows
from tests.concurrency.guards import meeting, without
from tests.concurrency.races import codes, together, winners
from tests.factories import batches as make
from tests.factories.bank_answers import attempts, line, opened, table
from tests.factories.outcomes import broken

pytestmark = pytest.mark.django_db(transaction=True)

SUBJECT = PaymentSubject(
    windows=redemption_windows,
    lock=lambda *, subject_ids: None,
    paid=lambda *, subject_ids, actor_id, at: None,
    returned=lambda *, subject_ids, actor_id, at: None,
    recovered=lambda **_: set(),
)
"""A payment subject without lock and state."""


def sent():
    """A sent order of two payments, so that no answer about one of them reconciles it; and the attempts."""
    order_id = make.sent(make.payable("1000.00"), make.payable("2000.00"))
    return order_id, attempts(order_id)


def import_at_once(order_id, *tables):
    people = [(make.someone("finance"), opened(each)) for each in tables]
    return together(
        [
            lambda who=who, file=file: import_answer(file=file, order_id=order_id, actor_id=who, at=make.OVER)
            for who, file in people
        ]
    )


def told(event_type):
    return Event.objects.filter(type=event_type).count()


def verdicts():
    return sorted(BankAnswerLine.objects.values_list("verdict", flat=True))


def test_one_file_imported_twice_at_once_is_imported_once():
    order_id, (one, _) = sent()
    results = import_at_once(order_id, table(line(one)), table(line(one)))
    assert (len(winners(results)), codes(results)) == (1, ["bank_answer_once"])
    assert (verdicts(), told("payment.paid"), broken()) == (["paid"], 1, [])


def test_control_without_the_constraint_one_file_is_imported_twice():
    order_id, (one, _) = sent()
    guard = without("bank_answer_once", emptied="payments_bankanswer")
    with guard, meeting(selectors.is_answer_imported):
        assert len(winners(import_at_once(order_id, table(line(one)), table(line(one))))) == 2
        assert BankAnswer.objects.count() == 2


def test_one_line_in_two_files_at_once_is_settled_once():
    order_id, (one, two) = sent()
    results = import_at_once(order_id, table(line(one)), table(line(one), line(two, "处理中")))
    assert len(winners(results)) == 2
    assert (verdicts(), told("payment.paid"), broken()) == (["paid", "pending", "repeated"], 1, [])


def test_control_an_attempt_that_is_only_read_is_paid_twice(settings):
    order_id, (one, two) = sent()
    settings.PAYMENT_SUBJECTS = {"redemption": f"{__name__}.SUBJECT"}
    locked = ("lock_order", "lock_payments", "lock_waiting_lines")
    guards = without(*locked, "attempt_answered_once", emptied="payments_bankanswerline")
    with guards, meeting(locks.lock_waiting_lines):
        results = import_at_once(order_id, table(line(one)), table(line(one), line(two, "处理中")))
        assert (len(winners(results)), verdicts()) == (2, ["paid", "paid", "pending"])
    assert told("payment.paid") == 2
