"""Conflicts of interest as services ask for them: by membership, by declaration, by code and by name."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from accounts.models import Party
from accounts.rules.conflicts import Relation, last_day
from accounts.selectors.conflicts import (
    list_conflicts,
    list_set_aside,
    require_no_conflict,
    require_no_conflict_with_holder,
)
from core.values.actors import Actor
from core.values.deadlines import BEIJING
from tests.factories import parties
from tests.factories.conflicts import declare, left
from tests.factories.contracts import MONDAY, acting, draft, party, registered, staff, unit
from tests.factories.outcomes import refusal
from tests.factories.rounds import coupon, enterprise

pytestmark = pytest.mark.django_db

LEFT = datetime(2023, 3, 2, 15, 59, 59, tzinfo=UTC)
"""The last second of 2023-03-02 in Beijing; it counts until the end of 2026-03-02."""
LAST_SECOND = datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC)
CODE = "91110108XXXXXXX19E"


def reasons(actor: Actor, *parties: Party, at: datetime = MONDAY) -> list[str]:
    found = list_conflicts(user_id=actor.user_id, party_ids=[each.pk for each in parties], at=at)
    return [each.reason for each in found]


def test_a_member_and_a_former_member_have_a_conflict() -> None:
    now, before, other = party(), party(), party()
    expert = acting(now, "unit_operator")
    left(expert, before, at=LEFT)
    assert reasons(expert, now) == ["member"]
    assert reasons(expert, before) == ["former_member"]
    assert reasons(expert, other) == []


@pytest.mark.parametrize(("at", "found"), [(LAST_SECOND, 1), (LAST_SECOND + timedelta(seconds=1), 0)])
def test_three_years_end_with_the_day_in_beijing(at: datetime, found: int) -> None:
    officer, lab = staff("case_officer"), party()
    left(officer, lab, at=LEFT)
    assert len(reasons(officer, lab, at=at)) == found


def test_a_declared_name_meets_the_party_that_registers_later() -> None:
    officer = staff("case_officer")
    declare(officer, Party(name="以后注册的公司"))
    later = party(name="以后注册的公司")
    assert reasons(officer, later) == ["spouse"]
    assert reasons(staff("case_officer"), later) == []


def test_a_declared_code_meets_the_party_under_any_name() -> None:
    officer = staff("case_officer")
    declare(officer, Party(name="示例公司"), uscc=CODE)
    lab = parties.enterprise(name="现名公司", code=CODE).party
    assert reasons(officer, lab) == ["spouse"]
    assert reasons(officer, party(name="另一公司")) == []


def test_a_declared_name_meets_its_party_though_the_code_is_another() -> None:
    officer = staff("case_officer")
    declare(officer, Party(name="示例公司"), uscc=CODE)
    assert reasons(officer, party(name="示例公司")) == ["spouse"]
    asked = {"uscc": "91110108XXXXXXX27R", "name": "示例公司", "at": MONDAY}
    assert refusal(require_no_conflict_with_holder, user_id=officer.user_id, **asked) == ["conflict_of_interest"]


def test_a_declaration_by_code_alone_meets_no_party_without_one() -> None:
    officer = staff("case_officer")
    declare(officer, Party(name=""), uscc=CODE)
    assert reasons(officer, party(name="示例公司")) == []


def test_a_refusal_names_each_party_and_its_reasons() -> None:
    officer, firm, lab = staff("case_officer"), party(), party()
    declare(officer, firm), declare(officer, firm, relation="shareholding"), declare(officer, lab)
    with pytest.raises(Exception) as caught:
        require_no_conflict(user_id=officer.user_id, party_ids=[firm.pk, lab.pk], at=MONDAY)
    assert [dict(each.params) for each in caught.value.refusals] == [
        {"party": firm.name, "reasons": "shareholding、spouse"},
        {"party": lab.name, "reasons": "spouse"},
    ]


def test_cases_with_a_conflict_are_set_aside_and_the_rest_remains() -> None:
    officer, firm, lab, other = staff("case_officer"), party(), party(), party()
    declare(officer, lab)
    asked = {"user_id": officer.user_id, "at": MONDAY}
    aside = list_set_aside(cases={1: {firm.pk, lab.pk}, 2: {firm.pk, other.pk}}, **asked)
    assert [(each.case_id, each.conflicts[0].party_id) for each in aside] == [(1, lab.pk)]
    assert list_set_aside(cases={}, **asked) == []
    assert refusal(list_set_aside, cases={1: {firm.pk, lab.pk}}, **asked) == ["conflict_of_interest"]


@pytest.mark.parametrize(("uscc", "name"), [(CODE, ""), ("", "示例公司")])
def test_a_holder_who_is_not_registered_is_asked_about_by_code_or_name(uscc: str, name: str) -> None:
    officer = staff("case_officer")
    declare(officer, Party(name="示例公司"), uscc=uscc)
    asked = {"uscc": uscc, "name": name, "at": MONDAY}
    assert refusal(require_no_conflict_with_holder, user_id=officer.user_id, **asked) == ["conflict_of_interest"]
    require_no_conflict_with_holder(user_id=staff("case_officer").user_id, **asked)


def employed(person: Actor, organisation: Party, **changes: object) -> None:
    """Declare that the person works for the organisation."""
    declare(person, organisation, relation=Relation.EMPLOYMENT, **changes)


@pytest.mark.parametrize("side", ["unit", "applicant"])
def test_a_contract_of_an_experts_organisation_is_a_conflict_with_its_other_side(side: str) -> None:
    expert, dealt, third = staff("expert"), registered(coupon()), party()
    own, other = (dealt.unit.party, dealt.applicant) if side == "unit" else (dealt.applicant, dealt.unit.party)
    employed(expert, own)
    assert reasons(expert, other) == ["contract"]
    assert (reasons(expert, own), reasons(expert, third)) == (["employment"], [])


def test_a_contract_counts_for_three_years_after_its_end() -> None:
    expert, dealt = staff("expert"), registered(coupon())
    employed(expert, dealt.unit.party)
    last = datetime.combine(last_day(dealt.end_on), time(23, 59, 59), tzinfo=BEIJING)
    found = [reasons(expert, dealt.applicant, at=at) for at in (last, last + timedelta(seconds=1))]
    assert found == [["contract"], []]


def test_a_member_of_a_unit_is_tied_by_its_contracts() -> None:
    dealt = registered(coupon())
    expert = acting(dealt.unit.party, "unit_operator")
    assert reasons(expert, dealt.applicant) == ["contract"]


def test_a_contract_of_an_organisation_that_the_expert_left_is_none() -> None:
    expert, dealt = staff("expert"), registered(coupon())
    employed(expert, dealt.unit.party, until=date(2026, 1, 31))
    assert reasons(expert, dealt.applicant) == []


def test_a_draft_of_a_contract_ties_nobody() -> None:
    expert, dealt = staff("expert"), draft(applicant=enterprise(), of=unit())
    employed(expert, dealt.unit.party)
    assert reasons(expert, dealt.applicant) == []


def test_who_has_no_organisation_is_asked_with_two_queries(django_assert_num_queries) -> None:
    officer, lab = staff("case_officer"), party()
    with django_assert_num_queries(2):
        assert reasons(officer, lab) == []
