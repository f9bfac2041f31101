"""A bar of a team that is decided in the same moment as a claim of the company that a member founded, and a person whom
two teams add.

The controls remove the lock on the other teams of the claimant's persons, and the index on confirmed members.
"""

from collections.abc import Callable
from functools import partial

import pytest

from accounts.models import Party
from applicants.models import TeamMember
from applicants.selectors.teams import taken_elsewhere
from applicants.services.members import confirm_member
from core.models import Event
from oversight.services.sanctions import decide_sanction, hear_sanction, propose_sanction
from tests.concurrency.guards import after, meeting, without
from tests.concurrency.races import codes, together, winners
from tests.factories import parties, rounds
from tests.factories.contracts import MONDAY, staff
from vouchers.models import Coupon, Round
from vouchers.selectors import claim_facts

pytestmark = pytest.mark.django_db(transaction=True)


def deciding_a_bar(party_id: int) -> Callable[[], object]:
    """A bar that is heard; return its decision."""
    days = {"begins_on": MONDAY.date(), "until": MONDAY.date()}
    who = {"actor_id": staff("case_officer").user_id, "at": MONDAY}
    row = propose_sanction(party_id=party_id, measure="applicant_barred", reason="虚假申报", **days, **who)
    hear_sanction(sanction_id=row.pk, statement="无异议", **who)
    return partial(decide_sanction, sanction_id=row.pk, actor_id=staff("approver").user_id, at=MONDAY)


def company_of_a_member() -> tuple[Round, Party, int]:
    people = parties.people(2)
    team = parties.team(members=people)
    return rounds.round_(), parties.enterprise(founders=people[:1]).party, team.pk


def claimed_after_the_bar() -> bool:
    moments = dict(Event.objects.filter(type__in=["coupon.claimed", "sanction.decided"]).values_list("type", "pk"))
    return moments.get("coupon.claimed", 0) > moments["sanction.decided"]


def test_a_bar_of_the_team_and_a_claim_of_the_company_come_one_after_the_other() -> None:
    in_round, firm, team_id = company_of_a_member()
    results = together([deciding_a_bar(team_id), partial(rounds.claim, firm, in_round, "1000.00")])
    assert len(winners(results)) + codes(results).count("sanctioned") == 2
    assert not claimed_after_the_bar()


def test_control_without_the_lock_the_company_claims_after_the_bar() -> None:
    in_round, firm, team_id = company_of_a_member()
    deciding = partial(together, [deciding_a_bar(team_id)])
    with without("lock_teams_of_persons"), after(claim_facts.applicant_barred_until, deciding):
        rounds.claim(firm, in_round, "1000.00")
    assert (Coupon.objects.count(), claimed_after_the_bar()) == (1, True)


def confirming_in_two_teams() -> list[Callable[[], object]]:
    """The confirmations of one person whom two verified teams have added."""
    person, sides = parties.people(1), [parties.people(3), parties.people(3)]
    for members in sides:
        parties.update_members(parties.team(members=members), [*members, *person])
    officer = parties.staff()
    waiting = TeamMember.objects.filter(live=True, bound=False).values_list("pk", flat=True)
    return [partial(confirm_member, member_id=pk, actor=officer, at=MONDAY) for pk in waiting]


def test_a_person_is_confirmed_in_one_of_two_teams() -> None:
    confirming = confirming_in_two_teams()
    with meeting(taken_elsewhere):
        results = together(confirming)
    assert (len(winners(results)), codes(results)) == (1, ["team_member_taken"])
    assert TeamMember.objects.filter(live=True, bound=True).count() == 3 + 3 + 1


def test_control_without_the_index_a_person_is_in_both() -> None:
    confirming = confirming_in_two_teams()
    backing = without("team_member_in_one_verified_team", emptied="applicants_teammember")
    with backing, meeting(taken_elsewhere):
        assert len(winners(together(confirming))) == 2
