"""Returned money whose recovery is decided: the entries of each case, what is kept, what is paid again, and by whom."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from payments.models import KeptReturn, Payment, ReconciliationEntry, Recovery, Repayment
from payments.services.bank_answers import import_answer
from payments.services.manual_answers import confirm_answer, propose_match
from payments.services.repayments import confirm_repayment
from redemptions.models import Redemption, RedemptionBatch
from tests.factories import batches, manual_answers
from tests.factories import recoveries as make
from tests.factories.bank_answers import attempts, imported, line, opened, table
from tests.factories.outcomes import broken, refusal, untriggered
from vouchers.models import Coupon, Movement, Round

pytestmark = pytest.mark.django_db
AT, NEXT_DAY = batches.OVER, batches.OVER + timedelta(days=1)


def owed(amount="9000.00", *, repaid=""):
    """A payment of 10,000 and 20,000 with a recovery of which the debtor is notified, repaid in part."""
    row = make.owed(amount=amount)
    if repaid:
        make.repaid(row, repaid)
    return row.payment


def returned(payment, *, at=NEXT_DAY):
    """The bank has returned a payment, as two persons of finance recorded."""
    manual_answers.confirmed(payment, "returned", at=at)
    return KeptReturn.objects.get(payment=payment)


def rest():
    return Payment.objects.get(subject_kind="kept_return")


def recovered():
    """The entries of the books that note what was recovered: (from, to, yuan)."""
    rows = Movement.objects.filter(cause="recover").order_by("pk")
    return [(row.source, row.target, str(row.amount)) for row in rows]


def bank():
    """The entries of the attempts, by order: (kind, yuan)."""
    rows = ReconciliationEntry.objects.exclude(kind="sent").order_by("pk")
    return [(row.kind, str(row.amount)) for row in rows]


def states():
    """The states of payment, redemption, batch, and the recoveries."""
    first = Payment.objects.get(subject_kind="redemption").state, Redemption.objects.get().state
    return *first, RedemptionBatch.objects.get().state, *Recovery.objects.order_by("pk").values_list("state", flat=True)


PAID = ("paid", "30000.00")
RETURNED = ("returned", "30000.00")


@pytest.mark.parametrize(
    ("amount", "repaid", "kept", "again", "books"),
    [
        ("9000.00", "", "9000.00", "21000.00", ["9000.00"]),
        ("9000.00", "4000.00", "5000.00", "25000.00", ["4000.00", "5000.00"]),
        ("9000.00", "9000.00", "0.00", "30000.00", ["9000.00"]),
        ("30000.00", "", "30000.00", "0.00", ["10000.00", "20000.00"]),
    ],
)
def test_entries_of_a_return_that_is_kept(amount, repaid, kept, again, books):
    row = returned(owed(amount, repaid=repaid))
    assert (str(row.kept), str(row.rest)) == (kept, again)
    assert (bank(), states()) == ([PAID, RETURNED], ("paid", "paid", "closed", "repaid"))
    assert recovered() == [("treasury", "recovered", each) for each in books]
    assert (str(Round.objects.get().paid), broken()) == ("30000.00", [])


def test_the_rest_is_ordered_again_and_arrives():
    payment = owed()
    returned(payment)
    again = rest()
    assert (again.state, str(again.amount), again.payee_id, again.label) == (
        "pending",
        "21000.00",
        payment.payee_id,
        payment.label,
    )
    order_id = batches.sent(again, at=NEXT_DAY)
    imported(order_id, line(attempts(order_id)[0]), at=NEXT_DAY)
    assert (rest().state, bank()[2:], broken()) == ("paid", [("paid", "21000.00")], [])


def test_a_rest_that_is_returned_itself_is_paid_again_in_full():
    returned(owed())
    order_id = batches.sent(rest(), at=NEXT_DAY)
    one = attempts(order_id)[0]
    imported(order_id, line(one), at=NEXT_DAY)
    imported(order_id, line(one, "退汇", reason="账户已销户"), at=NEXT_DAY)
    assert (rest().state, states()[:3], broken()) == ("failed", ("paid", "paid", "closed"), [])


def test_nothing_is_paid_again_where_all_is_kept():
    returned(owed("30000.00"))
    assert not Payment.objects.filter(subject_kind="kept_return").exists()
    assert sorted(Coupon.objects.values_list("state", flat=True)) == ["recovered", "recovered"]


def test_earlier_recoveries_are_repaid_first():
    payment = owed("20000.00")
    make.owed(payment, amount="10000.00")
    row = returned(payment)
    assert (str(row.kept), states()[3:]) == ("30000.00", ("repaid", "repaid"))
    assert [str(each.amount) for each in row.repayments.order_by("pk")] == ["20000.00", "10000.00"]


def test_what_was_written_off_is_not_kept():
    row = make.written_off(make.repaid(make.owed(), "4000.00"))
    assert (str(returned(row.payment).kept), str(rest().amount), broken()) == ("0.00", "30000.00", [])


def test_a_decided_recovery_is_owed_from_the_return_on():
    row = make.decided()
    assert (str(returned(row.payment).kept), states()[3:], broken()) == ("9000.00", ("repaid",), [])


def test_a_repayment_that_waits_is_settled_first():
    row = make.owed()
    waiting = make.entered(row)
    answer = manual_answers.entered(row.payment, "returned", at=NEXT_DAY)
    act = {"answer_id": answer.pk, "version": 1, "actor_id": batches.someone("finance"), "at": NEXT_DAY}
    assert refusal(confirm_answer, **act) == ["repayment_waiting"]
    confirm_repayment(repayment_id=waiting.pk, actor_id=batches.someone("finance"), at=NEXT_DAY)
    assert str(confirm_answer(**act).kept_return.kept) == "5000.00"


def test_who_entered_the_return_has_entered_the_repayment_and_the_second_person_confirmed_both():
    payment = owed()
    answer = manual_answers.entered(payment, "returned", at=NEXT_DAY)
    second = batches.someone("finance")
    confirm_answer(answer_id=answer.pk, version=1, actor_id=second, at=NEXT_DAY)
    repayment = Repayment.objects.get()
    assert (repayment.entered_by_id, repayment.settled_by_id) == (answer.entered_by_id, second)
    assert str(repayment.reference).endswith(Recovery.objects.get().number)


def test_a_line_of_the_bank_is_matched_by_two_persons_and_repeated_afterwards():
    payment = owed()
    one = payment.attempts.get()
    said = imported(one.order_id, line(one, "退汇", reason="账户已销户"), at=NEXT_DAY).lines.get()
    who = {"actor_id": batches.someone("finance"), "at": NEXT_DAY}
    match = propose_match(line_id=said.pk, number=one.number, **who)
    confirm_answer(answer_id=match.pk, version=1, actor_id=batches.someone("finance"), at=NEXT_DAY)
    file = opened(table(line(one, "退汇", reason="再次")))
    again = import_answer(file=file, order_id=one.order_id, **who)
    assert (said.verdict, again.lines.get().verdict) == ("recovered", "repeated")
    assert (KeptReturn.objects.count(), broken()) == (1, [])


def test_money_is_kept_once():
    payment = owed()
    returned(payment)
    assert refusal(manual_answers.entered, payment, "returned") == ["attempt_answered"]


def test_no_more_is_recovered_before_the_rest_has_arrived_and_of_the_rest_itself_never():
    payment = owed()
    returned(payment)
    assert refusal(make.proposed, payment, amount="1.00") == ["recovery_unpaid"]
    again = batches.pay(rest(), at=NEXT_DAY)
    assert refusal(make.proposed, again, amount="1.00", at=NEXT_DAY) == ["recovery_of_rest"]
    assert make.proposed(payment, amount="21000.00", at=NEXT_DAY).state == "proposed"


def test_the_database_keeps_nothing_that_two_persons_did_not_record():
    payment = owed()
    answer = manual_answers.entered(payment, "returned")
    with pytest.raises(IntegrityError, match="kept_return_of_confirmed_return"), transaction.atomic():
        KeptReturn.objects.create(answer=answer, payment=payment, kept=Decimal(9000), rest=Decimal(21000), at=AT)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE payments_keptreturn SET kept = 8000, rest = 22000",
        "DELETE FROM payments_payment WHERE subject_kind = 'kept_return'",
        "UPDATE payments_manualanswer SET state = 'entered', decided_by_id = NULL, decided_at = NULL",
        "UPDATE payments_repayment SET kept_return_id = NULL",
    ],
)
def test_the_proof_finds_money_that_was_kept_otherwise(change):
    returned(owed())
    with untriggered(), connection.cursor() as cursor:
        cursor.execute(change)
    assert "returned money whose recovery is decided is kept up to what is owed, and the rest is paid again once" in [
        says for _code, says, _ids in broken()
    ]
