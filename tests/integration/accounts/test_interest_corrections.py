"""Mistaken declarations: their author asks, an administrator confirms, past decisions stay."""

import pytest
from django.db import transaction
from django.db.utils import IntegrityError

from accounts.models import InterestCorrection
from accounts.selectors.conflicts import list_conflicts
from accounts.services.interest_corrections import confirm_correction, refuse_correction, request_correction
from accounts.services.interests import end_interest
from accounts.services.parties import verify_party
from core.events.outbox import deliver_outbox
from core.models import Event, Notification
from tests.factories import parties
from tests.factories.conflicts import declare
from tests.factories.contracts import MONDAY, staff
from tests.factories.outcomes import broken, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return staff("case_officer")


@pytest.fixture
def firm():
    return parties.enterprise(verified=False).party


def ask(officer, firm):
    declared = declare(officer, firm)
    return request_correction(interest_id=declared.pk, reason="同名的另一家公司", actor=officer, at=MONDAY)


def tied(officer, firm) -> bool:
    return bool(list_conflicts(user_id=officer.user_id, party_ids=[firm.pk], at=MONDAY))


def decide(service, row, *, actor=None, reason="已核对代码") -> object:
    return service(correction_id=row.pk, reason=reason, actor=actor or staff("system_admin"), at=MONDAY)


def test_a_mistaken_declaration_ties_until_it_is_confirmed(officer, firm):
    row = ask(officer, firm)
    assert tied(officer, firm)
    decide(confirm_correction, row)
    assert not tied(officer, firm)
    verify_party(party_id=firm.pk, actor=officer, at=MONDAY)
    assert broken() == []


def test_one_that_was_ended_already_ties_no_longer_either(officer, firm):
    declared = declare(officer, firm)
    end_interest(interest_id=declared.pk, actor=officer, at=MONDAY)
    row = request_correction(interest_id=declared.pk, reason="从未任职", actor=officer, at=MONDAY)
    decide(confirm_correction, row)
    assert not tied(officer, firm)


def test_a_refused_one_goes_on_counting_and_may_be_asked_for_again(officer, firm):
    row = ask(officer, firm)
    decide(refuse_correction, row)
    assert tied(officer, firm)
    again = request_correction(interest_id=row.interest_id, reason="补充说明", actor=officer, at=MONDAY)
    assert (again.state, InterestCorrection.objects.count()) == ("requested", 2)


def test_the_events_say_who_why_and_about_what_but_not_to_the_party(officer, firm):
    row, admin = ask(officer, firm), staff("system_admin")
    decide(confirm_correction, row, actor=admin)
    told = Event.objects.get(type="interest_correction.confirmed")
    assert (told.actor_id, told.party_id, told.data["reason"]) == (admin.user_id, None, "已核对代码")
    assert (told.data["party"], told.data["author"]) == (firm.name, officer.user_id)


def test_administrators_are_told_then_the_author(officer, firm):
    admin = staff("system_admin")
    row = ask(officer, firm)
    deliver_outbox(at=MONDAY)
    asked = Notification.objects.filter(kind="interest_correction.requested").values_list("user_id", flat=True)
    decide(confirm_correction, row)
    deliver_outbox(at=MONDAY)
    assert admin.user_id in asked and officer.user_id not in asked
    assert Notification.objects.get(kind="interest_correction.confirmed").user_id == officer.user_id


def test_nobody_confirms_their_own_asks_for_anothers_or_twice(firm):
    admin = staff("system_admin")
    row = ask(admin, firm)
    assert refusal(decide, confirm_correction, row, actor=admin) == ["same_person"]
    other = {"interest_id": row.interest_id, "reason": "误报", "at": MONDAY}
    assert refusal(request_correction, **other, actor=staff("case_officer")) == ["not_found"]
    assert refusal(request_correction, **other, actor=admin) == ["correction_open"]
    assert refusal(decide, confirm_correction, row, reason="　") == ["reason_missing"]
    decide(confirm_correction, row)
    assert refusal(decide, refuse_correction, row) == ["illegal_state"]
    assert refusal(request_correction, **other, actor=admin) == ["correction_open"]


def test_the_database_knows_author_and_decider(officer, firm):
    row = ask(officer, firm)
    decided = {"state": "confirmed", "decided_by": officer.user_id, "decided_at": MONDAY, "decision_reason": "误报"}
    with pytest.raises(IntegrityError, match="interest_correction_by_another"), transaction.atomic():
        InterestCorrection.objects.filter(pk=row.pk).update(**decided)
    another = {"requested_by_id": staff("approver").user_id, "requested_at": MONDAY, "reason": "误报"}
    mine = declare(officer, parties.enterprise().party)
    with pytest.raises(IntegrityError, match="interest_correction_by_its_author"), transaction.atomic():
        InterestCorrection.objects.create(interest=mine, **another)
