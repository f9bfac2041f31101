"""Members that a verified team adds: nothing follows from them until an officer has confirmed them."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Party
from accounts.rules.registrations import ESCALATED_AFTER
from accounts.selectors.cases import map_party_parties
from accounts.services.parties import refuse_party, verify_party
from accounts.services.registrations import request_evidence
from applicants.models import Team, TeamMember
from applicants.notifications import notify_of_member
from applicants.selectors.cases import map_team_member_parties
from applicants.selectors.comparisons import gather_registration_facts
from applicants.selectors.facts import get_profile
from applicants.selectors.members import pending_members
from applicants.services.members import confirm_member, refuse_member, remind_of_members
from core.models import Event, Notification
from core.values.errors import DomainError
from tests.factories import parties, rounds
from tests.factories.conflicts import tied
from tests.factories.contracts import MONDAY
from tests.factories.outcomes import broken
from vouchers.selectors.limits_and_bars import annual_use

pytestmark = pytest.mark.django_db


def added(person, *, to: Team | None = None) -> TeamMember:
    """A person whom a verified team of three has added."""
    members = parties.people(3)
    row = to or parties.team(members=members)
    parties.update_members(row, [*members, person])
    return TeamMember.objects.get(team=row, live=True, bound=False)


def code(action, **arguments) -> str:
    with pytest.raises(DomainError) as caught:
        action(actor=arguments.pop("actor", None) or parties.staff(), at=parties.AT, **arguments)
    return caught.value.code


def counted(team_id: int) -> tuple[int | None, int]:
    profile = get_profile(team_id)
    return profile.members, profile.pending


def test_a_member_counts_from_the_confirmation_on() -> None:
    row = added(parties.people(1)[0])
    assert counted(row.team_id) == (3, 1)
    confirm_member(member_id=row.pk, actor=parties.staff(), at=parties.AT)
    assert counted(row.team_id) == (4, 0)
    assert broken() == []


def test_an_unverified_team_counts_all_whom_it_names() -> None:
    assert counted(parties.team(verified=False).pk) == (3, 0)


def test_a_refused_member_is_none_and_may_be_named_again() -> None:
    person = parties.people(1)[0]
    row = added(person)
    refuse_member(member_id=row.pk, reason="材料不符", actor=parties.staff(), at=parties.AT)
    assert counted(row.team_id) == (3, 0)
    assert code(confirm_member, member_id=row.pk) == "not_found"


def test_who_is_in_another_team_is_not_confirmed_until_it_lets_them_go() -> None:
    members = parties.people(2)
    other, row = parties.team(members=members), added(members[0])
    assert (pending_members().get().other_team_id, pending_members().get().other_team_name) == (
        other.pk,
        other.party.name,
    )
    assert code(confirm_member, member_id=row.pk) == "team_member_taken"
    assert counted(row.team_id) == (3, 1)
    parties.update_members(other, members[1:])
    confirm_member(member_id=row.pk, actor=parties.staff(), at=parties.AT)
    assert (counted(row.team_id), broken()) == ((4, 0), [])


def test_the_database_has_a_person_in_one_team() -> None:
    members = parties.people(1)
    parties.team(members=members)
    row = added(members[0])
    with pytest.raises(IntegrityError, match="team_member_in_one_verified_team"), transaction.atomic():
        TeamMember.objects.filter(pk=row.pk).update(bound=True)


def test_the_outcome_is_a_notice_without_the_other_team() -> None:
    members = parties.people(1)
    other, row = parties.team(members=members), added(members[0])
    reason = f"已在{other.party.name}。"
    assert code(refuse_member, member_id=row.pk, reason=reason) == "reason_names_team"
    refuse_member(member_id=row.pk, reason="与登记信息不符", actor=parties.staff(), at=parties.AT)
    notify_of_member(event=Event.objects.get(type="team.member_refused"))
    notice = Notification.objects.get(kind="team.member_refused")
    assert notice.user_id == parties.manager(row.team).user_id
    assert notice.params == {"party": row.team.party.name, "name": "李**", "reason": "与登记信息不符"}


def test_unverified_teams_that_name_a_confirmed_person_are_notified() -> None:
    members = parties.people(1)
    rival, row = parties.team(members=members, verified=False), added(members[0])
    unsent = parties.team(members=members, verified=False)
    Party.objects.filter(pk=unsent.pk).update(draft=True)
    confirm_member(member_id=row.pk, actor=parties.staff(), at=parties.AT)
    assert list(Event.objects.filter(type="team.member_taken").values_list("party_id", flat=True)) == [rival.pk]


def test_who_is_tied_to_the_team_does_not_decide() -> None:
    row = added(parties.people(1)[0])
    officer = tied("case_officer", row.team.party)
    assert code(confirm_member, member_id=row.pk, actor=officer) == "conflict_of_interest"
    assert code(refuse_member, member_id=row.pk, reason="不符", actor=officer) == "conflict_of_interest"
    assert counted(row.team_id) == (3, 1)


def test_who_is_tied_to_the_other_team_of_the_person_does_not_decide() -> None:
    person = parties.people(1)[0]
    rival = parties.team(members=[*parties.people(2), person])
    row = added(person)
    officer = tied("case_officer", rival.party)
    assert code(confirm_member, member_id=row.pk, actor=officer) == "conflict_of_interest"
    assert code(refuse_member, member_id=row.pk, reason="不符", actor=officer) == "conflict_of_interest"
    assert map_team_member_parties(case_ids=[row.pk]) == {row.pk: frozenset({row.team_id, rival.pk})}
    assert counted(row.team_id) == (3, 1)


@pytest.mark.parametrize("decide", [verify_party, refuse_party, request_evidence])
def test_who_is_tied_to_another_team_of_a_member_decides_on_neither(decide) -> None:
    person = parties.people(1)[0]
    rival = parties.team(members=[person], verified=False)
    row = parties.team(members=[*parties.people(2), person], verified=False)
    reason = {} if decide is verify_party else {"reason": "不符"}
    assert code(decide, party_id=row.pk, actor=tied("case_officer", rival.party), **reason) == "conflict_of_interest"
    assert map_party_parties(case_ids=[row.pk]) == {row.pk: frozenset({row.pk, rival.pk})}
    decide(party_id=row.pk, actor=parties.staff(), at=parties.AT, **reason)


@pytest.mark.parametrize("then", ["still named", "let go"])
def test_naming_a_person_puts_nothing_on_their_team(then) -> None:
    """A rival that has used its limit names a member of another team: the use does not follow."""
    members, mine = parties.people(3, students=3), parties.people(3, students=3)
    rival, victim = parties.team(members=members), parties.team(members=mine)
    rounds.claim(rival, rounds.round_(), "50000.00", at=MONDAY)
    parties.update_members(rival, [*members, mine[0]])
    if then == "let go":
        parties.update_members(rival, members)
    assert annual_use(applicant_id=victim.pk, kind="team", year=2026) == Decimal(0)


def test_naming_a_founder_shows_nothing_before_the_company_is_verified() -> None:
    members = parties.people(3, students=3)
    team = parties.team(members=members)
    rounds.claim(team, rounds.round_(), "50000.00", at=MONDAY)
    firms = [parties.enterprise(founders=members[:1], verified=verified).pk for verified in (False, True)]
    used = [annual_use(applicant_id=firm, kind="enterprise", year=2026) for firm in firms]
    assert used == [Decimal(0), Decimal("50000.00")]


def test_a_team_claims_nothing_while_a_member_awaits_an_officer() -> None:
    row, in_round = added(parties.people(1, students=1)[0]), rounds.round_()
    with pytest.raises(DomainError) as caught:
        rounds.claim(row.team, in_round, "100.00", at=MONDAY)
    assert [(each.code, each.params["value"]) for each in caught.value.refusals] == [("members_pending", 1)]
    confirm_member(member_id=row.pk, actor=parties.staff(), at=parties.AT)
    assert rounds.claim(row.team, in_round, "100.00", at=MONDAY).facts["applicant"]["members"] == 4


def test_the_approvers_are_reminded_once_after_ten_days() -> None:
    approver, row = parties.staff("approver"), added(parties.people(1)[0])
    at = parties.AT + ESCALATED_AFTER
    assert remind_of_members(at=at - timedelta(seconds=1), progress=lambda _: None) == {"reminded": 0}
    for _ in range(2):
        assert remind_of_members(at=at, progress=lambda _: None) == {"reminded": 1}
    notice = Notification.objects.get(kind="team.members_overdue")
    assert (notice.user_id, notice.params) == (approver.user_id, {"party": row.team.party.name})
    confirm_member(member_id=row.pk, actor=parties.staff(), at=at)
    assert remind_of_members(at=at, progress=lambda _: None) == {"reminded": 0}


def test_a_team_that_only_named_a_founder_is_not_shown_as_theirs() -> None:
    members = parties.people(1)
    team = parties.team(members=members)
    parties.team(members=members, verified=False)
    added(members[0])
    firm = parties.enterprise(founders=members, verified=False)
    assert gather_registration_facts(firm.pk).founder_teams == (team.party.name,)


def test_the_officer_reads_the_name_of_a_member_of_another_team_masked() -> None:
    members = parties.people(1)
    parties.team(members=members)
    rival = parties.team(members=members, verified=False)
    assert gather_registration_facts(rival.pk).members_elsewhere == ("李**",)
