"""An open unit redeems the coupons of a contract, with evidence, in time (article 15.3)."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from core.events.outbox import deliver_outbox
from core.models import Attachment, Event, Notification
from core.values.errors import DomainError, Refused
from core.values.money import yuan
from redemptions.models import Invoice, Redemption
from redemptions.services.formal_checks import accept_redemption, return_redemption
from redemptions.services.redemptions import start_redemption, submit_redemption, update_redemption
from tests.factories.contracts import acting, unit
from tests.factories.outcomes import broken, refusal
from tests.factories.redemptions import (
    DONE,
    KINDS,
    LAST_SECOND,
    TOO_LATE,
    bring,
    complete,
    contract,
    draft,
    enter,
    events,
    held,
    invoice,
    now,
    officer,
    operator,
    record_service,
    returned,
    set_actual,
    states,
    submit,
    submitted,
)
from tests.factories.rounds import policy, round_
from vouchers.models import Coupon

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


# Drafting


def test_a_draft_is_prefilled_and_moves_no_coupon():
    made = draft(contract("50000.00", "30000.00"))
    assert (made.state, made.actual_amount, made.payable_limit, made.payable) == (
        "draft",
        Decimal("160000.00"),
        Decimal("80000.00"),
        Decimal("80000.00"),
    )
    assert states(made) == ["registered", "registered"]
    assert events(made) == ["redemption.drafted"]


def test_a_draft_takes_its_amount_from_the_service_records():
    row = contract("50000.00", recorded=False)
    record_service(row, amount=Decimal("30000.00"))
    record_service(row, amount=Decimal("40000.01"))
    made = draft(row)
    assert (made.actual_amount, made.payable_limit, made.payable) == (
        Decimal("70000.01"),
        Decimal("35000.00"),
        Decimal("35000.00"),
    )


def test_records_that_say_more_than_an_amount_can_be_prefill_nothing():
    row = contract(recorded=False)
    for _ in range(2):
        record_service(row, amount=Decimal("999999999999.99"))
    assert draft(row).actual_amount == row.amount


def test_the_unit_is_told_of_a_return_and_its_correction_day():
    row = returned()
    operator(row)
    deliver_outbox(at=DONE)
    told = Notification.objects.filter(kind="redemption.returned")
    assert {(each.party_id, each.params["correct_by"], each.params["reason"]) for each in told} == {
        (row.unit_id, "2026-06-04", "付款凭证不清晰")
    }


def test_without_records_it_takes_the_contract_amount():
    assert draft(contract("50000.00", recorded=False)).actual_amount == Decimal("100000.00")


def test_a_second_live_redemption_of_a_contract_is_refused():
    first = draft()
    with pytest.raises(DomainError, match="redemption_exists") as caught:
        draft(first.contract)
    assert caught.value.params == {"redemption": first.pk, "number": first.number}
    assert Redemption.objects.count() == 1


def test_another_units_contract_is_as_absent():
    row, stranger = contract(), unit()
    user_id = acting(stranger.party, "unit_operator").user_id
    code = refusal(start_redemption, contract_id=row.pk, unit_id=stranger.pk, actor_id=user_id, at=DONE)
    assert (code, Redemption.objects.count()) == (["not_found"], 0)


def test_a_contract_without_registered_coupons_is_refused():
    row = contract()
    Coupon.objects.filter(contract=row).update(state="lapsed", ended_at=DONE)
    assert (refusal(draft, row), Redemption.objects.count()) == (["redemption_coupons"], 0)


@pytest.mark.parametrize(("at", "begun"), [(LAST_SECOND - timedelta(seconds=1), 1), (LAST_SECOND, 1), (TOO_LATE, 0)])
def test_a_draft_begins_by_redeem_by(at, begun):
    row = contract()
    if begun:
        draft(row, at=at)
    else:
        assert refusal(draft, row, at=at) == ["redeem_by"]
    assert Redemption.objects.count() == begun


# Amounts


def test_the_actual_amount_sets_what_is_payable():
    changed = set_actual(draft(), "99999.99", own="50000.00")
    assert (changed.payable_limit, changed.payable, changed.own_payment) == (
        Decimal("49999.99"),
        Decimal("49999.99"),
        Decimal("50000.00"),
    )
    event = Event.objects.get(type="redemption.changed")
    assert event.data["before"] == {"actual_amount": "100000.00", "own_payment": None}
    assert event.data["after"] == {"actual_amount": "99999.99", "own_payment": "50000.00"}


@pytest.mark.parametrize("amount", ["0.00", "-1.00", "1.001", "NaN", "Infinity"])
def test_what_is_no_amount_is_refused(amount):
    made = draft()
    assert refusal(set_actual, made, amount) == ["actual_amount"]
    assert now(made).actual_amount == Decimal("100000.00")


@pytest.mark.parametrize("own", ["-0.01", "0.001"])
def test_what_is_no_own_payment_is_refused(own):
    made = draft()
    assert refusal(set_actual, made, "1.00", own=own) == ["own_payment"]
    assert now(made).own_payment is None


@pytest.mark.parametrize(
    "change", [set_actual, lambda row, _: enter(row, invoice(row)), lambda row, _: bring(row, "result")]
)
def test_a_submitted_redemption_is_changed_no_more(change):
    made = submitted()
    before = (now(made).version, Invoice.objects.count(), Attachment.objects.count())
    assert refusal(change, made, "1.00") == ["illegal_state"]
    assert (now(made).version, Invoice.objects.count(), Attachment.objects.count()) == before


def test_a_stale_version_is_refused():
    made = draft()
    set_actual(made, "90000.00")
    code = refusal(
        update_redemption,
        redemption_id=made.pk,
        unit_id=made.unit_id,
        actual_amount=Decimal("80000.00"),
        own_payment=None,
        version=made.version,
        actor_id=operator(made).user_id,
        at=DONE,
    )
    assert (code, now(made).actual_amount) == (["stale_version"], Decimal("90000.00"))


# Submission


def test_a_submission_takes_the_coupons_into_redemption():
    made = submitted(contract("50000.00", "30000.00"))
    assert (made.state, made.submitted_at, made.payable) == ("submitted", DONE, Decimal("80000.00"))
    assert states(made) == ["in_redemption", "in_redemption"]
    assert Invoice.objects.get().live
    assert events(made)[-1] == "redemption.submitted"
    assert (held(made), broken()) == ("80000.00", [])


def test_what_is_payable_is_the_share_of_the_actual_amount_rounded_down():
    made = complete(contract("50000.00", "30000.00"))
    made = set_actual(made, "100000.01")
    assert yuan(submit(made).payable) == "50000.00"


@pytest.mark.parametrize(
    ("at", "late"), [(LAST_SECOND - timedelta(seconds=1), False), (LAST_SECOND, False), (TOO_LATE, True)]
)
def test_redeem_by_is_exact_to_the_second_without_any_job(at, late):
    made = complete()
    if late:
        assert refusal(submit, made, at=at) == ["redeem_by"]
    else:
        submit(made, at=at)
    assert states(made) == ["registered" if late else "in_redemption"]


@pytest.mark.parametrize(
    ("at", "early"),
    [
        (datetime(2026, 3, 9, 15, 59, 59, tzinfo=UTC), True),
        (datetime(2026, 3, 9, 16, 0, 0, tzinfo=UTC), False),
        (datetime(2026, 3, 9, 16, 0, 1, tzinfo=UTC), False),
    ],
)
def test_a_redemption_is_not_before_the_contract_starts(at, early):
    row = contract()
    made = draft(row, at=at)
    enter(made, invoice(made, issued_on=date(2026, 3, 9)), at=at)
    bring(made, *KINDS, at=at)
    if early:
        assert refusal(submit, made, at=at) == ["not_started"]
    else:
        assert submit(made, at=at).state == "submitted"


def test_everything_that_is_missing_is_named_at_once():
    made = draft(contract(accepted=False, recorded=False))
    with pytest.raises(DomainError) as caught:
        submit(made, at=TOO_LATE)
    found = {each.code: each.params for each in caught.value.refusals}
    assert list(found) == ["redeem_by", "invoice_total", "evidence_missing"]
    assert found["evidence_missing"]["value"] == "contract、invoice、payment_proof、result、service_record、acceptance"
    assert (now(made).state, states(made), events(made)) == ("draft", ["registered"], ["redemption.drafted"])


@pytest.mark.parametrize(("total", "refused"), [("99999.99", ["invoice_total"]), ("100000.00", []), ("100000.01", [])])
def test_the_invoices_cover_the_actual_amount(total, refused):
    made = draft()
    enter(made, invoice(made, amount=Decimal(total) - 1), invoice(made, amount=Decimal(1)))
    bring(made, *KINDS)
    assert (refusal(submit, made) if refused else submit(made).state) == (refused or "submitted")


def test_another_policy_asks_for_less():
    version = policy(code="elsewhere", invoice_total="payable", evidence=["invoice"], contract_share="0.25")
    made = draft(contract("50000.00", in_round=round_(version=version)))
    enter(made, invoice(made, amount=Decimal("25000.00")))
    bring(made, "invoice")
    assert submit(made).payable == Decimal("25000.00")


def test_results_that_are_not_accepted_stop_it():
    with pytest.raises(DomainError, match="evidence_missing") as caught:
        submitted(contract(accepted=False))
    assert caught.value.params["value"] == "acceptance"


def test_an_invoice_file_without_its_number_is_no_invoice():
    version = policy(code="elsewhere", invoice_total="none", evidence=["invoice"])
    made = draft(contract(in_round=round_(version=version)))
    bring(made, "invoice")
    assert refusal(submit, made) == ["evidence_missing"]


def test_revoked_coupons_do_not_count():
    row = contract("50000.00", "30000.00")
    made = complete(row)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = 'replica'")  # without the decision of a revocation
        Coupon.objects.filter(contract=row, amount="30000.00").update(state="revoked")
        cursor.execute("SET LOCAL session_replication_role = 'origin'")
    assert (submit(made).payable, states(made)) == (Decimal("50000.00"), ["in_redemption", "revoked"])


def test_coupons_that_lapsed_meanwhile_stop_it():
    made = complete()
    Coupon.objects.filter(contract=made.contract_id).update(state="lapsed", ended_at=DONE)
    assert refusal(submit, made) == ["redemption_coupons"]


def test_another_unit_cannot_submit():
    made, stranger = complete(), unit()
    user_id = acting(stranger.party, "unit_operator").user_id
    code = refusal(
        submit_redemption, redemption_id=made.pk, unit_id=stranger.pk, version=None, actor_id=user_id, at=DONE
    )
    assert (code, now(made).state) == (["not_found"], "draft")


def test_a_second_submission_is_refused():
    assert refusal(submit, submitted()) == ["illegal_state"]


# The formal check


def test_an_officer_accepts():
    made = submitted()
    person = officer()
    accept_redemption(redemption_id=made.pk, version=None, actor_id=person.user_id, at=DONE)
    assert (now(made).state, now(made).accepted_by_id) == ("accepted", person.user_id)
    assert events(made)[-1] == "redemption.accepted"


@pytest.mark.parametrize("make", [draft, returned])
def test_only_a_submitted_one_is_accepted_or_returned(make):
    made, person = make(), officer()
    before = now(made).state
    given = {"redemption_id": made.pk, "version": None, "actor_id": person.user_id, "at": DONE}
    assert refusal(accept_redemption, **given) == ["illegal_state"]
    assert refusal(return_redemption, **given, reason="缺页", fault="unit") == ["illegal_state"]
    assert now(made).state == before


def test_a_return_gives_ten_working_days_and_says_whose_fault_it_is():
    made = returned(fault="applicant")
    assert (made.state, made.correct_by, made.fault) == ("returned", date(2026, 6, 4), "applicant")
    assert (made.return_reason, made.provisional, states(made)) == ("付款凭证不清晰", False, ["in_redemption"])
    told = Event.objects.get(type="redemption.returned")
    assert told.data == {"reason": "付款凭证不清晰", "fault": "applicant", "correct_by": "2026-06-04"}


def test_a_contract_that_is_not_there_is_not_found():
    row = contract()
    row.pk += 1_000_000
    assert refusal(draft, row) == ["not_found"]


def test_a_returned_one_that_is_unchanged_and_unanswered_keeps_its_day():
    row = returned()
    with pytest.raises(Refused) as caught:
        submit(row, answer=" ")
    assert [each.code for each in caught.value.refusals] == ["nothing_corrected"]
    assert (now(row).state, now(row).correct_by) == ("returned", date(2026, 6, 4))


@pytest.mark.parametrize("change", ["amounts", "invoices", "files", "records"])
def test_every_change_counts_as_a_correction(change):
    row = returned()
    {
        "amounts": lambda: set_actual(row, "100000.00", own="50000.00"),
        "invoices": lambda: enter(row, invoice(row)),
        "files": lambda: bring(row, "result"),
        "records": lambda: record_service(row.contract, amount=Decimal("1.00")),
    }[change]()
    assert submit(row, answer="").state == "submitted"


def test_a_change_that_was_taken_back_is_none():
    row = returned()
    set_actual(row, "90000.00")
    set_actual(row, "100000.00")
    with pytest.raises(Refused, match="nothing_corrected"):
        submit(row, answer="")


def test_a_second_return_asks_for_a_new_answer():
    row = submit(returned(), answer="第一次答复")
    again = return_redemption(
        redemption_id=row.pk, reason="仍不清晰", fault="unit", version=None, actor_id=officer().user_id, at=DONE
    )
    assert again.correction_answer == ""
    with pytest.raises(Refused, match="nothing_corrected"):
        submit(again, answer="")
