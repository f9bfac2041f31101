"""Answers of the bank by hand: entered by one person with its paper, or matched from a line, confirmed by another."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from core.events.outbox import deliver_outbox
from core.models import Attachment, Event, Notification
from core.values.errors import DomainError
from payments.models import BankAnswerLine, ManualAnswer, Payment, PaymentOrder
from payments.rules.bank_answers import AnswerOutcome
from payments.selectors.bank_answers import count_unmatched, search_unmatched
from payments.selectors.manual_answers import (
    TO_CONFIRM,
    TO_CONFIRM_MATCH,
    count_open_answers,
    get_line,
    list_candidates,
    search_manual_answers,
)
from payments.services.bank_answers import open_answer_file
from payments.services.manual_answers import confirm_answer, enter_answer, propose_match, refuse_answer
from payments.services.payments import retry_payment
from redemptions.models import Redemption
from tests.factories import batches as make
from tests.factories import conflicts, manual_answers
from tests.factories.bank_answers import attempts, imported, line, table
from tests.factories.contracts import staff
from tests.factories.outcomes import broken
from vouchers.models import Coupon, Movement

pytestmark = pytest.mark.django_db

NEXT_DAY = make.OVER + timedelta(days=1)
TABLES = (Event, Payment, PaymentOrder, Redemption, Coupon, Movement, ManualAnswer, BankAnswerLine, Attachment)


def sent(amount="1000.00"):
    """A sent payment."""
    payment = make.payable(amount)
    make.sent(payment)
    return Payment.objects.get(pk=payment.pk)


def state(payment):
    return Payment.objects.get(pk=payment.pk).state


def finance():
    return {"actor_id": make.someone("finance"), "at": NEXT_DAY}


def refused(call, code):
    before = [list(table.objects.order_by("pk").values()) for table in TABLES]
    with pytest.raises(DomainError) as caught:
        call()
    assert caught.value.code == code
    assert [list(table.objects.order_by("pk").values()) for table in TABLES] == before


def waiting(row):
    """How many answers from paper, and matches, who entered one may confirm, and how many another person may."""
    people = (row.entered_by_id, 0)
    return [tuple(count_open_answers(each, user_id=pk) for pk in people) for each in (TO_CONFIRM, TO_CONFIRM_MATCH)]


@pytest.mark.parametrize("outcome", ["paid", "failed"])
def test_nothing_changes_until_another_person_confirms(outcome):
    payment = sent()
    row = manual_answers.entered(payment, outcome)
    assert (state(payment), row.state, waiting(row)) == ("sent", "entered", [(0, 1), (0, 0)])
    confirm_answer(answer_id=row.pk, version=1, **finance())
    assert (state(payment), waiting(row), broken()) == (outcome, [(0, 0), (0, 0)], [])
    assert PaymentOrder.objects.get().state == "reconciled"


def test_a_return_by_hand_moves_books_and_states_and_is_paid_again():
    payment = make.pay(make.payable("1000.00"))
    manual_answers.confirmed(payment, "returned", at=NEXT_DAY)
    assert (state(payment), Redemption.objects.get().state, Coupon.objects.get().state) == (
        "failed",
        "final",
        "approved",
    )
    assert Movement.objects.latest("pk").cause == "bank_return" and broken() == []
    retry_payment(payment_id=payment.pk, **finance())
    assert (make.pay(Payment.objects.get(), at=NEXT_DAY).state, broken()) == ("paid", [])


def test_who_entered_it_neither_confirms_nor_refuses_it():
    row = manual_answers.entered(sent())
    own = {"answer_id": row.pk, "actor_id": row.entered_by_id, "at": NEXT_DAY}
    refused(lambda: confirm_answer(version=1, **own), "same_person")
    refused(lambda: refuse_answer(reason="回单不清", **own), "same_person")


def test_a_refused_answer_changes_nothing_and_may_be_entered_again():
    payment, who = sent(), finance()
    row = manual_answers.entered(payment)
    refused_row = refuse_answer(answer_id=row.pk, reason="回单不清", **who)
    assert (refused_row.state, refused_row.refusal, state(payment)) == ("refused", "回单不清", "sent")
    manual_answers.confirmed(payment)
    assert (state(payment), broken()) == ("paid", [])
    refused(lambda: confirm_answer(answer_id=row.pk, version=None, **who), "illegal_state")


def test_an_answer_is_decided_once_and_in_the_version_that_was_seen():
    payment, who = sent(), finance()
    row = manual_answers.entered(payment)
    refused(lambda: confirm_answer(answer_id=row.pk, version=2, **who), "stale_version")
    confirm_answer(answer_id=row.pk, version=1, **who)
    refused(lambda: confirm_answer(answer_id=row.pk, version=None, **who), "illegal_state")
    refused(lambda: confirm_answer(answer_id=10**9, version=None, **who), "not_found")


def test_one_answer_about_an_attempt_waits_at_a_time():
    payment = sent()
    manual_answers.entered(payment)
    person = make.someone("finance")
    refused(lambda: manual_answers.entered(payment, "failed", actor_id=person), "manual_answer_open")


@pytest.mark.parametrize(
    ("outcome", "days", "reason", "code"),
    [
        ("returned", 0, "退汇", "answer_outcome"),
        ("paid", 1, "", "bank_day"),
        ("paid", -1, "", "bank_day"),
        ("failed", 0, "", "required"),
    ],
)
def test_what_cannot_be_entered(outcome, days, reason, code):
    values = {"payment_id": sent().pk, "outcome": AnswerOutcome(outcome), "reason": reason}
    who = {"actor_id": make.someone("finance"), "at": make.OVER, "file": manual_answers.paper()}
    day = date(2026, 3, 10) + timedelta(days=days)
    refused(lambda: enter_answer(said_on=day, **values, **who), code)


def test_a_payment_that_was_never_sent_is_not_answered():
    payment, person = make.payable(), make.someone("finance")
    refused(lambda: manual_answers.entered(payment, actor_id=person), "illegal_state")


def test_an_import_meanwhile_overtakes_the_answer_by_hand():
    payment = sent()
    row = manual_answers.entered(payment)
    make.say(payment.pk, "失败", reason="户名不符")
    who = finance()
    refused(lambda: confirm_answer(answer_id=row.pk, version=1, **who), "attempt_answered")
    refuse_answer(answer_id=row.pk, reason="银行已退回", **who)
    assert (state(payment), broken()) == ("failed", [])


def test_an_answer_about_an_earlier_attempt_is_not_confirmed_for_a_later_one():
    payment = sent()
    row = manual_answers.entered(payment)
    make.say(payment.pk, "失败")
    make.sent(retry_payment(payment_id=payment.pk, **finance()), at=NEXT_DAY)
    who = finance()
    refused(lambda: confirm_answer(answer_id=row.pk, version=1, **who), "attempt_answered")
    assert (state(payment), broken()) == ("sent", [])


def test_a_line_after_the_answer_by_hand_repeats_or_contradicts_it():
    payment = sent()
    manual_answers.confirmed(payment)
    moved = Movement.objects.count()
    make.say(payment.pk, "成功", at=NEXT_DAY)
    make.say(payment.pk, "失败", at=NEXT_DAY)
    assert list(BankAnswerLine.objects.order_by("pk").values_list("verdict", flat=True)) == ["repeated", "contradicts"]
    assert (state(payment), Movement.objects.count(), broken()) == ("paid", moved, [])


def test_a_line_repeats_a_return_by_hand():
    payment = make.pay(make.payable("1000.00"))
    manual_answers.confirmed(payment, "returned", at=NEXT_DAY)
    make.say(payment.pk, "退汇", at=NEXT_DAY)
    assert (BankAnswerLine.objects.latest("pk").verdict, state(payment), broken()) == ("repeated", "failed", [])


def unnumbered(*, amount="1000.00", said="成功"):
    """A sent payment, and a line of an imported answer that has its amount and no number."""
    payment = sent(amount)
    one = attempts(payment.order_id)[0]
    answer = imported(payment.order_id, line(one, said, number=" ", reason="" if said == "成功" else "户名不符"))
    return payment, one, BankAnswerLine.objects.get(answer=answer)


def proposed(one, found, **who):
    return propose_match(line_id=found.pk, number=one.number, **(who or finance()))


@pytest.mark.parametrize(("said", "after"), [("成功", "paid"), ("失败", "failed"), ("退汇", "failed")])
def test_a_line_without_a_number_is_matched_by_two_persons(said, after):
    payment, one, found = unnumbered(said=said)
    row = proposed(one, found)
    actor = staff("finance")
    assert (state(payment), waiting(row), search_unmatched(actor).count()) == ("sent", [(0, 0), (0, 1)], 1)
    confirm_answer(answer_id=row.pk, version=1, **finance())
    assert (state(payment), search_unmatched(actor).count(), count_unmatched(), broken()) == (after, 0, 0, [])
    assert BankAnswerLine.objects.get().verdict == "no_number"


def test_a_refused_match_leaves_the_line_listed():
    payment, one, found = unnumbered()
    refuse_answer(answer_id=proposed(one, found).pk, reason="不是这一笔", **finance())
    assert (state(payment), count_unmatched(), search_unmatched(staff("finance")).count()) == ("sent", 1, 1)
    proposed(one, found)
    assert count_unmatched() == 0


def test_a_line_is_matched_once():
    _, one, found = unnumbered()
    other = sent("1000.00")
    proposed(one, found)
    two, who = attempts(other.order_id)[0], finance()
    refused(lambda: proposed(two, found, **who), "line_matched")


def test_a_match_needs_the_amount_a_known_number_and_a_fitting_state():
    payment, one, found = unnumbered()
    other, paid = sent("999.99"), make.pay(make.payable("1000.00"))
    who = finance()
    refused(lambda: proposed(attempts(other.order_id)[0], found, **who), "match_amount")
    refused(lambda: proposed(attempts(paid.order_id)[0], found, **who), "match_state")
    for number in ("", "X", f"{payment.number}-2", one.number.replace("2026", "2025")):
        refused(lambda number=number: propose_match(line_id=found.pk, number=number, **who), "attempt_unknown")
    refused(lambda: propose_match(line_id=10**9, number=one.number, **who), "not_found")


def test_a_line_that_settled_its_attempt_is_not_matched():
    payment, other, who = sent(), sent("1000.00"), finance()
    make.say(payment.pk, "成功")
    found = BankAnswerLine.objects.get()
    refused(lambda: proposed(attempts(other.order_id)[0], found, **who), "line_not_matchable")


def test_the_candidates_are_of_the_amount_those_of_the_order_first():
    _, one, found = unnumbered()
    sent("999.99")
    other = attempts(sent("1000.00").order_id)[0]
    assert list_candidates(get_line(found.pk)) == [one, other]


@pytest.mark.parametrize("typed", ["{payment}", "{attempt}", " {attempt}\u200b", "{wide}"])
def test_an_answer_is_found_by_the_number_as_it_shows(typed):
    answer = manual_answers.entered(sent())
    number = answer.attempt.number
    wide = number.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    text = typed.format(payment=answer.attempt.payment.number, attempt=number, wide=wide)
    assert list(search_manual_answers(staff("finance"), text=text)) == [answer]


def test_a_person_with_a_conflict_leaves_match_and_confirmation_to_another():
    payment, one, found = unnumbered()
    tied = {"actor_id": conflicts.tied("finance", payment.payee).user_id, "at": NEXT_DAY}
    refused(lambda: proposed(one, found, **tied), "conflict_of_interest")
    row = proposed(one, found)
    refused(lambda: confirm_answer(answer_id=row.pk, version=1, **tied), "conflict_of_interest")


def test_the_others_of_finance_are_notified_and_the_first_of_a_refusal():
    first, second = make.someone("finance"), make.someone("finance")
    row = manual_answers.entered(sent(), actor_id=first)
    refuse_answer(answer_id=row.pk, reason="回单不清", actor_id=second, at=make.OVER)
    for _ in range(2):
        deliver_outbox(at=make.OVER)
    told = Notification.objects.filter(kind__startswith="manual_answer")
    assert set(told.filter(kind="manual_answer.entered").values_list("user_id", flat=True)) >= {second}
    assert first not in told.filter(kind="manual_answer.entered").values_list("user_id", flat=True)
    assert list(told.filter(kind="manual_answer.refused").values_list("user_id", flat=True)) == [first]


def test_the_imported_file_is_downloaded_as_it_was_uploaded_and_recorded():
    payment, one, _ = unnumbered()
    data = table(line(one, number=" "))
    answer = BankAnswerLine.objects.get().answer
    file = open_answer_file(answer_id=answer.pk, **finance())
    assert (file.name, file.content) == ("回盘.csv", data)
    assert Event.objects.get(type="payment_order.answer_opened").data["sha256"] == answer.sha256
    tied = {"actor_id": conflicts.tied("finance", payment.payee).user_id, "at": NEXT_DAY}
    refused(lambda: open_answer_file(answer_id=answer.pk, **tied), "conflict_of_interest")


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("UPDATE payments_payment SET state = 'paid', paid_at = now()", "payment_answered_by_the_bank"),
        ("UPDATE payments_payment SET state = 'failed'", "payment_answered_by_the_bank"),
        ("UPDATE payments_manualanswer SET decided_by_id = entered_by_id", "manual_answer_by_two_persons"),
        ("UPDATE payments_manualanswer SET state = 'confirmed'", "manual_answer_decided_by_somebody"),
        ("UPDATE payments_manualanswer SET outcome = 'failed', reason = 'x'", "Cannot update"),
        ("DELETE FROM payments_manualanswer", "Cannot delete"),
    ],
)
def test_the_database_refuses_what_one_person_could_do(change, name):
    manual_answers.entered(sent())
    with pytest.raises(DatabaseError, match=name), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_the_database_refuses_a_match_of_another_amount_and_a_confirmation_without_paper():
    _, one, found = unnumbered()
    other = attempts(sent("999.99").order_id)[0]
    values = {
        "outcome": "paid",
        "said_on": date(2026, 3, 10),
        "entered_by_id": make.someone("finance"),
        "entered_at": make.OVER,
    }
    with pytest.raises(IntegrityError, match="manual_answer_of_one_amount"), transaction.atomic():
        ManualAnswer.objects.create(attempt=other, line=found, **values)
    ManualAnswer.objects.create(attempt=one, **values)
    decided = {"decided_by_id": make.someone("finance"), "decided_at": make.OVER}
    with pytest.raises(IntegrityError, match="manual_answer_has_evidence"), transaction.atomic():
        ManualAnswer.objects.update(state="confirmed", **decided)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (
            "UPDATE core_event SET actor_id = (SELECT entered_by_id FROM payments_manualanswer)"
            " WHERE type = 'manual_answer.confirmed'",
            "an answer of the bank by hand",
        ),
        ("DELETE FROM core_attachment", "an answer of the bank by hand"),
        ("UPDATE payments_payment SET state = 'sent'", "what the bank answered"),
        ("UPDATE payments_manualanswer SET outcome = 'failed', reason = 'x'", "what the bank answered"),
        ("UPDATE payments_manualanswer SET state = 'refused', refusal = 'x'", "what the bank answered"),
    ],
)
def test_the_proof_finds_what_one_person_wrote(change, says):
    manual_answers.confirmed(sent())
    assert broken() == []
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = 'replica'")
        cursor.execute(change)
        cursor.execute("SET LOCAL session_replication_role = 'origin'")
    assert [finding for finding in broken() if finding[1].startswith(says)]
