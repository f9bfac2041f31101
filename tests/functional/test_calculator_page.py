"""The policy calculator's page (政策计算器), without scripts."""

import pytest

from calculator.portal.forms import QUESTIONS
from tests.factories.contracts import MONDAY
from tests.factories.pages import Visitor, codes
from tests.factories.rounds import policy, round_

pytestmark = pytest.mark.django_db

ENTERPRISE = {
    "region": "beijing",
    "industry": "health",
    "established_on": "2021-03-02",
    "staff": "500",
    "annual_sales": "200000000",
    "total_assets": "200000000.00",
    "legal_person": "on",
    "sound_finance": "on",
}
TEAM = {"region": "beijing", "industry": "health", "project_stage": "testing", "members": "5", "students": "3"}
HNTE = {"certificate_national_hnte_from": "2024-03-02", "certificate_national_hnte_until": "2026-03-02"}
CLAIM = {
    "at": "2026-03-02T09:00",
    "amount": "50000",
    "used_this_year": "180000",
    "opens_at": "2026-03-02T09:00",
    "closes_at": "2026-03-31T18:00",
    "remaining": "30000000",
}
REGISTRATION = {
    "on": "2026-03-09",
    "contract_amount": "200000",
    "contract_start": "2026-03-10",
    "contract_end": "2026-05-20",
    "category": "testing",
    "unit_status": "admitted",
    "coupon_0": "50000",
    "claimed_on_0": "2026-03-02",
    "coupon_3": "50000",
    "claimed_on_3": "2026-03-02",
}
REDEMPTION = {
    "on": "2026-06-22",
    "contract_start": "2026-03-10",
    "contract_end": "2026-05-20",
    "actual_amount": "60000.01",
    "coupon_0": "20000",
    "coupon_2": "30000",
}
ON = {"on": "2026-03-02"}


@pytest.fixture(autouse=True)
def monday(time_machine):
    """Monday 2 March 2026, 09:00 in Beijing."""
    time_machine.move_to(MONDAY, tick=False)


def ask(op, kind="", *, language="zh-hans", **fields):
    query = {"op": op, "kind": kind, **fields}
    answer = Visitor().client.get("/calculator/", query, headers={"Accept-Language": language})
    assert answer.status_code == 200
    return answer


@pytest.mark.parametrize(
    ("op", "kind", "fields", "said"),
    [
        ("deadline", "", {"rule": "register_by", "start": "2026-02-06"}, ["2026年2月24日", "2026年2月21日"]),
        ("deadline", "", {"rule": "publicity", "start": "2027-03-01"}, ["2027年3月8日", "暂定，待放假安排公布后核定"]),
        ("eligibility", "enterprise", {**ON, **ENTERPRISE}, ["符合全部条件。", "¥200,000.00"]),
        ("eligibility", "enterprise", {**ON, **ENTERPRISE, **HNTE}, ["符合全部条件。", "¥500,000.00"]),
        ("eligibility", "team", {**ON, **TEAM}, ["符合全部条件。", "¥200,000.00"]),
        ("claim", "enterprise", {**ENTERPRISE, **HNTE, **CLAIM}, ["符合全部条件。", "¥50,000.00"]),
        ("registration", "", REGISTRATION, ["符合全部条件。", "2026年6月9日", "2026年6月22日"]),
        ("redemption", "", REDEMPTION, ["符合全部条件。", "¥30,000.00", "¥20,000.00"]),
        ("payment", "", {"approved_on": "2026-10-01"}, ["2027年1月1日", "2027</dd>"]),
        ("subsidy", "", {"unit_class": "II", "grade": "good"}, ["¥400,000.00"]),
    ],
)
def test_each_question_is_answered_as_the_rules_do(op, kind, fields, said):
    page = ask(op, kind, **fields).content.decode()
    assert [text for text in said if text not in page] == []


@pytest.mark.parametrize(
    ("op", "kind", "fields", "refused"),
    [
        ("eligibility", "enterprise", {**ON, **ENTERPRISE, "established_on": "2021-03-01"}, ["age_or_new_tech_sme"]),
        (
            "eligibility",
            "team",
            {**ON, **TEAM, "students": "2", "barred_until": "2026-03-02"},
            ["students", "sanctioned"],
        ),
        ("claim", "team", {**TEAM, **CLAIM, "at": "2026-03-31T18:00"}, ["round_closed", "annual_limit"]),
        ("registration", "", {**REGISTRATION, "contract_amount": "199999.99"}, ["contract_share"]),
        ("redemption", "", {**REDEMPTION, "on": "2026-06-23"}, ["redeem_by"]),
    ],
)
def test_each_refusal_is_said_with_its_limit(op, kind, fields, refused):
    answer = ask(op, kind, **fields)
    assert codes(answer) == refused
    assert "符合全部条件。" not in answer.content.decode()


@pytest.mark.parametrize(
    ("op", "kind", "fields"),
    [
        ("deadline", "", {"rule": "x", "start": "2026-03-02"}),
        ("deadline", "", {"rule": "register_by", "start": "2026-02-30"}),
        ("deadline", "", {"rule": "register_by", "start": "9999-12-31"}),
        ("eligibility", "enterprise", {**ON, **ENTERPRISE, "certificate_tech_sme_from": "2026-01-01"}),
        ("eligibility", "team", {**ON, **TEAM, "students": "6"}),
        ("claim", "team", {**TEAM, **CLAIM, "amount": "NaN"}),
        ("registration", "", {**REGISTRATION, "claimed_on_3": ""}),
        ("redemption", "", {"on": "2026-06-22"}),
    ],
)
def test_what_cannot_be_read_is_marked_at_its_field(op, kind, fields):
    page = ask(op, kind, **fields).content.decode()
    assert ("field-error" in page, '<dl class="facts">' in page) == (True, False)


def test_a_founding_day_after_the_day_asked_is_said_so():
    page = ask("eligibility", "enterprise", **ON, **ENTERPRISE | {"established_on": "2026-03-03"}).content.decode()
    assert "晚于所问日期" in page


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(("op", "kind"), QUESTIONS)
def test_each_question_has_its_form_in_both_languages(op, kind, language):
    page = ask(op, kind, language=language).content.decode()
    legend = {"zh-hans": "政策计算器", "en": "Policy calculator"}[language]
    assert (legend in page, "field-error" in page, 'aria-current="page"' in page) == (True, False, True)


def test_an_answer_speaks_english_where_asked():
    page = ask("claim", "team", language="en", **TEAM, **CLAIM).content.decode()
    assert "The annual limit is 200,000.00 yuan: 180,000.00 are used and 20,000.00 left" in page


@pytest.mark.parametrize("query", [{}, {"op": "nothing"}, {"op": "claim", "kind": "person"}])
def test_without_a_known_question_it_asks_for_deadlines(query):
    assert 'name="rule"' in Visitor().get("/calculator/", **query).content.decode()


def test_a_claim_begins_with_the_times_of_the_next_round():
    round_()
    assert 'value="2026-03-02T09:00"' in ask("claim", "enterprise").content.decode()


def test_it_answers_by_the_policy_in_force_and_by_the_shipped_one_without():
    asked = {"op": "payment", "approved_on": "2026-03-02"}
    assert "2026年3月2日" in ask(**asked).content.decode()
    policy(payment_months=[12])
    assert "2026年12月1日" in ask(**asked).content.decode()
