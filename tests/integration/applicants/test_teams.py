from dataclasses import replace

import pytest
from django.db import connection

from accounts.models import Party, Takeover
from accounts.services.parties import refuse_party, verify_party
from applicants.models import Team, TeamMember
from applicants.notifications import members_taken
from applicants.services.teams import request_team_takeover, reveal_id_number, update_team
from core.models import Event, Notification
from core.values.errors import DomainError
from tests.factories import parties

pytestmark = pytest.mark.django_db


def refusals(action, **arguments) -> list[tuple[str, str | None]]:
    with pytest.raises(DomainError) as caught:
        action(**arguments)
    return [(refusal.code, refusal.field) for refusal in caught.value.refusals]


def declare(row: Team, *, people, version: int = 1, name: str = "") -> Team:
    return update_team(
        party_id=row.pk,
        name=name or row.party.name,
        facts=parties.TEAM_FACTS,
        people=people,
        version=version,
        actor=parties.manager(row),
        at=parties.AT,
    )


def test_team_is_registered_with_its_members() -> None:
    row = parties.team(members=parties.people(3, students=2), verified=False)
    assert (row.party.kind, row.party.uscc, row.party.state) == ("team", None, "registered")
    assert sorted(row.members.values_list("student", flat=True)) == [False, True, True]


def test_id_numbers_are_nowhere_in_the_clear() -> None:
    members = parties.people(1)
    row = parties.team(members=members)
    number = members[0].id_number.encode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT id_number_encrypted, id_number_index FROM applicants_teammember")
        assert number not in b"".join(bytes(value) for value in cursor.fetchone())
    told = Event.objects.filter(party_id=row.pk).values_list("data", flat=True)
    assert number.decode() not in str(list(told))


def verify(row: Team, at=parties.AT) -> None:
    verify_party(party_id=row.pk, actor=parties.staff(), at=at)


def test_every_wrong_member_is_named_and_nothing_written() -> None:
    wrong = replace(parties.people(1)[0], id_number="110000190102290017")
    fresh = parties.people(1)[0]
    found = refusals(parties.team, members=[fresh, wrong, fresh])
    assert found == [("id_number", "members[1].id_number"), ("team_member_twice", "members[2].id_number")]
    assert (Team.objects.count(), Party.objects.filter(kind="team").count(), TeamMember.objects.count()) == (0, 0, 0)


def test_registering_tells_nothing_about_the_team_of_a_person() -> None:
    number = "11010519491231002X"
    parties.team(members=[replace(parties.people(1)[0], id_number=number)])
    again = replace(parties.people(1)[0], id_number=" 11010519491231002x ")
    rival = parties.team(members=[again], verified=False)
    assert refusals(verify, row=rival) == [("team_member_taken", "members[0].id_number")]
    assert Party.objects.get(pk=rival.pk).state == "registered"


def test_the_first_team_that_is_verified_has_the_member_and_the_other_is_told() -> None:
    members = parties.people(2)
    first, second = (parties.team(members=members, verified=False) for _ in range(2))
    verify(second)
    assert refusals(verify, row=first)[0] == ("team_member_taken", "members[0].id_number")
    members_taken(event=Event.objects.get(type="team.member_taken", party_id=first.pk))
    told = Notification.objects.get(kind="team.member_taken")
    assert told.user_id == parties.manager(first).user_id
    declare(first, people=parties.people(2))
    verify(first)


def test_who_is_added_to_a_verified_team_awaits_an_officer_and_who_stays_does_not() -> None:
    members = parties.people(2)
    row = parties.team(members=members[:1])
    stayed = row.members.get().pk
    declare(row, people=[replace(members[0], student=False), members[1]])
    found = list(row.members.order_by("pk").values_list("pk", "student", "bound", "live"))
    assert (found[0], found[1][1:]) == ((stayed, False, True, True), (True, False, True))


def test_who_returns_to_a_verified_team_awaits_an_officer() -> None:
    members = parties.people(2)
    row = parties.team(members=members)
    declare(row, people=members[:1])
    declare(row, people=members, version=2)
    assert sorted(row.members.values_list("live", "bound")) == [(False, True), (True, False), (True, True)]


def test_refused_team_comes_again_under_another_name() -> None:
    row = parties.team(verified=False)
    refuse_party(party_id=row.pk, reason="不符", actor=parties.staff(), at=parties.AT)
    declare(row, people=parties.people(2), name="新名示例团队")
    party = Party.objects.get(pk=row.pk)
    assert (party.state, party.name, row.members.filter(live=True).count()) == ("registered", "新名示例团队", 2)


def test_verified_team_keeps_its_name() -> None:
    row = parties.team()
    assert refusals(declare, row=row, people=parties.people(2), name="别名") == [("team_renamed", "name")]
    assert row.members.filter(live=True).count() == 3


def test_member_who_left_may_join_another_team() -> None:
    members = parties.people(2)
    row = parties.team(members=members)
    declare(row, people=members[:1])
    other = parties.team(members=members[1:])
    assert (other.members.filter(live=True).count(), row.members.filter(live=True).count()) == (1, 1)


def test_stale_version() -> None:
    row = parties.team()
    assert refusals(declare, row=row, people=parties.people(2), version=2) == [("stale_version", "version")]
    assert row.members.filter(live=True).count() == 3


def test_revealed_number_is_told_in_the_audit_without_the_number() -> None:
    members = parties.people(1)
    row, officer = parties.team(members=members), parties.staff()
    member = row.members.get()
    number = reveal_id_number(member_id=member.pk, reason="核对学籍", actor=officer, at=parties.AT)
    assert number == members[0].id_number
    event = Event.objects.get(type="personal_data.revealed")
    assert (event.actor_id, event.data) == (officer.user_id, {"field": "id_number", "reason": "核对学籍"})


def test_other_teams_member_is_not_revealed() -> None:
    member = parties.team().members.first()
    stranger = parties.manager(parties.team())
    found = refusals(reveal_id_number, member_id=member.pk, reason="理由", actor=stranger, at=parties.AT)
    assert (found, Event.objects.filter(type="personal_data.revealed").count()) == ([("not_found", None)], 0)


def test_member_asks_to_take_the_team_over() -> None:
    members = parties.people(2)
    row, claimant = parties.team(members=members), parties.nobody_yet()
    made = request_team_takeover(id_number=members[1].id_number, reason="负责人失联", actor=claimant, at=parties.AT)
    takeover = Takeover.objects.get(pk=made.pk)
    assert (takeover.party_id, takeover.claimant_id, takeover.role) == (row.pk, claimant.user_id, "applicant_manager")


def test_stranger_takes_no_team_over() -> None:
    parties.team()
    number = parties.make_id_number()
    made = request_team_takeover(id_number=number, reason="理由", actor=parties.nobody_yet(), at=parties.AT)
    row = Takeover.objects.get(pk=made.pk)
    assert (row.party_id, row.state) == (None, "requested")


@pytest.mark.parametrize("state", ["suspended", "ended"])
def test_a_suspended_or_ended_team_changes_nothing(state: str) -> None:
    row = parties.team(verified=state == "suspended")
    actor = parties.manager(row)
    Party.objects.filter(pk=row.pk).update(state=state)
    how = {"party_id": row.pk, "name": row.party.name, "facts": parties.TEAM_FACTS, "people": parties.people()}
    assert refusals(update_team, **how, version=row.version, actor=actor, at=parties.AT) == [("illegal_state", None)]
