"""Limits and bars follow the members of a team into the next one (docs/domain.md section 4, articles 12, 17)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from accounts.models import Party
from applicants.services.teams import update_team
from core.values.errors import Refused
from oversight.services.sanctions import decide_sanction, hear_sanction, propose_sanction
from tests.factories import parties, rounds
from tests.factories.contracts import MONDAY, draft, offer, register, staff, unit
from tests.factories.rounds import coupon, round_
from vouchers.models import Coupon
from vouchers.selectors.eligibility import get_annual_allowance, get_claimable_amount
from vouchers.selectors.policies import get_policy
from vouchers.services.coupons import return_coupon

pytestmark = pytest.mark.django_db

LATER = MONDAY + timedelta(days=1)


def leave(row, *, stay, at=MONDAY):
    """Remove all other members from the team."""
    row.refresh_from_db()
    who = parties.manager(row)
    name, version = row.party.name, row.version
    update_team(party_id=row.pk, name=name, facts=parties.TEAM_FACTS, people=stay, version=version, actor=who, at=at)


def claim(team, *, amount="50000.00", in_round, at=MONDAY):
    return rounds.claim(team, in_round, amount, at=at)


def refused(action, *args, **kwargs):
    coupons = Coupon.objects.count()
    with pytest.raises(Refused) as caught:
        action(*args, **kwargs)
    assert Coupon.objects.count() == coupons
    return {each.code: each.params for each in caught.value.refusals}


def bar(party_id, *, at=MONDAY):
    day = date(2026, 3, 2)
    proposed = propose_sanction(
        party_id=party_id,
        measure="applicant_barred",
        reason="虚假申报",
        begins_on=day,
        until=date(2027, 3, 1),
        actor_id=staff("case_officer").user_id,
        at=at,
    )
    hear_sanction(sanction_id=proposed.pk, statement="无异议", actor_id=staff("case_officer").user_id, at=at)
    return decide_sanction(sanction_id=proposed.pk, actor_id=staff("approver").user_id, at=at)


def moved(*, amounts=("50000.00",) * 3, in_round=None, before=lambda team: None):
    """A round, a team that claimed these amounts, and the new team of two of its three members."""
    in_round = in_round or round_()
    people = parties.people(3, students=3)
    old = parties.team(members=people)
    for amount in amounts:
        claim(old, amount=amount, in_round=in_round)
    before(old)
    leave(old, stay=people[2:])
    return in_round, old, parties.team(members=people[:2])


def test_what_the_first_team_claimed_counts_against_the_second_one_once():
    in_round, _old, new = moved()
    left = refused(claim, new, amount="50000.01", in_round=in_round)
    assert (left["annual_limit"]["used"], left["annual_limit"]["left"]) == ("150000.00", "50000.00")
    assert claim(new, in_round=in_round).facts["used_this_year"] == "150000.00"
    assert list(refused(claim, new, amount="0.01", in_round=in_round)) == ["annual_limit"]


def test_what_the_first_team_claims_after_they_left_is_its_own():
    in_round, old, new = moved(amounts=["50000.00"])
    claim(old, in_round=in_round, at=LATER)
    standing = get_annual_allowance(
        applicant_id=new.pk, policy=get_policy(in_round.policy_version_id), on=MONDAY.date()
    )
    assert (standing.used, standing.left) == (Decimal("50000.00"), Decimal("150000.00"))


def test_what_the_first_team_gives_back_counts_no_more():
    in_round, old, new = moved(amounts=["50000.00", "30000.00"])
    last = Coupon.objects.filter(applicant_id=old.pk).latest("pk")
    return_coupon(coupon_id=last.pk, applicant_id=old.pk, actor_id=1, at=LATER)
    assert get_claimable_amount(round_=in_round, applicant_id=new.pk, at=LATER).used == Decimal("50000.00")


def test_of_members_from_several_teams_the_one_who_brings_most_counts():
    in_round, people = round_(), parties.people(3, students=3)
    for person, amount in zip(people[:2], ("40000.00", "50000.00"), strict=True):
        old = parties.team(members=[person])
        claim(old, amount=amount, in_round=in_round)
        leave(old, stay=parties.people(1))
    new = parties.team(members=people)
    assert get_claimable_amount(round_=in_round, applicant_id=new.pk, at=MONDAY).used == Decimal("50000.00")


def test_a_bar_goes_with_those_who_were_in_the_team_when_it_was_proposed():
    in_round, _old, new = moved(amounts=[], before=lambda team: bar(team.pk))
    assert refused(claim, new, in_round=in_round) == {"sanctioned": {"until": "2027-03-01", "article": "第十七条"}}


def test_a_bar_of_a_team_they_had_left_before_is_not_theirs():
    in_round, old, new = moved(amounts=[])
    bar(old.pk, at=LATER)
    assert claim(new, in_round=in_round, at=LATER).applicant_id == new.pk


def test_who_brings_a_bar_registers_nothing_either():
    in_round = round_()
    people = parties.people(1, students=1)
    old = parties.team(members=people)
    bar(old.pk)
    new = parties.team(members=parties.people(2, students=2))
    party = Party.objects.get(pk=new.pk)
    row = draft(applicant=party, of=unit())
    mine = coupon(of=party, in_round=in_round)
    offer(row, mine)
    leave(old, stay=parties.people(1))
    leave(new, stay=people)
    assert list(refused(register, row, mine)) == ["members_pending"]
    parties.confirm_members(new)
    assert list(refused(register, row, mine)) == ["sanctioned"]


def company(*founders):
    return parties.enterprise(founders=founders).party


def test_what_their_team_claimed_counts_against_the_company_that_they_found():
    in_round, people = round_(), parties.people(2, students=2)
    old = parties.team(members=people)
    claim(old, in_round=in_round)
    firm = company(people[0])
    leave(old, stay=people[1:])
    claim(old, in_round=in_round, at=LATER)
    assert get_claimable_amount(round_=in_round, applicant_id=firm.pk, at=LATER).used == Decimal("50000.00")
    assert claim(firm, in_round=in_round, at=LATER).facts["used_this_year"] == "50000.00"


def test_a_founder_who_is_still_in_the_team_brings_all_of_its_use():
    in_round, people = round_(), parties.people(2, students=2)
    old, firm = parties.team(members=people), company(people[0])
    claim(old, in_round=in_round)
    claim(old, in_round=in_round, at=LATER)
    assert claim(firm, in_round=in_round, at=LATER).facts["used_this_year"] == "100000.00"
    left = refused(claim, firm, amount="50000.01", in_round=in_round, at=LATER)
    assert (left["annual_limit"]["used"], left["annual_limit"]["left"]) == ("150000.00", "50000.00")


def test_a_bar_of_their_team_bars_the_company():
    in_round, people = round_(), parties.people(2, students=2)
    old, firm = parties.team(members=people), company(people[0])
    bar(old.pk)
    assert refused(claim, firm, in_round=in_round) == {"sanctioned": {"until": "2027-03-01", "article": "第十七条"}}


def test_a_bar_of_a_team_that_the_founder_had_left_is_not_the_companys():
    in_round, people = round_(), parties.people(2, students=2)
    old, firm = parties.team(members=people), company(people[0])
    leave(old, stay=people[1:])
    bar(old.pk, at=LATER)
    assert claim(firm, in_round=in_round, at=LATER).applicant_id == firm.pk


def test_founders_of_no_team_bring_nothing():
    in_round = round_()
    assert claim(company(*parties.people(2)), in_round=in_round).facts["used_this_year"] == "0.00"
