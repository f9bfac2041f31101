from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Membership, Party
from accounts.services.parties import refuse_party
from core.models import Event, Notification
from core.values.errors import DomainError
from facilities.models import OpenUnit, UnitApplication
from facilities.notifications import end_application, notify_applicant
from facilities.selectors.applications import count_applications_to_answer, open_contact
from facilities.services.applications import (
    UnitAsk,
    accept_application,
    refuse_application,
    remind_of_applications,
    request_unit,
    withdraw_application,
)
from tests.factories import conflicts, parties

pytestmark = pytest.mark.django_db

AT = parties.AT
DAYS_10, SECOND = timedelta(days=10), timedelta(seconds=1)


CONTACT = "郑示例 010-00000000"


def ask(*, category: str = "municipal", actor=None, uscc: str = "", contact: str = CONTACT, **more) -> UnitApplication:
    asked = UnitAsk(category=category, introduction="电镜两台", contact=contact)
    return request_unit(
        name="示例分析中心",
        uscc=uscc or parties.make_uscc(),
        ask=asked,
        actor=actor or parties.nobody_yet(),
        at=AT,
        **more,
    )


def accept(row, *, actor=None, category=""):
    who = actor or parties.staff()
    return accept_application(application_id=row.pk, category=category or row.category, actor=who, at=AT)


def refuse(row, *, reason="没有可开放的设施", actor=None):
    return refuse_application(application_id=row.pk, reason=reason, actor=actor or parties.staff(), at=AT)


def state(row) -> tuple[str, str]:
    fresh = UnitApplication.objects.select_related("party").get(pk=row.pk)
    return fresh.state, fresh.party.state


def waiting(row) -> tuple[int, int]:
    """How many applications who made one may answer, and how many an officer may."""
    return count_applications_to_answer(row.requested_by_id), count_applications_to_answer(parties.staff().user_id)


def code_of(work, *args, **kwargs) -> str:
    with pytest.raises(DomainError) as caught:
        work(*args, **kwargs)
    return caught.value.code


def test_an_application_registers_its_organisation_and_keeps_the_contact_encrypted():
    row = ask()
    assert state(row) == ("requested", "registered")
    assert Membership.objects.get(party=row.party).role == "unit_manager"
    assert (open_contact(row), b"010" in bytes(row.contact_encrypted)) == ("郑示例 010-00000000", False)


def test_a_contact_that_turns_its_direction_is_refused():
    assert code_of(ask, contact="郑\u202e示例") == "name_direction"
    assert not UnitApplication.objects.exists()


@pytest.mark.parametrize(("category", "entered"), [("municipal", "admitted"), ("in_beijing", "applied")])
def test_an_accepted_one_is_verified_and_entered(category, entered):
    row = ask(category=category)
    accept(row)
    unit = OpenUnit.objects.get(pk=row.party_id)
    assert (state(row), unit.state, unit.introduction) == (("accepted", "verified"), entered, "电镜两台")


def test_a_verified_firm_applies_with_its_own_code():
    firm = parties.enterprise()
    row = ask(actor=parties.manager(firm), uscc=firm.party.uscc)
    accept(row)
    assert (row.party_id, state(row)) == (firm.pk, ("accepted", "verified"))


def test_a_refused_one_has_its_reason_and_may_be_made_again():
    row = ask()
    assert waiting(row) == (0, 1)
    refuse(row)
    assert (state(row), waiting(row)) == (("refused", "registered"), (0, 0))
    again = ask(actor=parties.nobody_yet(row.requested_by), uscc=row.party.uscc)
    assert state(again) == ("requested", "registered")


def test_the_applicant_is_told_the_answer():
    row = ask()
    refuse(row)
    notify_applicant(event=Event.objects.get(type="unit_application.refused"))
    sent = Notification.objects.get(kind="unit_application.refused")
    assert (sent.user_id, sent.params["reason"]) == (row.requested_by_id, "没有可开放的设施")


def test_one_is_open_at_a_time():
    row = ask()
    actor = parties.nobody_yet(row.requested_by)
    assert code_of(ask, actor=actor, uscc=row.party.uscc) == "unit_application_open"
    with pytest.raises(IntegrityError, match="unit_application_one_open"), transaction.atomic():
        row.pk = None
        row.save(force_insert=True)


def test_a_unit_does_not_apply_again():
    row = ask()
    accept(row)
    actor = parties.nobody_yet(row.requested_by)
    assert code_of(ask, actor=actor, uscc=row.party.uscc) == "unit_known"


@pytest.mark.parametrize("answer", [accept, refuse])
def test_it_is_answered_once_by_somebody_without_a_tie(answer):
    row = ask()
    tied = parties.staff()
    conflicts.declare(tied, row.party)
    assert code_of(answer, row, actor=tied) == "conflict_of_interest"
    answer(row)
    assert code_of(answer, row) == "illegal_state"


@pytest.mark.parametrize("answer", [accept, refuse])
def test_an_unsent_one_is_not_answered(answer):
    row = ask(draft=True)
    assert (waiting(row), code_of(answer, row)) == ((0, 0), "registration_unsent")


def test_a_refusal_needs_its_reason():
    row = ask()
    assert code_of(refuse, row, reason=" ") == "reason_missing"
    with pytest.raises(IntegrityError, match="unit_application_refused_has_reason"), transaction.atomic():
        officer = parties.staff().user_id
        UnitApplication.objects.filter(pk=row.pk).update(state="refused", decided_by_id=officer, decided_at=AT)


def test_the_database_refuses_an_answer_by_the_applicant():
    row = ask()
    own = {"decided_by_id": row.requested_by_id, "decided_at": AT}
    with pytest.raises(IntegrityError, match="unit_application_answered_by_another"), transaction.atomic():
        UnitApplication.objects.filter(pk=row.pk).update(state="accepted", **own)


def test_it_ends_with_its_registration():
    row = ask()
    refuse_party(party_id=row.party_id, reason="材料不符", actor=parties.staff(), at=AT)
    end_application(event=Event.objects.get(type="party.refused"))
    assert state(row) == ("ended", "refused")


def test_an_officers_delay_reminds_the_approvers_once():
    approver = parties.staff("approver")
    ask()
    counts = [
        remind_of_applications(at=at, progress=lambda _: None)["reminded"]
        for at in (AT + DAYS_10 - SECOND, AT + DAYS_10, AT + DAYS_10 * 2)
    ]
    told = Notification.objects.filter(kind="unit_application.overdue").values_list("user_id", flat=True)
    assert (counts, list(told)) == ([0, 1, 1], [approver.user_id])


def test_where_the_unit_cannot_be_entered_nothing_is_written():
    row = ask()
    other = ask(uscc=row.party.uscc)
    accept(other)
    assert code_of(accept, row) == "unit_party"
    assert (Party.objects.get(pk=row.party_id).state, state(row)[0]) == ("ended", "requested")


def test_the_officer_changes_the_category_that_the_applicant_proposed():
    row = ask(category="municipal")
    accept(row, category="in_beijing")
    unit, event = OpenUnit.objects.get(pk=row.party_id), Event.objects.get(type="unit_application.accepted")
    assert (unit.category, unit.state) == ("in_beijing", "applied")
    assert (event.data["category"], event.data["proposed"]) == ("in_beijing", "municipal")
    notify_applicant(event=event)
    assert Notification.objects.get(kind="unit_application.accepted").params["category"] == "in_beijing"


def test_its_applicant_withdraws_it_and_the_registration_stays():
    row = ask()
    actor = parties.nobody_yet(row.requested_by)
    withdraw_application(application_id=row.pk, actor=actor, at=AT)
    assert (state(row), Event.objects.get(type="unit_application.withdrawn").actor_id) == (
        ("withdrawn", "registered"),
        actor.user_id,
    )
    assert state(ask(actor=actor, uscc=row.party.uscc)) == ("requested", "registered")


def test_another_person_does_not_withdraw_it_and_an_answered_one_stays():
    row = ask()
    stranger, applicant = parties.nobody_yet(), parties.nobody_yet(row.requested_by)
    assert code_of(withdraw_application, application_id=row.pk, actor=stranger, at=AT) == "not_found"
    refuse(row)
    assert code_of(withdraw_application, application_id=row.pk, actor=applicant, at=AT) == "illegal_state"
