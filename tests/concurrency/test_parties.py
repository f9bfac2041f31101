"""Concurrent registrations. Each race is repeated without its guard and then fails."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from accounts.models import Membership, Party
from accounts.services import parties as party_services
from accounts.services.invitations import accept_invitation, invite_member
from accounts.services.parties import verify_party
from accounts.services.registrations import withdraw_registration
from accounts.services.second_factor import code_at, enrol_totp, spend_code
from accounts.services.staff_roles import confirm_staff_role, propose_staff_role
from applicants.models import TeamMember
from core.models import Event
from tests.concurrency.guards import meeting, without
from tests.concurrency.races import codes, together
from tests.factories import parties

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 6
MANY_TIMES = 50


def verifications(rows: Sequence[Any]) -> list[Callable[[], Any]]:
    officers = [parties.staff() for _ in rows]
    return [
        lambda row=row, officer=officer: verify_party(party_id=row.pk, actor=officer, at=parties.AT)
        for row, officer in zip(rows, officers, strict=True)
    ]


def rivals(code: str) -> list[Any]:
    return [parties.enterprise(code=code, verified=False) for _ in range(WRITERS)]


def teams() -> list[Any]:
    shared = parties.people(2)
    lists = [[*shared, *parties.people(1)][:: 1 if place % 2 else -1] for place in range(WRITERS)]
    return [parties.team(members=members, verified=False) for members in lists]


def test_registrations_of_one_code_verified_at_once_have_one_winner() -> None:
    found = together(verifications(rivals("91110108XXXXXXX19E")))
    assert set(codes(found)) <= {"party_exists", "illegal_state"} and len(codes(found)) == WRITERS - 1
    states = Party.objects.filter(kind="organisation").values_list("state", flat=True)
    assert sorted(states) == ["ended"] * (WRITERS - 1) + ["verified"]


def test_one_person_in_many_teams_verified_at_once() -> None:
    found = together(verifications(teams()))
    assert set(codes(found)) == {"team_member_taken"} and len(codes(found)) == WRITERS - 1
    assert TeamMember.objects.filter(live=True, bound=True).count() == 3


def test_without_its_guard_one_person_is_in_many_verified_teams() -> None:
    with without("team_member_in_one_verified_team", emptied="applicants_teammember"):
        together(verifications(teams()))
        assert TeamMember.objects.filter(live=True, bound=True).count() > 3


def decisions_beside_withdrawals() -> tuple[Any, list[Callable[[], Any]]]:
    """A registration that its manager withdraws while an officer verifies it."""
    firm = parties.enterprise(verified=False)
    manager, officer = parties.manager(firm), parties.staff()
    return firm, [
        lambda: withdraw_registration(party_id=firm.pk, actor=manager, at=parties.AT),
        lambda: verify_party(party_id=firm.pk, actor=officer, at=parties.AT),
    ]


def test_a_registration_withdrawn_and_verified_at_once_is_one_of_both() -> None:
    firm, acts = decisions_beside_withdrawals()
    found = together(acts)
    assert codes(found) == ["illegal_state"]
    assert Event.objects.filter(subject_kind="party", subject_id=firm.pk).exclude(type="party.registered").count() == 1


def test_without_lock_and_trigger_it_is_both() -> None:
    with without("lock_party", "lock_parties_of_uscc", "party_legal_edge"):
        for _ in range(MANY_TIMES):
            firm, acts = decisions_beside_withdrawals()
            together(acts)
            decided = Event.objects.filter(subject_kind="party", subject_id=firm.pk).exclude(type="party.registered")
            if decided.count() > 1:
                return
        raise AssertionError("lock and trigger decide nothing")


def registrations_by_one() -> list[Callable[[], Any]]:
    actor = parties.nobody_yet()
    return [lambda: parties.enterprise(actor=actor, verified=False) for _ in range(WRITERS)]


def test_one_person_registers_a_few_at_once() -> None:
    found = together(registrations_by_one())
    assert codes(found) == ["registrations_pending"] * (WRITERS - 3)


def test_without_the_lock_of_the_person_more_are_registered() -> None:
    with without("lock_user"), meeting(party_services._check_number, sides=WRITERS):
        together(registrations_by_one())
        assert Party.objects.filter(kind="organisation").count() > 3


def appointments(username: str = "wang") -> tuple[Any, list[Callable[[], Any]]]:
    """A person, an acceptance of an invitation by that person, and an appointment to the staff."""
    person, boss = parties.user(username=username), parties.manager(parties.enterprise())
    admin, second = parties.staff("system_admin"), parties.staff("system_admin")
    proposed = propose_staff_role(username=username, role="finance", actor=admin, at=parties.AT)
    sent = invite_member(party_id=boss.party, named=username, role="applicant_operator", actor=boss, at=parties.AT)
    return person, [
        lambda: accept_invitation(invitation_id=sent.pk, actor=parties.nobody_yet(person), at=parties.AT),
        lambda: confirm_staff_role(appointment_id=proposed.pk, actor=second, at=parties.AT),
    ]


def test_a_person_becomes_a_member_or_staff_not_both() -> None:
    person, works = appointments()
    found = together(works)
    assert set(codes(found)) <= {"staff_no_membership", "member_no_staff"}
    assert person.memberships.filter(ended_at=None).count() == 1


def test_without_its_guard_a_person_becomes_both() -> None:
    with without("membership_staff_apart"):
        for number in range(MANY_TIMES):
            person, works = appointments(f"person-{number}")
            together(works)
            if person.memberships.filter(ended_at=None).count() == 2:
                return
    pytest.fail("the race did not show")


def test_two_managers_do_not_remove_each_other() -> None:
    party, works = parties.removals()
    assert codes(together(works)) == ["last_manager"]
    assert Membership.objects.filter(party=party, ended_at=None).count() == 1


def test_one_code_of_a_second_factor_is_spent_once() -> None:
    person = parties.user()
    secret = enrol_totp(user_id=person.pk, at=parties.AT)
    code = code_at(secret=secret, moment=parties.AT)
    found = together([lambda: spend_code(user_id=person.pk, code=code, moment=parties.AT)] * WRITERS)
    assert sorted(found) == [False] * (WRITERS - 1) + [True]
