import pytest
from django.db import IntegrityError, transaction

from accounts.models import Membership, Party, UsccWaiver, User
from accounts.notifications import notify_ended
from accounts.services.parties import (
    found_authority,
    refuse_party,
    register_organisation,
    resume_party,
    suspend_party,
    verify_party,
    waive_uscc_check,
)
from accounts.services.registrations import request_evidence
from core.models import Event, Notification
from core.values.errors import DomainError
from tests.factories import parties
from tests.factories.conflicts import declare, left

pytestmark = pytest.mark.django_db

WRONG_CHECK = "91110108XXXXXXX19F"


def register(*, code: str, actor=None, role: str = "applicant_manager", name: str = "示例有限公司") -> Party:
    return register_organisation(name=name, uscc=code, role=role, actor=actor or parties.nobody_yet(), at=parties.AT)


def refusal(action, **arguments) -> str:
    with pytest.raises(DomainError) as caught:
        action(**arguments, at=parties.AT)
    return caught.value.code


def test_registering_makes_the_user_manager_and_tells_one_event() -> None:
    actor = parties.nobody_yet()
    party = register(code="91110108XXXXXXX19E", actor=actor)
    assert (party.state, party.uscc) == ("registered", "91110108XXXXXXX19E")
    assert Membership.objects.get(party=party).role == "applicant_manager"
    assert list(Event.objects.filter(subject_kind="party").values_list("type", "to_state")) == [
        ("party.registered", "registered")
    ]


def test_code_is_read_in_any_writing() -> None:
    assert register(code=" ９1110108xxxxxxx19e ").uscc == "91110108XXXXXXX19E"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (WRONG_CHECK, "uscc_check"),
        ("91110108XXXXXXX11M", "uscc_check"),
        ("91110151XXXXXXX27D", "uscc_check"),
        ("12110000IXXXXXX35G", "uscc_shape"),
        ("9111010", "uscc_shape"),
    ],
)
def test_wrong_code_writes_nothing(code: str, expected: str) -> None:
    assert (
        refusal(register_organisation, name="甲", uscc=code, role="unit_manager", actor=parties.nobody_yet())
        == expected
    )
    assert (Party.objects.count(), Event.objects.filter(subject_kind="party").count()) == (0, 0)


def test_waived_code_passes_and_keeps_the_reason() -> None:
    waive_uscc_check(uscc=WRONG_CHECK, reason="已核对营业执照", actor=parties.staff(), at=parties.AT)
    assert register(code=WRONG_CHECK).uscc_override_reason == "已核对营业执照"


def test_valid_code_needs_no_waiver() -> None:
    code = refusal(waive_uscc_check, uscc="91110108XXXXXXX19E", reason="理由", actor=parties.staff())
    assert (code, UsccWaiver.objects.count()) == ("uscc_valid", 0)


def test_second_waiver_of_a_code_is_refused() -> None:
    actor = parties.staff()
    waive_uscc_check(uscc=WRONG_CHECK, reason="理由", actor=actor, at=parties.AT)
    assert refusal(waive_uscc_check, uscc=WRONG_CHECK, reason="再次", actor=actor) == "uscc_waived"
    assert UsccWaiver.objects.get().reason == "理由"


def test_registrations_of_one_code_compete_until_one_is_verified() -> None:
    squatter, owner = register(code="91110108XXXXXXX19E"), register(code="91110108XXXXXXX19E", name="示例公司")
    refused = register(code="91110108XXXXXXX19E")
    refuse_party(party_id=refused.pk, reason="授权书不符", actor=parties.staff(), at=parties.AT)
    verify_party(party_id=owner.pk, actor=parties.staff(), at=parties.AT)
    states = Party.objects.filter(kind="organisation").order_by("pk").values_list("state", flat=True)
    assert list(states) == ["ended", "verified", "refused"]
    notify_ended(event=Event.objects.get(type="party.ended", subject_id=squatter.pk))
    assert Notification.objects.get(kind="party.another_verified").user_id == squatter.registered_by_id


def test_a_code_that_is_held_is_not_verified_again() -> None:
    first = register(code="91110108XXXXXXX19E")
    second = register(code="91110108XXXXXXX19E")
    Party.objects.filter(pk=second.pk).update(state="verified", decided_by=first.registered_by_id)
    assert refusal(verify_party, party_id=first.pk, actor=parties.staff()) == "party_exists"
    assert Party.objects.get(pk=first.pk).state == "registered"


def test_the_database_knows_one_holder_of_a_code() -> None:
    rows = [register(code="91110108XXXXXXX19E") for _ in range(2)]
    Party.objects.filter(pk=rows[0].pk).update(state="verified", decided_by=rows[0].registered_by_id)
    with pytest.raises(IntegrityError, match="party_one_holds_a_uscc"), transaction.atomic():
        Party.objects.filter(pk=rows[1].pk).update(state="verified", decided_by=rows[0].registered_by_id)


def test_a_few_unverified_parties_a_person() -> None:
    actor = parties.nobody_yet()
    for _ in range(3):
        register(code=parties.make_uscc(), actor=actor)
    code = refusal(register_organisation, name="乙", uscc=parties.make_uscc(), role="unit_manager", actor=actor)
    assert (code, Party.objects.filter(kind="organisation").count()) == ("registrations_pending", 3)
    assert register(code=parties.make_uscc()).state == "registered"


def test_code_of_others_is_refused() -> None:
    party = register(code="91110108XXXXXXX19E")
    verify_party(party_id=party.pk, actor=parties.staff(), at=parties.AT)
    stranger = parties.nobody_yet()
    code = refusal(register_organisation, name="乙", uscc=party.uscc, role="unit_manager", actor=stranger)
    assert (code, Membership.objects.filter(user_id=stranger.user_id).count()) == ("party_exists", 0)


def test_manager_takes_the_other_side_of_the_same_party() -> None:
    actor = parties.nobody_yet()
    first = register(code="91110108XXXXXXX19E", actor=actor)
    second = register(code="91110108XXXXXXX19E", actor=actor, role="unit_manager")
    assert first.pk == second.pk
    assert sorted(Membership.objects.values_list("role", flat=True)) == ["applicant_manager", "unit_manager"]


def test_the_side_that_another_person_manages_is_not_taken_by_registering_it() -> None:
    party, actor = register(code="91110108XXXXXXX19E"), parties.nobody_yet()
    parties.acting(party, "unit_manager", person=User.objects.get(pk=actor.user_id))
    code = refusal(register_organisation, name="甲", uscc=party.uscc, role="applicant_manager", actor=actor)
    roles = Membership.objects.filter(user_id=actor.user_id).values_list("role", flat=True)
    assert (code, list(roles)) == ("side_managed", ["unit_manager"])


def test_refused_party_is_registered_again_by_its_manager_and_apart_by_another() -> None:
    actor = parties.nobody_yet()
    party = register(code="91110108XXXXXXX19E", actor=actor)
    refuse_party(party_id=party.pk, reason="授权书不符", actor=parties.staff(), at=parties.AT)
    again = register(code="91110108XXXXXXX19E", actor=actor, name="示例股份有限公司")
    assert (again.pk, again.state, again.name) == (party.pk, "registered", "示例股份有限公司")
    assert register(code="91110108XXXXXXX19E").pk != party.pk


def test_verifying_names_the_officer() -> None:
    party, officer = register(code=parties.make_uscc()), parties.staff()
    verified = verify_party(party_id=party.pk, actor=officer, at=parties.AT)
    assert (verified.state, verified.decided_by_id) == ("verified", officer.user_id)
    event = Event.objects.get(type="party.verified", subject_id=party.pk)
    assert (event.from_state, event.to_state, event.actor_id) == ("registered", "verified", officer.user_id)


def test_verifying_twice_is_refused() -> None:
    party = register(code=parties.make_uscc())
    verify_party(party_id=party.pk, actor=parties.staff(), at=parties.AT)
    assert refusal(verify_party, party_id=party.pk, actor=parties.staff()) == "illegal_state"
    assert Event.objects.filter(type="party.verified", subject_id=party.pk).count() == 1


def test_an_officer_who_is_tied_to_a_firm_does_not_verify_it() -> None:
    officer, party = parties.staff(), register(code=parties.make_uscc())
    declare(officer, party)
    assert refusal(verify_party, party_id=party.pk, actor=officer) == "conflict_of_interest"
    assert Party.objects.get(pk=party.pk).state == "registered"


@pytest.mark.parametrize("decide", [refuse_party, request_evidence])
def test_an_officer_who_is_tied_to_a_firm_decides_on_no_rival_of_its_code(decide) -> None:
    officer, own, rival = parties.staff(), register(code="91110108XXXXXXX19E"), register(code="91110108XXXXXXX19E")
    left(officer, own, at=parties.AT)
    assert refusal(decide, party_id=rival.pk, reason="材料不齐", actor=officer) == "conflict_of_interest"
    rival.refresh_from_db()
    assert (rival.state, rival.asked_at) == ("registered", None)


def test_suspended_and_resumed() -> None:
    party = register(code=parties.make_uscc())
    verify_party(party_id=party.pk, actor=parties.staff(), at=parties.AT)
    assert suspend_party(party_id=party.pk, reason="核查", actor=parties.staff(), at=parties.AT).state == "suspended"
    assert resume_party(party_id=party.pk, reason="核查完毕", actor=parties.staff(), at=parties.AT).state == "verified"


def test_registered_party_is_not_resumed_past_the_officer() -> None:
    party = register(code=parties.make_uscc())
    assert refusal(resume_party, party_id=party.pk, reason="理由", actor=parties.staff()) == "illegal_state"
    assert Party.objects.get(pk=party.pk).state == "registered"


def test_absent_party_is_not_found() -> None:
    assert refusal(verify_party, party_id=999_999, actor=parties.staff()) == "not_found"


def test_authority_is_founded_once() -> None:
    parties.authority()
    assert (
        refusal(found_authority, name="第二个", admin_ids=(parties.user().pk, parties.user().pk)) == "authority_exists"
    )
    assert Party.objects.filter(kind="authority").count() == 1


def test_authority_is_not_suspended() -> None:
    place = parties.authority()
    assert refusal(suspend_party, party_id=place.pk, reason="理由", actor=parties.nobody_yet()) == "illegal_state"


def test_an_officer_who_is_tied_to_a_competing_registration_does_not_end_it() -> None:
    code, officer = parties.make_uscc(), parties.staff()
    rival, real = register(code=code, name="甲示例公司"), register(code=code, name="乙示例公司")
    declare(officer, rival)
    assert refusal(verify_party, party_id=real.pk, actor=officer) == "conflict_of_interest"
    assert verify_party(party_id=real.pk, actor=parties.staff(), at=parties.AT).state == "verified"
    assert Party.objects.get(pk=rival.pk).state == "ended"
