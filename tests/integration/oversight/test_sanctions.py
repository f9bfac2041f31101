"""Sanctions: the barred party, the first and the last day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core.models import Event
from core.values.errors import DomainError, Refused
from oversight.models import Sanction
from oversight.selectors.sanctions import barred_until
from oversight.services.sanctions import decide_sanction, hear_sanction, propose_sanction, turn_sanctions
from tests.factories.batches import someone
from tests.factories.contracts import MONDAY, party
from tests.factories.rounds import coupon, enterprise, round_
from vouchers.models import Coupon

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)
UNTIL = date(2029, 3, 2)


def propose(row, actor_id=0, **changes):
    values = {"begins_on": TODAY, "until": UNTIL, "actor_id": actor_id or someone("case_officer"), "at": MONDAY}
    values |= {"measure": "applicant_barred", "reason": "提供虚假信息"}
    return propose_sanction(party_id=row.pk, **{**values, **changes})


def hear(sanction):
    officer = someone("case_officer")
    return hear_sanction(sanction_id=sanction.pk, statement="无异议", actor_id=officer, at=MONDAY)


def decide(sanction, actor_id=0):
    return decide_sanction(sanction_id=sanction.pk, actor_id=actor_id or someone("approver"), at=MONDAY)


def barred(row, **changes):
    return decide(hear(propose(row, **changes)))


def refused(call, code):
    before = (Event.objects.exclude(subject_kind="appointment").count(), list(Sanction.objects.values()))
    with pytest.raises(DomainError) as caught:
        call()
    assert caught.value.code == code
    assert (Event.objects.exclude(subject_kind="appointment").count(), list(Sanction.objects.values())) == before
    return caught.value.params


def told(sanction):
    rows = Event.objects.filter(subject_kind="sanction", subject_id=sanction.pk).order_by("pk")
    return [row.type.removeprefix("sanction.") for row in rows]


def test_a_decided_bar_is_in_force_at_once():
    row = party()
    sanction = barred(row)
    assert (sanction.state, told(sanction)) == ("in_force", ["proposed", "heard", "decided", "entered_into_force"])


@pytest.mark.parametrize(
    ("on", "last"), [(date(2026, 3, 1), None), (TODAY, UNTIL), (UNTIL, UNTIL), (UNTIL + timedelta(days=1), None)]
)
def test_both_days_of_a_bar_count_whatever_a_job_has_noted(on, last):
    row = party()
    barred(row)
    assert barred_until(party_id=row.pk, on=on) == last


def test_a_proposal_bars_nobody():
    row = party()
    hear(propose(row))
    assert barred_until(party_id=row.pk, on=TODAY) is None


def test_the_longest_of_several_bars_counts_and_one_query_tells(django_assert_num_queries):
    row = party()
    barred(row)
    barred(row, until=date(2027, 1, 1))
    with django_assert_num_queries(1):
        assert barred_until(party_id=row.pk, on=TODAY) == UNTIL


def test_who_proposed_does_not_decide():
    officer = someone("case_officer")
    sanction = hear(propose(party(), actor_id=officer))
    refused(lambda: decide(sanction, actor_id=officer), "same_person")


def test_a_measure_is_decided_after_the_party_was_heard():
    sanction = propose(party())
    refused(lambda: decide(sanction), "illegal_state")


@pytest.mark.parametrize(
    "changes",
    [
        {"until": date(2029, 3, 3)},
        {"until": date(2026, 3, 1)},
        {"begins_on": date(2025, 1, 1), "until": date(2026, 3, 1)},
    ],
)
def test_a_bar_lasts_three_years_at_most_and_not_only_the_past(changes):
    row, officer = party(), someone("case_officer")
    refused(lambda: propose(row, officer, **changes), "sanction_days")


def test_a_sanction_of_nobody_is_not_found():
    refused(lambda: hear_sanction(sanction_id=10**9, statement="", actor_id=1, at=MONDAY), "not_found")


def test_the_job_notes_the_first_and_the_last_day():
    sanction = barred(party(), begins_on=date(2026, 3, 10), until=date(2026, 3, 11))
    assert sanction.state == "decided"

    def turn(day):
        turn_sanctions(at=datetime(2026, 3, day, 1, tzinfo=UTC), progress=lambda done: None)
        return Sanction.objects.get().state

    assert [turn(9), turn(10), turn(11), turn(12)] == ["decided", "in_force", "in_force", "ended"]


def test_a_measure_whose_days_are_all_over_ends_in_the_run_that_begins_it():
    barred(party(), begins_on=date(2026, 3, 10), until=date(2026, 3, 11))
    turn_sanctions(at=datetime(2026, 3, 12, 1, tzinfo=UTC), progress=lambda done: None)
    assert Sanction.objects.get().state == "ended"


def test_a_barred_applicant_claims_nothing():
    row, open_round = enterprise(), round_()
    barred(row)
    with pytest.raises(Refused) as caught:
        coupon(of=row, in_round=open_round)
    assert [refusal.code for refusal in caught.value.refusals] == ["sanctioned"] and not Coupon.objects.exists()
