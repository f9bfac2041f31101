import pytest

from accounts.notifications import notify_claimant, notify_managers, notify_member
from accounts.services.parties import suspend_party
from accounts.services.takeovers import refuse_takeover, request_takeover
from core.models import Event, Notification
from tests.factories import parties

pytestmark = pytest.mark.django_db


def told(kind: str) -> list[int]:
    return list(Notification.objects.filter(kind=kind).values_list("user_id", flat=True))


def test_managers_are_told_once_of_a_decision() -> None:
    row = parties.enterprise()
    parties.acting(row.party, "applicant_operator")
    suspend_party(party_id=row.pk, reason="核查", actor=parties.staff(), at=parties.AT)
    event = Event.objects.get(type="party.suspended")
    notify_managers(event=event)
    notify_managers(event=event)
    assert told("party.suspended") == [parties.manager(row).user_id]
    assert Notification.objects.get(kind="party.suspended").params["reason"] == "核查"


def test_takeover_warns_the_managers_and_answers_the_claimant() -> None:
    row, claimant = parties.enterprise(), parties.nobody_yet()
    asked = request_takeover(
        uscc=row.party.uscc, role="applicant_manager", reason="离职", actor=claimant, at=parties.AT
    )
    refuse_takeover(takeover_id=asked.pk, reason="材料不全", actor=parties.staff(), at=parties.AT)
    notify_managers(event=Event.objects.get(type="takeover.requested"))
    notify_claimant(event=Event.objects.get(type="takeover.refused"))
    assert told("takeover.requested") == [parties.manager(row).user_id]
    assert told("takeover.refused") == [claimant.user_id]


def test_member_is_told_of_a_role() -> None:
    actor = parties.nobody_yet()
    row = parties.enterprise(actor=actor)
    notify_member(event=Event.objects.get(type="member.added", party_id=row.pk))
    assert told("member.added") == [actor.user_id]
