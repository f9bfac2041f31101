"""Redemptions that end unpaid: withdrawn, or not corrected in time. Coupons and invoices become free."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from core.models import Event
from core.values.errors import DomainError
from redemptions.models import Invoice, Redemption
from redemptions.services.expiries import expire_corrections, expire_drafts, expire_some_corrections
from redemptions.services.formal_checks import accept_redemption
from redemptions.services.redemptions import submit_redemption, update_redemption, withdraw_redemption
from tests.factories import batches
from tests.factories.outcomes import broken, refusal
from tests.factories.redemptions import (
    DONE,
    LAST_SECOND,
    TOO_LATE,
    complete,
    contract,
    draft,
    events,
    held,
    now,
    operator,
    returned,
    states,
    submit,
    submitted,
)
from tests.factories.rounds import policy, round_
from vouchers.models import AnnualUse, Coupon
from vouchers.services.lapses import lapse_unredeemed

pytestmark = pytest.mark.django_db

CORRECT_BY = datetime(2026, 6, 4, 15, 59, 59, tzinfo=UTC)
"""The last second of the correction day of what was returned on 2026-05-21."""
AFTER_CORRECTION = CORRECT_BY + timedelta(seconds=1)
LATE_RETURN = LAST_SECOND
"""Returned in the last second of redeem_by, to be corrected by 2026-07-06, two weeks later."""
LATE_CORRECT_BY = datetime(2026, 7, 6, 15, 59, 59, tzinfo=UTC)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def withdraw(row, *, at=DONE, fault="unit"):
    return withdraw_redemption(
        redemption_id=row.pk,
        unit_id=row.unit_id,
        reason="合同金额有误",
        fault=fault,
        version=None,
        actor_id=operator(row).user_id,
        at=at,
    )


def expire(*, at):
    return expire_corrections(at=at, progress=lambda count: None)


def faults(row):
    return list(Coupon.objects.filter(contract=row.contract_id).order_by("pk").values_list("fault", flat=True))


def used(row):
    return AnnualUse.objects.get(applicant=row.applicant_id).used


# Withdrawal


def test_a_withdrawal_in_time_registers_the_coupons_again():
    made = submitted(contract("50000.00", "30000.00"))
    withdraw(made)
    assert (now(made).state, states(made), held(made)) == ("withdrawn", ["registered", "registered"], "80000.00")
    assert (now(made).fault, faults(made)) == ("unit", ["", ""])
    assert broken() == []


def test_a_withdrawal_frees_the_invoices_and_the_contract():
    made = submitted()
    number = Invoice.objects.get().number
    withdraw(made)
    assert Invoice.objects.get().live is False
    assert submit(complete(made.contract, number=number)).state == "submitted"


@pytest.mark.parametrize(
    ("at", "coupon", "kept"),
    [
        (LAST_SECOND - timedelta(seconds=1), "registered", "50000.00"),
        (LAST_SECOND, "registered", "50000.00"),
        (TOO_LATE, "lapsed", "0.00"),
    ],
)
def test_a_withdrawal_after_redeem_by_lapses_the_coupons_at_once(at, coupon, kept):
    made = submitted()
    withdraw(made, at=at, fault="applicant")
    assert (states(made), held(made), f"{used(made):.2f}") == ([coupon], kept, kept)
    assert faults(made) == ["applicant" if coupon == "lapsed" else ""]
    assert broken() == []


def test_a_lapse_by_withdrawal_tells_one_event_a_coupon():
    made = submitted(contract("50000.00", "30000.00"))
    withdraw(made, at=TOO_LATE, fault="neither")
    told = Event.objects.filter(type="coupon.lapsed")
    assert [event.data["fault"] for event in told] == ["neither", "neither"]
    assert events(made)[-1] == "redemption.withdrawn"


def test_a_draft_is_withdrawn_without_touching_coupons():
    made = draft()
    withdraw(made, at=TOO_LATE)
    assert (now(made).state, states(made)) == ("withdrawn", ["registered"])


def accepted():
    made = submitted()
    return accept_redemption(redemption_id=made.pk, version=None, actor_id=batches.someone("case_officer"), at=DONE)


def test_it_is_withdrawn_while_its_batch_is_reviewed_even_when_decided():
    made = accepted()
    batches.reviewing(made)
    batches.decide(now(made))
    withdraw(made)
    assert (now(made).state, states(made)) == ("withdrawn", ["registered"])


def test_it_is_not_withdrawn_once_its_batch_is_summarised():
    made = accepted()
    batches.summarised(made)
    assert refusal(withdraw, made) == ["illegal_state"]
    assert (now(made).state, states(made)) == ("recommended", ["in_redemption"])


def test_it_is_withdrawn_once():
    made = submitted()
    withdraw(made)
    assert refusal(withdraw, made) == ["illegal_state"]


def test_another_unit_withdraws_nothing():
    made, other = submitted(), submitted()
    made.unit_id = other.unit_id
    assert refusal(withdraw, made) == ["not_found"]
    assert states(made) == ["in_redemption"]


# Correction


@pytest.mark.parametrize(
    ("at", "late"), [(CORRECT_BY - timedelta(seconds=1), False), (CORRECT_BY, False), (AFTER_CORRECTION, True)]
)
def test_a_correction_is_exact_to_the_second_without_any_job(at, late):
    made = returned()
    if late:
        assert refusal(submit, made, at=at) == ["correct_by"]
    else:
        submit(made, at=at)
    assert now(made).state == ("returned" if late else "submitted")


def test_a_correction_is_judged_by_its_own_day_not_by_redeem_by():
    made = returned(at=LATE_RETURN)
    again = submit(made, at=LATE_CORRECT_BY)
    assert (again.state, states(made), again.fault, again.correct_by) == ("submitted", ["in_redemption"], "", None)
    assert events(made)[-2:] == ["redemption.returned", "redemption.submitted"]


def test_a_correction_after_its_own_day_is_late_though_redeem_by_lasts():
    made = returned()
    with pytest.raises(DomainError) as caught:
        submit(made, at=AFTER_CORRECTION)
    assert [(each.code, each.params["limit"]) for each in caught.value.refusals] == [("correct_by", "2026-06-04")]


def test_a_correction_moves_no_coupon_twice():
    made = returned(contract("50000.00", "30000.00"))
    submit(made)
    assert Event.objects.filter(type="coupon.redemption_begun").count() == 2


# Expiry


@pytest.mark.parametrize(
    ("at", "state"),
    [(CORRECT_BY - timedelta(seconds=1), "returned"), (CORRECT_BY, "returned"), (AFTER_CORRECTION, "expired")],
)
def test_what_is_not_corrected_expires(at, state):
    made = returned()
    expire(at=at)
    assert now(made).state == state


def test_coupons_of_an_expired_one_are_registered_again_while_redeem_by_lasts():
    made = returned()
    assert expire(at=LAST_SECOND) == {"expired": 1}
    assert (states(made), faults(made), held(made)) == (["registered"], [""], "50000.00")
    assert Invoice.objects.filter(live=True).count() == 0


@pytest.mark.parametrize("fault", ["unit", "applicant", "neither"])
def test_coupons_of_an_expired_one_lapse_after_redeem_by_by_the_fault_of_the_return(fault):
    made = returned(at=LATE_RETURN, fault=fault)
    expire(at=LATE_CORRECT_BY + timedelta(seconds=1))
    assert (states(made), faults(made), now(made).fault) == (["lapsed"], [fault], fault)
    assert (held(made), used(made)) == ("0.00", 0)
    assert broken() == []


def test_many_expire_together_each_by_its_fault():
    open_round = round_()
    rows = [returned(contract(in_round=open_round), at=LATE_RETURN, fault=fault) for fault in ("unit", "applicant")]
    assert expire(at=LATE_CORRECT_BY + timedelta(seconds=1)) == {"expired": 2}
    assert [faults(row) for row in rows] == [["unit"], ["applicant"]]
    assert broken() == []


def test_a_policy_that_gives_nothing_back_forfeits():
    given = {"lapse_unregistered": True, "lapse_unredeemed": False, "return": True, "termination": True}
    version = policy(code="strict", give_back={**given, "reduction": True, "rejection": True})
    made = returned(contract(in_round=round_(version=version)), at=LATE_RETURN)
    expire(at=LATE_CORRECT_BY + timedelta(seconds=1))
    open_round = Coupon.objects.get(contract=made.contract_id).round
    assert (f"{open_round.forfeited}", f"{used(made)}") == ("50000.00", "50000.00")
    assert broken() == []


def test_expiring_twice_changes_nothing_more():
    returned()
    expire(at=AFTER_CORRECTION)
    told = Event.objects.exclude(subject_kind="appointment").count()
    assert (expire(at=AFTER_CORRECTION), Event.objects.exclude(subject_kind="appointment").count()) == (
        {"expired": 0},
        told,
    )


def test_an_expiry_costs_as_many_queries_for_many_as_for_one(django_assert_max_num_queries):
    open_round = round_()
    for _ in range(3):
        returned(contract(in_round=open_round), at=LATE_RETURN)
    with django_assert_max_num_queries(25):
        expire_some_corrections(at=LATE_CORRECT_BY + timedelta(seconds=1))
    assert Redemption.objects.filter(state="expired").count() == 3


@pytest.mark.parametrize(("at", "state"), [(LAST_SECOND, "draft"), (TOO_LATE, "expired")])
def test_a_draft_expires_with_redeem_by_and_its_coupons_lapse_by_themselves(at, state):
    made = draft()
    expire_drafts(at=at, progress=lambda count: None)
    assert (now(made).state, states(made)) == (state, ["registered"])
    lapse_unredeemed(at=at, progress=lambda count: None)
    assert states(made) == (["registered"] if state == "draft" else ["lapsed"])
    assert broken() == []


@pytest.mark.parametrize(
    ("step", "more"),
    [
        (submit_redemption, {}),
        (withdraw_redemption, {"reason": "误报", "fault": "unit"}),
        (update_redemption, {"actual_amount": Decimal("80000.00"), "own_payment": None}),
    ],
)
def test_a_step_that_is_over_is_refused_as_such_whatever_was_seen(step, more):
    made = submitted()
    withdraw(made)
    given = {"redemption_id": made.pk, "unit_id": made.unit_id, "actor_id": operator(made).user_id, "at": DONE}
    assert refusal(step, **given, version=made.version - 1, **more) == ["illegal_state"]
