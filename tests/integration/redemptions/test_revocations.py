"""Revocation of coupons that are not paid (article 17): money, year, redemption, payment; what is refused."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from core.values.errors import DomainError
from oversight.services import sanctions
from oversight.services.sanctions import end_sanction_hearings
from payments.models import Payment, PaymentOrder
from payments.services import orders
from redemptions.models import Invoice, Redemption
from tests.factories import appeals, batches, contracts, redemptions, revocations, rounds
from tests.factories import sanctions as measures
from tests.factories.outcomes import broken, refusal
from vouchers.models import AnnualUse, Coupon, Round

pytestmark = pytest.mark.django_db
AT, DAY = batches.OVER, timedelta(days=1)


def coupons_of(row):
    return list(Coupon.objects.filter(contract=row.contract_id).order_by("pk"))


def money(coupon):
    row = Round.objects.get(pk=coupon.round_id)
    used = AnnualUse.objects.get(applicant=coupon.applicant_id, year=coupon.year).used
    return [str(each) for each in (row.held, row.approved, used)]


def payments_of(row):
    return list(Payment.objects.filter(subject_id=row.pk).order_by("pk").values_list("state", "amount"))


def ordered(*payments):
    ids = [each.pk for each in payments]
    return orders.prepare_order(payment_ids=ids, actor_id=batches.someone("finance"), at=AT)


def test_a_claimed_coupon_frees_its_money_and_keeps_counting_in_its_year():
    coupon = rounds.coupon(amount="30000.00")
    revocations.revoked(coupon)
    coupon.refresh_from_db()
    assert (coupon.state, coupon.fault, money(coupon), broken()) == (
        "revoked",
        "applicant",
        ["0.00", "0.00", "30000.00"],
        [],
    )


def test_of_a_registered_contract_the_other_coupons_stay():
    row = redemptions.contract("10000.00", "20000.00")
    first, second = Coupon.objects.filter(contract=row).order_by("pk")
    revocations.revoked(first, against="unit")
    states = list(Coupon.objects.filter(contract=row).order_by("pk").values_list("state", "fault"))
    assert (states, broken()) == ([("revoked", "unit"), ("registered", "")], [])
    assert money(second) == ["20000.00", "0.00", "30000.00"]


def test_before_its_review_a_redemption_is_recounted_for_the_coupons_that_remain():
    row = batches.redemption("10000.00", "20000.00")
    revocations.revoked(coupons_of(row)[0])
    row.refresh_from_db()
    assert (row.state, row.payable, broken()) == ("accepted", Decimal("20000.00"), [])


def test_without_a_coupon_left_the_redemption_is_revoked_and_its_invoices_are_free():
    row = redemptions.submitted()
    revocations.revoked(*coupons_of(row), at=redemptions.DONE)
    row.refresh_from_db()
    assert (row.state, Invoice.objects.filter(redemption=row, live=True).count(), broken()) == ("revoked", 0, [])


def test_a_decided_redemption_is_revoked_as_a_whole_or_not_at_all():
    row = batches.redemption("10000.00", "20000.00")
    batches.publicised(row)
    part = revocations.heard(coupons_of(row)[0])
    assert refusal(revocations.decide, part) == ["revocation_in_review"]
    assert Redemption.objects.get(pk=row.pk).state == "publicised"


def test_all_coupons_of_a_publicised_redemption_are_revoked():
    row = batches.redemption("10000.00", "20000.00")
    batches.publicised(row)
    revocations.revoked(*coupons_of(row))
    assert (Redemption.objects.get(pk=row.pk).state, broken()) == ("revoked", [])


def test_an_open_appeal_is_decided_first():
    row = appeals.reduced()
    appeals.filed(row)
    whole = revocations.heard(*coupons_of(row), at=appeals.LAST_APPEAL)
    assert refusal(revocations.decide, whole) == ["revocation_appealed"]


def test_an_approved_coupon_is_not_paid_and_the_remaining_one_gets_a_new_payment():
    payment = batches.payable("10000.00", "20000.00")
    row = Redemption.objects.get(pk=payment.subject_id)
    first, second = coupons_of(row)
    revocations.revoked(first)
    assert payments_of(row) == [("cancelled", Decimal("30000.00")), ("pending", Decimal("20000.00"))]
    row.refresh_from_db()
    assert (row.state, money(second), broken()) == ("final", ["0.00", "20000.00", "30000.00"], [])


def test_the_new_payment_is_paid_as_any_other():
    payment = batches.payable("10000.00", "20000.00")
    row = Redemption.objects.get(pk=payment.subject_id)
    revocations.revoked(coupons_of(row)[1])
    batches.pay(Payment.objects.get(subject_id=row.pk, state="pending"))
    row.refresh_from_db()
    states = [each.state for each in coupons_of(row)]
    assert (row.state, states, broken()) == ("paid", ["paid", "revoked"], [])


def test_a_reduced_coupon_counts_in_full_in_its_year_again():
    row = batches.redemption("10000.00", actual="12000.00")
    batches.approve(batches.publicised(row))
    (coupon,) = coupons_of(row)
    before = money(coupon)
    revocations.revoked(coupon)
    assert (before[1:], money(coupon), broken()) == (["6000.00", "6000.00"], ["0.00", "0.00", "10000.00"], [])


def test_with_its_last_coupon_the_redemption_ends_and_its_batch_is_closed():
    payment = batches.payable("10000.00")
    row = Redemption.objects.select_related("batch").get(pk=payment.subject_id)
    revocations.revoked(*coupons_of(row))
    row.refresh_from_db()
    assert (row.state, row.batch.state, payments_of(row)) == ("revoked", "closed", [("cancelled", Decimal("10000.00"))])
    assert broken() == []


def test_an_ordered_payment_leaves_its_order_whose_count_and_total_follow():
    mine, other = batches.payable("30000.00"), batches.payable("20000.00")
    order = ordered(mine, other)
    revocations.revoked(*coupons_of(Redemption.objects.get(pk=mine.subject_id)))
    order.refresh_from_db()
    assert (order.count, order.total, order.state, broken()) == (1, Decimal("20000.00"), "prepared", [])


def test_an_order_left_empty_is_cancelled():
    payment = batches.payable()
    order = ordered(payment)
    revocations.revoked(*coupons_of(Redemption.objects.get(pk=payment.subject_id)))
    assert (PaymentOrder.objects.get(pk=order.pk).state, broken()) == ("cancelled", [])


@pytest.mark.parametrize("step", ["suspended", "failed"])
def test_a_held_or_failed_payment_is_cancelled_as_well(step):
    payment = batches.payable()
    if step == "suspended":
        measures.decided(payment.payee_id)
    else:
        batches.sent(payment)
        batches.say(payment.pk, "失败", reason="账号有误", at=AT)
    revocations.revoked(*coupons_of(Redemption.objects.get(pk=payment.subject_id)))
    payment.refresh_from_db()
    assert (payment.state, payment.order_id, broken()) == ("cancelled", None, [])


def test_a_sent_payment_refuses_and_nothing_changes():
    payment = batches.payable()
    row = revocations.heard(*coupons_of(Redemption.objects.get(pk=payment.subject_id)))
    batches.sent(payment)
    assert refusal(revocations.decide, row) == ["payment_at_bank"]
    row.refresh_from_db()
    assert (row.state, Payment.objects.get(pk=payment.pk).state) == ("heard", "sent")


def test_a_paid_coupon_cannot_be_proposed():
    payment = batches.pay(batches.payable())
    assert refusal(revocations.proposed, *coupons_of(Redemption.objects.get(pk=payment.subject_id))) == [
        "revocation_over"
    ]


def test_a_coupon_that_ended_since_its_proposal_refuses_and_the_proposal_is_dropped():
    coupon = rounds.coupon()
    first, second = revocations.heard(coupon), None
    Coupon.objects.filter(pk=coupon.pk).update(state="lapsed", ended_at=AT)
    assert refusal(revocations.decide, first) == ["illegal_state"]
    approver = contracts.staff("approver").user_id
    second = sanctions.drop_sanction(sanction_id=first.pk, reason="券已失效", actor_id=approver, at=AT)
    assert second.state == "dropped"


def test_one_proposal_at_a_time_of_one_contract():
    coupon, other = rounds.coupon(), rounds.coupon()
    assert refusal(revocations.proposed, coupon, other) == ["revocation_together"]
    revocations.proposed(coupon)
    assert refusal(revocations.proposed, coupon) == ["revocation_proposed"]


def test_an_unregistered_coupon_has_no_unit():
    assert refusal(revocations.proposed, rounds.coupon(), against="unit") == ["revocation_side"]


def test_who_proposed_does_not_decide():
    row = revocations.heard(rounds.coupon())
    with pytest.raises(DomainError, match="same_person"):
        sanctions.decide_sanction(sanction_id=row.pk, actor_id=row.proposed_by_id, at=AT)


def test_the_party_answers_itself_or_its_days_pass():
    silent, answering = revocations.proposed(rounds.coupon()), revocations.proposed(rounds.coupon())
    person = contracts.acting(answering.party, "applicant_manager")
    answer = {"sanction_id": answering.pk, "party_id": answering.party_id, "actor_id": person.user_id}
    assert sanctions.answer_sanction(**answer, statement="不属实", at=AT).state == "heard"
    run = {"progress": lambda done: None}
    assert end_sanction_hearings(at=AT + 5 * DAY, **run) == {"ended": 0}
    assert end_sanction_hearings(at=AT + 8 * DAY, **run) == {"ended": 1}
    silent.refresh_from_db()
    assert (silent.state, silent.statement, broken()) == ("heard", "", [])


def test_an_officer_records_no_silence_before_the_days_are_over():
    row, officer = revocations.proposed(rounds.coupon()), contracts.staff("case_officer").user_id
    hear = {"sanction_id": row.pk, "statement": "", "actor_id": officer}
    with pytest.raises(DomainError, match="hearing_days"):
        sanctions.hear_sanction(**hear, at=AT)
    assert sanctions.hear_sanction(**hear, at=AT + 8 * DAY).state == "heard"


def test_the_database_revokes_nothing_without_a_decision():
    coupon = rounds.coupon()
    revocations.heard(coupon)
    with pytest.raises(IntegrityError, match="coupon_revoked_by_a_decision"), transaction.atomic():
        Coupon.objects.filter(pk=coupon.pk).update(state="revoked")


@pytest.mark.parametrize("gone", ["decision", "coupon"])
def test_the_proof_finds_a_revocation_without_a_decision_and_a_decision_without_one(gone):
    coupon = rounds.coupon()
    row = revocations.revoked(coupon)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = 'replica'")
        cursor.execute(f"UPDATE {MENDED[gone]}", [row.pk if gone == "decision" else coupon.pk])
        cursor.execute("SET LOCAL session_replication_role = 'origin'")
    says = "coupons are revoked, and their payments cancelled, by a measure of two persons"
    assert (says, (f"coupon {coupon.pk}",)) in [(said, ids) for _code, said, ids in broken()]


MENDED = {
    "decision": "oversight_sanction SET state = 'decided' WHERE id = %s",
    "coupon": "vouchers_coupon SET state = 'claimed' WHERE id = %s",
}
