from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.values.errors import Refusal
from tests.facts import ENTERPRISE, POLICY, TEAM, WORST_ENTERPRISE, certificate
from tests.strategies import days, enterprises, teams
from vouchers.rules.eligibility import ApplicantFacts, CertificateFacts, eligibility_refusals

ON = date(2026, 3, 2)
ENTERPRISE_ORDER = [
    "region",
    "age_or_new_tech_sme",
    "legal_person",
    "staff",
    "annual_sales",
    "total_assets",
    "sound_finance",
    "bad_credit",
    "industry",
    "sanctioned",
]
TEAM_ORDER = ["legal_person", "students", "project_stage", "region", "industry", "sanctioned"]


def _codes(applicant: ApplicantFacts, *, on: date = ON, barred_until: date | None = None) -> list[str]:
    refusals = eligibility_refusals(applicant=applicant, on=on, barred_until=barred_until, policy=POLICY)
    return [refusal.code for refusal in refusals]


def test_the_good_ones_pass():
    assert _codes(ENTERPRISE) == _codes(TEAM) == []


@pytest.mark.parametrize(("staff", "codes"), [(499, []), (500, []), (501, ["staff"])])
def test_staff(staff, codes):
    assert _codes(replace(ENTERPRISE, staff=staff)) == codes


@pytest.mark.parametrize("name", ["annual_sales", "total_assets"])
@pytest.mark.parametrize(
    ("value", "refused"), [("199999999.99", False), ("200000000.00", False), ("200000000.01", True)]
)
def test_sales_and_assets(name, value, refused):
    assert _codes(replace(ENTERPRISE, **{name: Decimal(value)})) == [name] * refused


@pytest.mark.parametrize(
    ("founded", "on", "old"),
    [
        ("2023-05-10", "2028-05-09", False),
        ("2023-05-10", "2028-05-10", False),
        ("2023-05-10", "2028-05-11", True),
        ("2024-02-29", "2029-02-28", False),
        ("2024-02-29", "2029-03-01", True),
    ],
)
def test_age_counts_up_to_the_fifth_anniversary(founded, on, old):
    applicant = replace(ENTERPRISE, established_on=date.fromisoformat(founded))
    assert _codes(applicant, on=date.fromisoformat(on)) == ["age_or_new_tech_sme"] * old


def test_a_founding_near_the_end_of_time_is_young():
    assert _codes(replace(ENTERPRISE, established_on=date(9998, 1, 1)), on=date(9999, 12, 31)) == []


@pytest.mark.parametrize(
    ("on", "first_entry", "until", "refused"),
    [
        ("2026-03-30", "2026-03-31", "2026-12-31", True),
        ("2026-03-31", "2026-03-31", "2026-12-31", False),
        ("2026-12-31", "2026-03-31", "2026-12-31", False),
        ("2027-01-01", "2026-03-31", "2027-12-31", True),
        ("2026-04-01", "2025-12-31", "2026-12-31", True),
        ("2026-11-01", "2026-03-31", "2026-10-31", True),
    ],
)
def test_an_old_enterprise_newly_entered_this_year_passes_while_the_entry_is_valid(on, first_entry, until, refused):
    entry = certificate("tech_sme", "2026-03-31", until, first_entry=first_entry)
    applicant = replace(ENTERPRISE, established_on=date(2015, 1, 1), certificates=(entry,))
    assert _codes(applicant, on=date.fromisoformat(on)) == ["age_or_new_tech_sme"] * refused


def test_another_certificate_does_not_make_an_old_enterprise_young():
    held = certificate("national_hnte", "2026-01-01", "2026-12-31", first_entry="2026-01-01")
    applicant = replace(ENTERPRISE, established_on=date(2015, 1, 1), certificates=(held,))
    assert _codes(applicant) == ["age_or_new_tech_sme"]


@pytest.mark.parametrize(("members", "students", "codes"), [(4, 1, ["students"]), (4, 2, ["students"]), (4, 3, [])])
def test_more_than_half_of_a_team_are_students(members, students, codes):
    assert _codes(replace(TEAM, members=members, students=students)) == codes


def test_a_team_of_nobody_has_no_students():
    assert _codes(replace(TEAM, members=0, students=0)) == ["students"]


@pytest.mark.parametrize(("stage", "codes"), [("planning", ["project_stage"]), ("development", []), ("testing", [])])
def test_a_team_must_have_begun(stage, codes):
    assert _codes(replace(TEAM, project_stage=stage)) == codes


@pytest.mark.parametrize(
    ("until", "codes"), [("2026-03-01", []), ("2026-03-02", ["sanctioned"]), ("2026-03-03", ["sanctioned"])]
)
def test_a_bar_counts_up_to_its_last_day(until, codes):
    assert _codes(ENTERPRISE, barred_until=date.fromisoformat(until)) == codes


@pytest.mark.parametrize("industry", POLICY.enterprise.industries)
def test_each_supported_industry_passes(industry):
    assert _codes(replace(ENTERPRISE, industry=industry)) == _codes(replace(TEAM, industry=industry)) == []


def test_an_enterprise_that_fails_everything_hears_everything_in_order():
    assert _codes(WORST_ENTERPRISE, barred_until=ON) == ENTERPRISE_ORDER


def test_a_team_that_fails_everything_hears_everything_in_order():
    worst = replace(TEAM, region="mars", legal_person=True, students=0, project_stage="planning", industry="retail")
    assert _codes(worst, barred_until=ON) == TEAM_ORDER


@pytest.mark.parametrize(
    ("applicant", "code", "said"),
    [
        (replace(ENTERPRISE, region="mars"), "region", {"value": "mars"}),
        (
            replace(ENTERPRISE, established_on=date(2015, 1, 1)),
            "age_or_new_tech_sme",
            {"limit": 5, "value": "2015-01-01", "year": 2026},
        ),
        (replace(ENTERPRISE, legal_person=False), "legal_person", {"team": False}),
        (replace(ENTERPRISE, staff=501), "staff", {"limit": 500, "value": 501}),
        (
            replace(ENTERPRISE, annual_sales=Decimal("200000000.01")),
            "annual_sales",
            {"limit": "200000000.00", "value": "200000000.01"},
        ),
        (
            replace(ENTERPRISE, total_assets=Decimal("200000000.02")),
            "total_assets",
            {"limit": "200000000.00", "value": "200000000.02"},
        ),
        (replace(ENTERPRISE, sound_finance=False), "sound_finance", {}),
        (replace(ENTERPRISE, bad_credit=True), "bad_credit", {}),
        (replace(ENTERPRISE, industry="retail"), "industry", {"value": "retail"}),
        (replace(TEAM, legal_person=True), "legal_person", {"team": True}),
        (replace(TEAM, members=4, students=2), "students", {"members": 4, "value": 2, "share": "50%"}),
        (replace(TEAM, project_stage="planning"), "project_stage", {"value": "planning"}),
        (replace(TEAM, pending=2), "members_pending", {"value": 2}),
        (replace(TEAM, region="mars"), "region", {"value": "mars"}),
        (replace(TEAM, industry="retail"), "industry", {"value": "retail"}),
    ],
)
def test_a_refusal_says_limit_value_and_article(applicant, code, said):
    refusals = eligibility_refusals(applicant=applicant, on=ON, barred_until=None, policy=POLICY)
    assert refusals == (Refusal(code=code, params={**said, "article": "第七条"}),)


def test_a_bar_says_until_when_and_its_article():
    refusals = eligibility_refusals(applicant=TEAM, on=ON, barred_until=ON, policy=POLICY)
    assert refusals == (Refusal(code="sanctioned", params={"until": "2026-03-02", "article": "第十七条"}),)


def test_a_certificate_tells_no_first_entry_of_itself():
    assert CertificateFacts(kind="iso_9001", valid_from=ON, valid_until=ON).first_entry is None


def test_one_good_certificate_among_others_is_enough():
    others = (
        certificate("national_hnte", "2026-01-01", "2026-12-31", first_entry="2026-01-01"),
        certificate("tech_sme", "2026-01-01", "2026-12-31"),
        certificate("tech_sme", "2026-01-01", "2026-12-31", first_entry="2025-01-01"),
        certificate("tech_sme", "2026-03-03", "2026-12-31", first_entry="2026-03-03"),
    )
    good = certificate("tech_sme", "2026-01-01", "2026-12-31", first_entry="2026-01-01")
    old = replace(ENTERPRISE, established_on=date(2015, 1, 1))
    assert _codes(replace(old, certificates=others)) == ["age_or_new_tech_sme"]
    assert _codes(replace(old, certificates=(*others, good))) == []


@given(enterprises | teams(), days, st.none() | days)
def test_codes_keep_their_order_and_never_repeat(applicant, on, barred_until):
    order = ENTERPRISE_ORDER if hasattr(applicant, "staff") else TEAM_ORDER
    codes = _codes(applicant, on=on, barred_until=barred_until)
    assert codes == [code for code in order if code in codes]


@given(enterprises, days)
def test_growing_never_helps(applicant, on):
    grown = replace(applicant, staff=applicant.staff + 1, annual_sales=applicant.annual_sales * 2)
    assert set(_codes(applicant, on=on)) <= set(_codes(grown, on=on))


def test_no_member_of_a_team_waits_for_an_officer_unless_stated():
    assert TEAM.pending == 0
