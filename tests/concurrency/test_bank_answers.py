"""Two people import the bank's answer at once, or one confirms by hand what another imports. Each control removes the guard."""

from functools import partial

import pytest

from core.models import Event
from payments.models import BankAnswer, BankAnswerLine, Payment
from payments.selectors import bank_answers as selectors
from payments.selectors import locks, recoveries
from payments.services.bank_answers import import_answer
from payments.services.manual_answers import confirm_answer
from payments.services.orders import prepare_order
from payments.services.payee_accounts import enter_account
from payments.services.payments import retry_payment
from payments.services.subjects import PaymentSubject
from redemptions.services.settlement import redemption_windows
from tests.concurrency.guards import meeting, without
from tests.concurrency.races import codes, one_after_the_other, together, winners
from tests.factories import batches as make
from tests.factories import manual_answers, payee_accounts
from tests.factories.bank_answers import attempts, line, opened, table
from tests.factories.outcomes import broken

pytestmark = pytest.mark.django_db(transaction=True)

SUBJECT = PaymentSubject(
    windows=redemption_windows,
    lock=lambda *, subject_ids: None,
    paid=lambda *, subject_ids, actor_id, at: None,
    returned=lambda *, subject_ids, actor_id, at: None,
    repaid=lambda **_: None,
)
"""A payment subject without lock and state."""

ENTRIES = ("reconciliation_entry_once", "reconciliation_entry_paid_or_failed")
"""Constraints that refuse a second outcome of an attempt, off in the controls."""


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
    with meeting(selectors.find_answer):
        results = import_at_once(order_id, table(line(one)), table(line(one)))
    assert (len(winners(results)), codes(results)) == (1, ["bank_answer_once"])
    assert (verdicts(), told("payment.paid"), broken()) == (["paid"], 1, [])


def test_control_without_the_constraint_one_file_is_imported_twice():
    order_id, (one, _) = sent()
    guard = without("bank_answer_once", emptied="payments_bankanswer")
    with guard, meeting(selectors.find_answer):
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
    emptied = "payments_bankanswerline payments_reconciliationentry"
    guards = without(*locked, *ENTRIES, "attempt_answered_once", emptied=emptied)
    with guards, meeting(locks.lock_waiting_lines):
        results = import_at_once(order_id, table(line(one)), table(line(one), line(two, "处理中")))
        assert (len(winners(results)), verdicts()) == (2, ["paid", "paid", "pending"])
    assert told("payment.paid") == 2


def return_by_hand_and_by_file(one):
    """Confirm a return by hand while another person imports it, both of a payment that is paid."""
    make.say(one.payment_id, "成功")
    row = manual_answers.entered(Payment.objects.get(pk=one.payment_id), "returned")
    by_hand = partial(confirm_answer, answer_id=row.pk, version=1, actor_id=make.someone("finance"), at=make.OVER)
    file = opened(table(line(one, "退汇")))
    by_file = partial(import_answer, file=file, order_id=one.order_id, actor_id=make.someone("finance"), at=make.OVER)
    return by_hand, by_file


def test_a_return_confirmed_by_hand_and_imported_at_once_is_recorded_once():
    _, (one, _) = sent()
    results = together(return_by_hand_and_by_file(one))
    assert (told("payment.returned"), told("coupon.payment_returned"), broken()) == (1, 1, [])
    assert codes(results) in ([], ["attempt_answered"])


@pytest.mark.parametrize(("first", "refused"), [(0, []), (1, ["attempt_answered"])])
def test_a_return_by_hand_and_by_file_one_after_the_other(first, refused):
    _, (one, _) = sent()
    both = return_by_hand_and_by_file(one)
    results = one_after_the_other(both[first], both[1 - first])
    assert (codes(results), told("payment.returned"), broken()) == (refused, 1, [])


def test_control_a_paid_payment_that_is_only_read_is_returned_twice(settings):
    _, (one, _) = sent()
    settings.PAYMENT_SUBJECTS = {"redemption": f"{__name__}.SUBJECT"}
    both = return_by_hand_and_by_file(one)
    locked = ("lock_order", "lock_payment", "lock_payments", "lock_manual_answer", "lock_waiting_lines")
    guards = without(*locked, *ENTRIES, emptied="payments_reconciliationentry")
    with guards, meeting(recoveries.list_recovered):
        assert len(winners(together(both))) == 2
    assert told("payment.returned") == 2


def test_a_return_during_a_change_of_the_account_is_paid_to_the_new_one_only():
    order_id, (one, _) = sent()
    make.say(one.payment_id, "成功")
    payee_id, at = one.payment.payee_id, make.OVER
    details = payee_accounts.details(payee_id, number=payee_accounts.OTHER_NUMBER)
    change = partial(enter_account, party_id=payee_id, details=details, actor_id=make.someone("finance"), at=at)
    who = {"actor_id": make.someone("finance"), "at": at}
    back = partial(import_answer, file=opened(table(line(one, "退汇"))), order_id=order_id, **who)
    assert len(winners(together([back, change]))) == 2
    retry_payment(payment_id=one.payment_id, **who)
    order = partial(prepare_order, payment_ids=[one.payment_id], **who)
    assert (codes(together([order])), broken()) == (["payment_account_changing"], [])
