"""Paid money that the bank returns (退汇): the entries of each case, what is unpaid again, and that nothing is paid twice."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from core.events.outbox import deliver_outbox
from core.models import Event, Notification
from payments.models import BankAnswerLine, Payment, PaymentOrder
from payments.services.bank_answers import import_answer, preview_answer
from payments.services.payments import retry_payment
from redemptions.models import Redemption, RedemptionBatch
from tests.factories import batches as make
from tests.factories import conflicts, recoveries
from tests.factories.bank_answers import attempts, imported, line, opened, table
from tests.factories.contracts import acting
from tests.factories.outcomes import broken, refused
from vouchers.models import Coupon, Movement, Round
from vouchers.services.rounds import close_round, settle_round

pytestmark = pytest.mark.django_db

NEXT_DAY = make.OVER + timedelta(days=1)
NEXT_YEAR = datetime.fromisoformat("2027-01-11T09:00+08:00")


def sent(amount="1000.00"):
    """A sent order of one payment, and its attempt."""
    order_id = make.sent(make.payable(amount))
    return order_id, attempts(order_id)[0]


def paid(amount="1000.00"):
    """A paid payment: its order and its attempt."""
    order_id, one = sent(amount)
    imported(order_id, line(one))
    return order_id, one


def returned(amount="1000.00", *, at=NEXT_DAY):
    """A payment that was paid and returned: its order and its attempt."""
    order_id, one = paid(amount)
    imported(order_id, line(one, "退汇", reason="账户已销户"), at=at)
    return order_id, one


def ordered_again(one, *, at=NEXT_DAY):
    """A new order of a failed payment, sent, and its attempt."""
    retry_payment(payment_id=one.payment_id, actor_id=make.someone("finance"), at=at)
    order_id = make.sent(Payment.objects.get(pk=one.payment_id), at=at)
    return order_id, attempts(order_id)[0]


def entries():
    """The entries of the books since the approval: (cause, from, to, yuan)."""
    rows = Movement.objects.exclude(cause__in=["fund", "claim"]).order_by("pk")
    return [(row.cause, row.source, row.target, str(row.amount)) for row in rows]


def states():
    """The states of payment, redemption, batch and coupons."""
    coupons = sorted(set(Coupon.objects.values_list("state", flat=True)))
    return Payment.objects.get().state, Redemption.objects.get().state, RedemptionBatch.objects.get().state, *coupons


def verdicts(answer):
    return list(BankAnswerLine.objects.filter(answer=answer).order_by("row").values_list("verdict", flat=True))


APPROVED = ("approve", "held", "approved", "1000.00")
PAID = ("pay", "approved", "paid", "1000.00")
RETURNED = ("bank_return", "paid", "approved", "1000.00")


def test_entries_of_a_payment_that_is_paid():
    paid()
    assert (entries(), states()) == ([APPROVED, PAID], ("paid", "paid", "closed", "paid"))


def test_entries_of_a_payment_that_fails():
    order_id, one = sent()
    imported(order_id, line(one, "失败"))
    assert (entries(), states()) == ([APPROVED], ("failed", "final", "approved", "approved"))


def test_entries_of_a_payment_that_is_returned():
    returned()
    assert (entries(), states()) == ([APPROVED, PAID, RETURNED], ("failed", "final", "paying", "approved"))
    assert broken() == []


def test_entries_of_a_payment_that_is_returned_and_paid_again():
    _, one = returned()
    order_id, two = ordered_again(one)
    imported(order_id, line(two), at=NEXT_DAY)
    assert (entries(), states()) == ([APPROVED, PAID, RETURNED, PAID], ("paid", "paid", "closed", "paid"))
    assert (one.number[:-2], one.ordinal, two.ordinal) == (two.number[:-2], 1, 2)
    assert Round.objects.get().paid == 1000 and broken() == []


def test_a_return_in_another_year_is_an_entry_of_its_own_day_and_changes_no_earlier_one():
    order_id, one = paid()
    before = list(Movement.objects.order_by("pk").values())
    imported(order_id, line(one, "退汇"), at=NEXT_YEAR)
    after = list(Movement.objects.order_by("pk").values())
    assert (after[:-1], after[-1]["cause"], after[-1]["at"]) == (before, "bank_return", NEXT_YEAR)
    assert broken() == []


def test_a_settled_round_is_closed_again_and_settled_anew():
    order_id, one = paid()
    row, who = Round.objects.get(), {"actor_id": make.someone("approver"), "at": NEXT_DAY}
    close_round(round_id=row.pk, reason="资金用完", **who)
    settle_round(round_id=row.pk, **who)
    imported(order_id, line(one, "退汇"), at=NEXT_DAY)
    row.refresh_from_db()
    assert (row.state, row.approved, row.paid, broken()) == ("closed", 1000, 0, [])
    refused(lambda: settle_round(round_id=row.pk, **who), "round_not_settled")


def test_a_returned_payment_is_failed_with_the_banks_reason_and_its_order_stays_reconciled():
    returned()
    payment = Payment.objects.get()
    assert (payment.failure_reason, payment.paid_at) == ("账户已销户", None)
    assert PaymentOrder.objects.get().state == "reconciled"
    assert Event.objects.get(type="payment.returned").data == {"reason": "账户已销户"}


def test_a_return_repeated_in_any_file_changes_nothing():
    order_id, one = returned()
    before = entries()
    again = imported(
        order_id, line(one, "退汇", reason="账户已销户"), line(one, "退汇", reason="账户已销户"), at=NEXT_DAY
    )
    later = imported(order_id, line(one, "失败"), at=NEXT_DAY)
    assert (verdicts(again), verdicts(later), entries()) == (["repeated"] * 2, ["repeated"], before)


def test_an_old_paid_line_after_the_return_is_listed_and_pays_nothing():
    order_id, one = returned()
    answer = imported(order_id, line(one, reason="again"), at=NEXT_DAY)
    assert (verdicts(answer), states()[0], broken()) == (["contradicts"], "failed", [])


def test_a_return_that_is_imported_before_its_payment_is_a_failure():
    order_id, one = sent()
    assert verdicts(imported(order_id, line(one, "退汇"))) == ["failed"]
    assert verdicts(imported(order_id, line(one))) == ["contradicts"]
    assert (entries(), states(), broken()) == ([APPROVED], ("failed", "final", "approved", "approved"), [])


def test_paid_and_returned_in_one_file_settles_neither():
    order_id, one = sent()
    assert verdicts(imported(order_id, line(one), line(one, "退汇"))) == ["doubled", "doubled"]
    assert states()[0] == "sent"


def test_a_return_of_the_first_attempt_leaves_the_second_alone():
    order_id, one = returned()
    again, two = ordered_again(one)
    imported(again, line(two), at=NEXT_DAY)
    answer = imported(order_id, line(one, "退汇", reason="later"), at=NEXT_DAY)
    other = imported(again, line(one, "退汇"), at=NEXT_DAY)
    assert (verdicts(answer), verdicts(other), states()[0]) == (["repeated"], ["other_order"], "paid")


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"amount": "999.99"}, "other_amount"),
        ({"amount": "-1000.00"}, "no_amount"),
        ({"number": "ZF2026-9999999-1"}, "unknown_number"),
        ({"number": " "}, "no_number"),
    ],
)
def test_a_return_that_fits_nothing_moves_nothing(changes, verdict):
    order_id, one = paid()
    answer = imported(order_id, line(one, "退汇", **changes), at=NEXT_DAY)
    assert (verdicts(answer), entries(), states()[0]) == ([verdict], [APPROVED, PAID], "paid")


def test_a_file_of_returns_cut_in_half_returns_its_whole_lines():
    order_id = make.sent(make.payable("1000.00"), make.payable("2000.00"))
    one, two = attempts(order_id)
    imported(order_id)
    data = table(line(one, "退汇"), line(two, "退汇"), encoding="utf-16")
    half = data[: data.rindex(two.number.encode("utf-16-le")) + 2 * len(two.number) + 16]
    who = {"order_id": order_id, "actor_id": make.someone("finance"), "at": NEXT_DAY}
    answer = import_answer(file=opened(half), **who)
    assert verdicts(answer) == ["returned", "cut"]
    assert list(Payment.objects.order_by("pk").values_list("state", flat=True)) == ["failed", "paid"]


def test_a_preview_of_a_return_says_so_and_writes_nothing():
    order_id, one = paid()
    file, finance = opened(table(line(one, "退汇"))), make.someone("finance")
    seen = preview_answer(file=file, order_id=order_id, actor_id=finance, at=NEXT_DAY)
    assert ([each.verdict for each in seen], states()[0], entries()) == (["returned"], "paid", [APPROVED, PAID])


def test_a_person_with_a_conflict_leaves_a_return_to_another():
    order_id, one = paid()
    tied = conflicts.tied("finance", one.payment.payee).user_id
    who = {"file": opened(table(line(one, "退汇"))), "order_id": order_id, "actor_id": tied, "at": NEXT_DAY}
    refused(lambda: import_answer(**who), "conflict_of_interest")


@pytest.mark.parametrize(("repaid", "coupon"), [("0.00", "paid"), ("400.00", "recovered"), ("900.00", "recovered")])
def test_a_return_of_which_a_recovery_is_decided_repaid_or_not_waits_for_two_persons(repaid, coupon):
    order_id, one = paid()
    row = recoveries.owed(one.payment, amount="900.00")
    if repaid != "0.00":
        recoveries.repaid(row, repaid)
    answer = imported(order_id, line(one, "退汇"), at=NEXT_DAY)
    assert (verdicts(answer), states(), broken()) == (["recovered"], ("paid", "paid", "closed", coupon), [])


def test_a_return_is_recorded_while_a_recovery_is_only_proposed():
    order_id, one = paid()
    recoveries.heard(one.payment, amount="900.00")
    answer = imported(order_id, line(one, "退汇"), at=NEXT_DAY)
    assert (verdicts(answer), states()[0], broken()) == (["returned"], "failed", [])


def test_payee_applicant_and_finance_are_notified():
    order_id, one = paid()
    redemption, finance = Redemption.objects.get(), make.someone("finance")
    manager = acting(one.payment.payee, "unit_manager")
    applicant = acting(redemption.applicant, "applicant_manager")
    imported(order_id, line(one, "退汇", reason="户名不符"), at=NEXT_DAY)
    for _ in range(2):
        deliver_outbox(at=NEXT_DAY)
    rows = Notification.objects.filter(kind__in=["payment.returned", "redemption.payment_returned"])
    told = set(rows.values_list("kind", "user_id"))
    assert told >= {
        ("payment.returned", manager.user_id),
        ("payment.returned", finance),
        ("redemption.payment_returned", applicant.user_id),
    }
    assert ("redemption.payment_returned", manager.user_id) not in told
    assert {row.params["reason"] for row in rows.filter(kind="payment.returned")} == {"户名不符"}


def test_the_database_refuses_a_return_that_the_bank_did_not_say():
    paid()
    with pytest.raises(IntegrityError, match="payment_answered_by_the_bank"), transaction.atomic():
        Payment.objects.update(state="failed")


def test_the_database_returns_an_attempt_once():
    _, one = returned()
    answer = BankAnswerLine.objects.latest("pk").answer
    values = {"row": 9, "verdict": "returned", "attempt": one, "settled_at": NEXT_DAY}
    with pytest.raises(IntegrityError, match="attempt_returned_once"), transaction.atomic():
        BankAnswerLine.objects.create(answer=answer, **values)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("UPDATE payments_payment SET state = 'paid', paid_at = now()", "what the bank answered"),
        ("UPDATE redemptions_redemption SET state = 'paid'", "redemptions and coupons are paid exactly"),
        ("UPDATE vouchers_coupon SET state = 'paid'", "redemptions and coupons are paid exactly"),
        ("UPDATE vouchers_round SET state = 'settled'", "redemptions and coupons are paid exactly"),
    ],
)
def test_the_proof_finds_what_was_not_returned_whole(change, says):
    returned()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = 'replica'")
        cursor.execute(change)
        cursor.execute("SET LOCAL session_replication_role = 'origin'")
    assert [finding for finding in broken() if finding[1].startswith(says)]
