"""Recovery of paid money (article 17): amounts, hearing, instalments, repayments, books, write-off, guards, proofs."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from core.events.outbox import deliver_outbox
from core.models import Notification
from core.values.deadlines import beijing_day
from core.values.errors import DomainError
from deadlines.services.reminders import remind
from payments.models import ManualAnswer, Payment, Recovery, Repayment
from payments.selectors.recoveries import list_recovered
from payments.services import recoveries, repayments
from tests.factories import batches, conflicts, contracts, manual_answers
from tests.factories import recoveries as make
from tests.factories.outcomes import broken, refusal, untriggered
from vouchers.models import AnnualUse, Coupon, Movement, Round

pytestmark = pytest.mark.django_db
AT, DAY = batches.OVER, timedelta(days=1)


def coupons():
    return list(Coupon.objects.order_by("pk").values_list("state", flat=True))


def books():
    row, use = Round.objects.get(), AnnualUse.objects.get()
    return [str(each) for each in (row.free, row.paid, row.recovered, use.used)]


def test_all_recoveries_of_a_payment_are_at_most_what_was_paid():
    payment = batches.pay(batches.payable("10000.00", "20000.00"))
    make.proposed(payment, amount="20000.00")
    assert refusal(make.proposed, payment, amount="10000.01") == ["recovery_amount"]
    assert make.proposed(payment, amount="10000.00").state == "proposed"


def test_a_dropped_recovery_claims_nothing():
    payment = batches.pay(batches.payable("10000.00"))
    row = make.heard(payment, amount="10000.00")
    approver = contracts.staff("approver").user_id
    recoveries.drop_recovery(recovery_id=row.pk, reason="证据不足", actor_id=approver, at=AT)
    assert (make.proposed(payment, amount="10000.00").state, broken()) == ("proposed", [])


def test_money_that_has_not_arrived_is_not_recovered():
    assert refusal(make.proposed, batches.payable(), amount="1.00") == ["recovery_unpaid"]


def test_silence_counts_after_its_days_and_who_proposed_does_not_decide():
    row = make.proposed()
    assert recoveries.end_recovery_hearings(at=AT + 8 * DAY, progress=lambda done: None) == {"ended": 1}
    terms = {"recovery_id": row.pk, "first_due_on": make.FIRST, "count": 1, "at": AT + 8 * DAY}
    with pytest.raises(DomainError, match="same_person"):
        recoveries.decide_recovery(**terms, actor_id=row.proposed_by_id)
    assert broken() == []


def test_the_debtor_answers_itself():
    row = make.proposed()
    person = contracts.acting(row.party, "unit_manager").user_id
    answer = {"recovery_id": row.pk, "statement": "不属实", "actor_id": person, "at": AT}
    assert recoveries.answer_recovery(party_id=row.party_id, **answer).state == "heard"
    assert refusal(recoveries.answer_recovery, party_id=row.party_id + 10**6, **answer) == ["not_found"]


def test_a_recovery_in_instalments_is_repaid_and_the_books_note_it_beside_the_round():
    row = make.owed(amount="25000.00", count=3)
    assert [str(each.amount) for each in row.instalments.order_by("due_on")] == ["8333.33", "8333.33", "8333.34"]
    before = books()
    assert make.repaid(row, "15000.00").state == "partly_repaid"
    assert (coupons(), books(), broken()) == (["paid", "recovered"], [*before[:2], "15000.00", before[3]], [])
    assert make.repaid(row, "10000.00").state == "repaid"
    assert (coupons(), books(), broken()) == (["recovered", "recovered"], [*before[:2], "25000.00", before[3]], [])


def entries():
    """The entries of the books since the payment: (cause, from, to, yuan)."""
    rows = Movement.objects.filter(cause__in=["pay", "recover"]).order_by("pk")
    return [(row.cause, row.source, row.target, str(row.amount)) for row in rows]


def test_entries_of_a_recovery_that_is_repaid_in_two_parts():
    row = make.owed(amount="25000.00", count=2)
    make.repaid(row, "15000.00")
    make.repaid(row, "10000.00")
    assert entries() == [
        ("pay", "approved", "paid", "10000.00"),
        ("pay", "approved", "paid", "20000.00"),
        ("recover", "treasury", "recovered", "15000.00"),
        ("recover", "treasury", "recovered", "5000.00"),
        ("recover", "treasury", "recovered", "5000.00"),
    ]
    assert books()[1:3] == ["30000.00", "25000.00"]


def test_entries_of_a_recovery_that_is_written_off_after_a_part():
    make.written_off(make.repaid(make.owed(), "4000.00"))
    assert entries()[2:] == [("recover", "treasury", "recovered", "4000.00")]
    assert books()[1:3] == ["30000.00", "4000.00"]


def test_a_repayment_is_confirmed_by_another_person_and_once():
    repayment = make.entered(make.owed())
    who = {"repayment_id": repayment.pk, "at": AT}
    with pytest.raises(DomainError, match="same_person"):
        repayments.confirm_repayment(**who, actor_id=repayment.entered_by_id)
    make.confirm(repayment)
    assert refusal(make.confirm, repayment) == ["illegal_state"]
    assert Recovery.objects.get().repaid == Decimal("4000.00")


def test_no_more_is_entered_than_is_owed_and_no_number_twice():
    row = make.owed()
    make.entered(row, "8000.00", reference="HK-A")
    assert refusal(make.entered, row, "1000.01") == ["repayment_amount"]
    assert refusal(make.entered, row, "1000.00", reference="HK-A") == ["repayment_reference"]
    assert refusal(make.entered, row, "1000.00", at=AT - DAY) == ["repayment_day"]


def test_a_refused_repayment_counts_nothing_and_may_be_entered_again():
    repayment = make.entered(make.owed(), reference="HK-A")
    finance = contracts.staff("finance").user_id
    repayments.refuse_repayment(repayment_id=repayment.pk, reason="金额不符", actor_id=finance, at=AT)
    make.entered(repayment.recovery, reference="HK-A")
    assert (Recovery.objects.get().repaid, broken()) == (Decimal("0.00"), [])


def test_what_is_not_repaid_is_written_off_by_two_persons():
    row = make.repaid(make.owed())
    proposed = make.write_off_proposed(row)
    with pytest.raises(DomainError, match="same_person"):
        repayments.write_off_recovery(recovery_id=row.pk, actor_id=proposed.write_off_proposed_by_id, at=AT)
    approver = contracts.staff("approver").user_id
    assert repayments.write_off_recovery(recovery_id=row.pk, actor_id=approver, at=AT).state == "written_off"
    assert (coupons()[-1], broken()) == ("recovered", [])


def test_a_repayment_that_waits_comes_before_the_write_off():
    row = make.owed()
    make.entered(row)
    make.write_off_proposed(row)
    approver = contracts.staff("approver").user_id
    assert refusal(repayments.write_off_recovery, recovery_id=row.pk, actor_id=approver, at=AT) == ["repayment_waiting"]
    assert (
        repayments.refuse_write_off(recovery_id=row.pk, reason="仍在经营", actor_id=approver, at=AT).state == "notified"
    )


def test_who_is_tied_to_a_party_of_the_payment_does_not_act():
    row = make.heard()
    tied = conflicts.tied("approver", row.party).user_id
    terms = {"recovery_id": row.pk, "first_due_on": make.FIRST, "count": 1}
    assert refusal(recoveries.decide_recovery, **terms, actor_id=tied, at=AT) == ["conflict_of_interest"]


def test_a_decided_recovery_is_known_whether_it_is_repaid_or_not():
    first, second = make.heard(), make.decided()
    assert list_recovered([first.payment_id, second.payment_id]) == {second.payment_id}


def test_the_debtor_is_notified_of_each_step_and_owes_from_then_on():
    row = make.decided()
    person = contracts.acting(row.party, "unit_manager").user_id
    for _ in range(2):
        deliver_outbox(at=AT)
    assert Recovery.objects.get().state == "notified"
    kinds = Notification.objects.filter(user_id=person, kind__startswith="recovery.").values_list("kind", flat=True)
    assert set(kinds) == {"recovery.proposed", "recovery.heard", "recovery.notified"}


@pytest.mark.parametrize(("days", "kinds"), [(-7, ["reminder.repay_by"]), (0, []), (1, ["reminder.repay_late"])])
def test_an_instalment_is_reminded_of_before_and_after_its_day(days, kinds):
    row = make.owed()
    person = contracts.acting(row.party, "unit_manager").user_id
    at = AT + (make.FIRST - beijing_day(AT) + timedelta(days=days))
    remind(at=at, progress=lambda done: None)
    found = Notification.objects.filter(user_id=person, kind__startswith="reminder.repay")
    assert [each.kind for each in found] == kinds


def test_the_database_recovers_no_more_than_was_paid():
    row = make.proposed(amount="9000.00")
    values = {"party_id": row.party_id, "payment_id": row.payment_id, "reason": "x", "proposed_at": AT}
    with pytest.raises(IntegrityError, match="recovery_within_payment"), transaction.atomic():
        Recovery.objects.create(**values, proposed_by_id=row.proposed_by_id, amount=Decimal("21000.01"))


def test_the_database_confirms_no_repayment_without_a_paper():
    row = make.owed()
    person = contracts.staff("finance").user_id
    values = {"recovery": row, "amount": Decimal(1), "paid_on": beijing_day(AT), "reference": "X", "entered_at": AT}
    made = Repayment.objects.create(**values, entered_by_id=person)
    settled = {"settled_by_id": contracts.staff("finance").user_id, "settled_at": AT}
    with pytest.raises(IntegrityError, match="repayment_has_paper"), transaction.atomic():
        Repayment.objects.filter(pk=made.pk).update(state="confirmed", **settled)


def refuse_update(row, guard, **columns):
    with pytest.raises(IntegrityError, match=guard), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**columns)


def test_the_database_enters_no_more_than_is_owed():
    row = make.owed()
    make.entered(row, "8000.00")
    values = {"recovery": row, "amount": Decimal("1000.01"), "paid_on": beijing_day(AT), "reference": "X"}
    with pytest.raises(IntegrityError, match="repayment_within_recovery"), transaction.atomic():
        Repayment.objects.create(**values, entered_at=AT, entered_by_id=contracts.staff("finance").user_id)


def test_the_database_writes_nothing_off_while_a_repayment_waits():
    row = make.owed()
    make.entered(row)
    write_off = make.write_off_proposed(row)
    settled = {"state": "written_off", "written_off_by": contracts.staff("approver").user_id, "written_off_at": AT}
    refuse_update(write_off, "recovery_without_entered_repayment", **settled)


def test_the_database_decides_no_recovery_of_returned_money():
    row = make.heard()
    manual_answers.confirmed(row.payment, "returned")
    decided = {"state": "decided", "decided_by": contracts.staff("approver").user_id, "decided_at": AT}
    refuse_update(row, "recovery_of_paid_payment", **decided)


def test_the_database_returns_no_payment_of_which_a_recovery_is_decided():
    row = make.heard()
    back = manual_answers.entered(row.payment, "returned")
    terms = {"recovery_id": row.pk, "first_due_on": make.FIRST, "count": 1}
    recoveries.decide_recovery(**terms, actor_id=contracts.staff("approver").user_id, at=AT)
    finance = contracts.staff("finance").user_id
    ManualAnswer.objects.filter(pk=back.pk).update(state="confirmed", decided_by=finance, decided_at=AT)
    refuse_update(row.payment, "payment_without_recovery", state="failed", paid_at=None)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("UPDATE payments_recovery SET repaid = 5000", "recoveries are at most what was paid"),
        ("UPDATE vouchers_coupon SET state = 'paid'", "recoveries are at most what was paid"),
        ("UPDATE payments_recovery SET statement = '', answer_by = '2027-01-01'", "a recovery is heard, decided"),
        ("DELETE FROM core_attachment", "a recovery is heard, decided"),
        (
            "DELETE FROM vouchers_movement WHERE cause = 'recover'; UPDATE vouchers_coupon SET state = 'paid';"
            " UPDATE vouchers_round SET recovered = 0",
            "recoveries are at most what was paid",
        ),
    ],
)
def test_the_proofs_find_other_money_and_steps_that_were_skipped(change, says):
    make.repaid(make.owed())
    with untriggered(), connection.cursor() as cursor:
        cursor.execute(change)
    assert [each for _code, each, _ids in broken() if each.startswith(says)]


def test_the_payment_stays_paid():
    make.repaid(make.owed(), "9000.00")
    assert Payment.objects.get().state == "paid"
