"""Decisions on redemptions, when they become final, and their give-back."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db.models import F
from django.db.utils import IntegrityError

from core.events.history import timeline
from core.events.outbox import deliver_outbox
from core.models import Event, Notification
from payments.models import Payment
from redemptions.models import Redemption, RedemptionBatch
from redemptions.services import decisions
from redemptions.services.batches import (
    collect_redemptions,
    create_batch,
    summarise_batch,
)
from tests.factories import batches as make
from tests.factories.contracts import MONDAY, acting
from tests.factories.outcomes import broken, refused
from tests.factories.redemptions import state
from tests.factories.rounds import round_
from vouchers.models import AnnualUse, Coupon, Round, ServiceContract

pytestmark = pytest.mark.django_db

LAST_APPEAL = datetime(2026, 3, 24, 15, 59, 59, tzinfo=UTC)
"""The last second of the tenth working day after 2026-03-10."""
UNAPPEALED = LAST_APPEAL + timedelta(seconds=1)


def decide(row, decision, **changes):
    values = {"amount": None, "reason": "服务记录与发票不符", "fault": "unit", "version": None}
    values |= {"actor_id": make.someone("case_officer"), "at": MONDAY, **changes}
    return decisions.decide_redemption(redemption_id=row.pk, decision=decision, **values)


def finalise(at):
    return decisions.finalise_decisions(at=at, progress=lambda done: None)


def coupons(row):
    return list(Coupon.objects.filter(contract=row.contract).order_by("pk").values_list("state", "payable"))


def money(row):
    round_row = Round.objects.filter(coupons__contract=row.contract).distinct().get()
    return [str(getattr(round_row, bucket)) for bucket in ("free", "held", "approved", "paid", "forfeited")]


def used(row):
    return str(AnnualUse.objects.get(applicant_id=row.applicant_id).used)


def test_a_decision_is_recommended_with_its_reason_and_fault():
    row = make.redemption("50000.00")
    make.reviewing(row)
    decide(row, "reduce", amount=Decimal("30000.01"))
    told = Redemption.objects.get(pk=row.pk)
    assert (told.state, told.decision, told.decided_amount) == ("recommended", "reduce", Decimal("30000.01"))
    assert (told.decision_reason, told.fault) == ("服务记录与发票不符", "unit")


@pytest.mark.parametrize(
    ("decision", "changes", "code", "field"),
    [
        ("reduce", {"amount": None}, "required", "amount"),
        ("reduce", {"amount": Decimal("50000.00")}, "reduced_amount", "amount"),
        ("reduce", {"amount": Decimal("0.00")}, "reduced_amount", "amount"),
        ("reduce", {"amount": Decimal("1.001")}, "reduced_amount", "amount"),
        ("reduce", {"amount": Decimal("1.00"), "reason": " "}, "required", "reason"),
        ("reject", {"reason": ""}, "required", "reason"),
        ("reject", {"fault": ""}, "required", "fault"),
    ],
)
def test_a_decision_that_lacks_something_is_refused(decision, changes, code, field):
    row = make.redemption("50000.00")
    make.reviewing(row)
    assert refused(lambda: decide(row, decision, **changes), code).field == field


def test_a_redemption_in_no_batch_is_not_decided():
    row = make.redemption()
    refused(lambda: decide(row, "approve"), "redemption_not_in_batch")


def test_a_publicised_redemption_is_not_decided_again():
    row = make.redemption()
    make.publicised(row)
    refused(lambda: decide(row, "reject"), "illegal_state")


def test_a_decision_on_a_stale_version_is_refused():
    row = make.redemption()
    make.reviewing(row)
    refused(lambda: decide(row, "approve", version=1), "stale_version")


def test_a_batch_is_not_approved_in_the_last_second_of_its_notice():
    batch = make.publicised(make.redemption())
    error = refused(lambda: make.approve(batch, at=make.LAST_SECOND), "notice_running")
    assert error.params == {"ends_on": "2026-03-09"}


def test_an_approved_redemption_is_final_at_the_first_instant_after_the_notice():
    row = make.redemption("50000.00")
    batch = make.approve(make.publicised(row), at=make.OVER)
    assert (batch.state, state(row), coupons(row)) == ("approved", "final", [("approved", Decimal("50000.00"))])
    assert money(row) == ["950000.00", "0.00", "50000.00", "0.00", "0.00"]
    assert (used(row), broken()) == ("50000.00", [])


def test_an_approval_makes_one_pending_payment_to_the_unit():
    row = make.redemption("50000.00")
    make.approve(make.publicised(row))
    paid = Payment.objects.get()
    assert (paid.payee_id, paid.subject_id, paid.amount, paid.state) == (
        row.unit_id,
        row.pk,
        Decimal("50000.00"),
        "pending",
    )
    assert (paid.approved_on, paid.not_before, paid.fiscal_year) == (date(2026, 3, 10), date(2026, 3, 10), 2026)


@pytest.mark.parametrize("who", ["prepared_by_id", "summarised_by_id", "cleared_by_id"])
def test_who_prepared_or_cleared_a_batch_does_not_approve_it(who):
    batch = make.publicised(make.redemption())
    refused(lambda: make.approve(batch, actor_id=getattr(batch, who)), "same_person")


def test_the_database_refuses_an_approval_by_who_cleared_the_batch():
    batch = make.approve(make.publicised(make.redemption()))
    with pytest.raises(IntegrityError, match="batch_approved_by_another"):
        RedemptionBatch.objects.filter(pk=batch.pk).update(approved_by=F("cleared_by"))


def test_who_decided_an_item_does_not_approve_it():
    row = make.redemption()
    batch = make.publicised(row)
    decided_by = Redemption.objects.get(pk=row.pk).decided_by_id
    refused(lambda: make.approve(batch, actor_id=decided_by), "same_person")


def test_a_batch_is_approved_once():
    batch = make.approve(make.publicised(make.redemption()))
    refused(lambda: make.approve(batch), "illegal_state")


def test_the_actual_amount_bounds_what_is_paid_and_the_newest_coupon_gives_back():
    row = make.redemption("30000.00", "20000.00", actual="80000.01")
    make.approve(make.publicised(row))
    assert coupons(row) == [("approved", Decimal("30000.00")), ("approved", Decimal("10000.00"))]
    assert money(row) == ["960000.00", "0.00", "40000.00", "0.00", "0.00"]
    assert (used(row), broken()) == ("40000.00", [])


def test_where_less_was_done_than_agreed_it_is_nobodys_fault():
    row = make.redemption("30000.00", "20000.00", "1.00", actual="80000.01")
    make.approve(make.publicised(row))
    assert coupons(row)[2] == ("rejected", None)
    assert list(Coupon.objects.order_by("pk").values_list("fault", flat=True)) == ["", "neither", "neither"]


def test_nothing_of_a_reduction_is_given_back_on_the_last_day_to_appeal():
    row = make.redemption("30000.00", "20000.00")
    make.approve(make.publicised_with(row, "reduce", amount="30000.01"))
    finalise(LAST_APPEAL)
    told = Redemption.objects.get(pk=row.pk)
    assert (told.state, told.notified_on, told.appeal_by) == ("decided", date(2026, 3, 10), date(2026, 3, 24))
    assert coupons(row) == [("in_redemption", None), ("in_redemption", None)]
    assert money(row) == ["950000.00", "50000.00", "0.00", "0.00", "0.00"] and not Payment.objects.exists()


def test_a_reduction_is_final_to_the_fen_over_two_coupons_after_the_appeal_days():
    row = make.redemption("30000.00", "20000.00")
    make.approve(make.publicised_with(row, "reduce", amount="30000.01"))
    assert finalise(UNAPPEALED) == {"final": 1}
    assert coupons(row) == [("approved", Decimal("30000.00")), ("approved", Decimal("0.01"))]
    assert money(row) == ["969999.99", "0.00", "30000.01", "0.00", "0.00"]
    assert (used(row), str(Payment.objects.get().amount), broken()) == ("30000.01", "30000.01", [])


def test_a_coupon_that_a_reduction_leaves_nothing_ends_as_rejected():
    row = make.redemption("30000.00", "20000.00")
    make.approve(make.publicised_with(row, "reduce", amount="30000.00"))
    finalise(UNAPPEALED)
    assert coupons(row) == [("approved", Decimal("30000.00")), ("rejected", None)]
    assert list(Coupon.objects.order_by("pk").values_list("fault", flat=True)) == ["", "unit"]
    assert (money(row), broken()) == (["970000.00", "0.00", "30000.00", "0.00", "0.00"], [])


def test_a_rejection_gives_everything_back_after_the_appeal_days_and_ends_contract_and_batch():
    row = make.redemption("50000.00")
    batch = make.approve(make.publicised_with(row, "reject"))
    assert money(row) == ["950000.00", "50000.00", "0.00", "0.00", "0.00"] and batch.state == "approved"
    finalise(UNAPPEALED)
    assert (state(row), coupons(row), used(row)) == ("final", [("rejected", None)], "0.00")
    assert money(row) == ["1000000.00", "0.00", "0.00", "0.00", "0.00"] and not Payment.objects.exists()
    assert ServiceContract.objects.get().state == "closed" and RedemptionBatch.objects.get().state == "closed"
    assert broken() == []


def test_decisions_become_final_once():
    row = make.redemption("50000.00")
    make.approve(make.publicised_with(row, "reject"))
    assert [finalise(UNAPPEALED), finalise(UNAPPEALED)] == [{"final": 1}, {"final": 0}]


def test_redemptions_of_two_contracts_share_one_round_exactly():
    shared = round_(budget="100000.00")
    rows = [
        make.redemption("20000.00", in_round=shared),
        make.redemption("30000.00", actual="40000.00", in_round=shared),
    ]
    make.approve(make.publicised(*rows))
    assert money(rows[0]) == ["60000.00", "0.00", "40000.00", "0.00", "0.00"]
    assert broken() == []


def test_a_withdrawn_redemption_does_not_hold_up_its_batch():
    kept, gone = make.redemption(), make.redemption()
    batch = make.reviewing(kept, gone)
    Redemption.objects.filter(pk=gone.pk).update(state="withdrawn")
    make.decide(kept)
    assert summarise_batch(batch_id=batch.pk, actor_id=batch.prepared_by_id, at=MONDAY).state == "summarised"


def test_a_publicised_item_of_a_running_batch_is_not_collected_elsewhere():
    row = make.redemption()
    make.publicised(row)
    officer = {"actor_id": make.someone("case_officer"), "at": MONDAY}
    other = create_batch(title="2026年第二批", **officer)
    collect = {"batch_id": other.pk, "redemption_ids": [row.pk]}
    refused(lambda: collect_redemptions(**collect, **officer), "redemption_not_collectable")


def test_both_sides_are_told_of_a_reduction_and_their_days_to_appeal():
    row = make.redemption("50000.00")
    unit_operator, applicant = acting(row.unit.party, "unit_operator"), acting(row.applicant, "applicant_manager")
    make.approve(make.publicised_with(row, "reduce", amount="30000.00"))
    deliver_outbox(at=make.OVER)
    told = Notification.objects.filter(kind="redemption.reduced")
    assert {each.user_id for each in told} >= {unit_operator.user_id, applicant.user_id}
    assert {(each.params["amount"], each.params["appeal_by"]) for each in told} == {("30000.00", "2026-03-24")}


def test_a_decision_is_looked_at_again_under_its_lock():
    row = make.redemption("50000.00")
    make.approve(make.publicised_with(row, "reject"))
    assert decisions.finalise_some_decisions(redemption_ids=[row.pk], at=LAST_APPEAL) == 0
    assert state(row) == "decided" and coupons(row) == [("in_redemption", None)]


def test_what_a_review_recommends_is_not_told_to_the_parties():
    row = make.redemption("50000.00")
    make.summarised(row)
    told = [line.type for line in timeline(subject_kind="redemption", subject_id=row.pk)]
    known = [line.type for line in timeline(subject_kind="redemption", subject_id=row.pk, internal=True)]
    assert "redemption.recommended" not in told
    assert "redemption.recommended" in known
    assert not Event.objects.filter(type="redemption.recommended").exclude(party_id=None).exists()
