"""The calculator's answers: every field, exactly."""

import pytest

from calculator.rules.operations import answer, explain
from core.values.errors import Refusal
from tests.facts import CALENDAR, POLICY
from tests.plain_cases import CASES, CLAIM, ENTERPRISE, REDEMPTION, REGISTRATION, TEAM, changed
from vouchers.rules.document_fields import BadDocument

DEADLINE = {"op": "deadline", "rule": "register_by", "start": "2026-02-06"}
ELIGIBILITY = {"op": "eligibility", "on": "2026-03-02", "applicant": TEAM, "barred_until": None}
LATE_COUPON = {**REGISTRATION["coupons"][0], "claimed_on": "9999-12-20"}
OLD = {**ENTERPRISE, "established_on": "2015-01-01"}


def _answer(case: object) -> dict:
    return answer(case=case, policy=POLICY, calendar=CALENDAR)


def _refused(case: object) -> tuple:
    with pytest.raises(BadDocument) as caught:
        _answer(case)
    return caught.value.field, caught.value.code


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, {"raw": "2026-02-21", "deadline": "2026-02-24", "late_from": "2026-02-25T00:00:00+08:00"}),
        (
            {"rule": "valid_until", "start": "2026-07-01"},
            {"raw": "2026-10-01", "deadline": "2026-10-08", "late_from": "2026-10-09T00:00:00+08:00"},
        ),
        (
            {"rule": "redeem_by", "start": "2023-08-31"},
            {"raw": "2023-09-30", "deadline": "2023-10-07", "late_from": "2023-10-08T00:00:00+08:00"},
        ),
        (
            {"rule": "publicity", "start": "2026-09-28"},
            {"raw": "2026-10-10", "deadline": "2026-10-10", "late_from": "2026-10-11T00:00:00+08:00"},
        ),
        (
            {"rule": "correction", "start": "2026-04-27"},
            {"raw": "2026-05-13", "deadline": "2026-05-13", "late_from": "2026-05-14T00:00:00+08:00"},
        ),
    ],
)
def test_a_deadline(changes, expected):
    assert _answer({**DEADLINE, **changes}) == {**expected, "provisional": False}


def test_a_deadline_of_a_year_without_a_notice_is_provisional():
    assert _answer({**DEADLINE, "start": "2026-12-17"})["provisional"] is True


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, {"eligible": True, "refusals": []}),
        ({"barred_until": "2026-03-02"}, {"eligible": False, "refusals": ["sanctioned"]}),
        ({"barred_until": "2026-03-01"}, {"eligible": True, "refusals": []}),
        ({"applicant": OLD}, {"eligible": False, "refusals": ["age_or_new_tech_sme"]}),
        ({"applicant": {**OLD, "region": "mars"}}, {"eligible": False, "refusals": ["region", "age_or_new_tech_sme"]}),
    ],
)
def test_eligibility(changes, expected):
    assert _answer({**ELIGIBILITY, **changes}) == expected


@pytest.mark.parametrize(("on", "limit"), [("2025-12-31", "500000.00"), ("2026-01-01", "200000.00")])
def test_the_annual_limit_of_a_day(on, limit):
    assert _answer({"op": "annual_limit", "on": on, "applicant": ENTERPRISE}) == {"limit": limit}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, {"allowed": True, "refusals": [], "max_amount": "50000.00"}),
        (
            {"used_this_year": "180000.00"},
            {"allowed": False, "refusals": ["annual_limit"], "max_amount": "20000.00"},
        ),
        ({"barred_until": "2026-03-02"}, {"allowed": False, "refusals": ["sanctioned"], "max_amount": "0.00"}),
    ],
)
def test_a_claim(changes, expected):
    assert _answer({**CLAIM, **changes}) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, {"allowed": True, "refusals": [], "valid_until": "2026-06-09", "redeem_by": "2026-06-22"}),
        (
            {"on": "2026-03-18"},
            {"allowed": False, "refusals": ["register_by"], "valid_until": "2026-06-18", "redeem_by": "2026-06-22"},
        ),
    ],
)
def test_a_registration(changes, expected):
    assert _answer({**REGISTRATION, **changes}) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, {"allowed": True, "refusals": [], "payable": "50000.00", "given_back": "0.00"}),
        (
            {"actual_amount": "60000.01", "coupons": ["20000.00", "30000.00"]},
            {"allowed": True, "refusals": [], "payable": "30000.00", "given_back": "20000.00"},
        ),
        ({"on": "2026-06-23"}, {"allowed": False, "refusals": ["redeem_by"], "payable": None, "given_back": None}),
    ],
)
def test_a_redemption(changes, expected):
    assert _answer({**REDEMPTION, **changes}) == expected


def test_explained_a_refusal_is_whole():
    found = explain(case={**ELIGIBILITY, "barred_until": "2026-03-02"}, policy=POLICY, calendar=CALENDAR)
    said = {"until": "2026-03-02", "article": "第十七条"}
    assert found == {"eligible": False, "refusals": (Refusal(code="sanctioned", params=said),)}


@pytest.mark.parametrize(
    ("approved_on", "expected"),
    [
        ("2026-09-30", {"not_before": "2026-09-30", "fiscal_year": 2026}),
        ("2026-10-01", {"not_before": "2027-01-01", "fiscal_year": 2027}),
    ],
)
def test_a_payment(approved_on, expected):
    assert _answer({"op": "payment", "approved_on": approved_on}) == expected


@pytest.mark.parametrize(
    ("unit_class", "grade", "tester", "cap"),
    [
        ("I", "excellent", False, "1000000.00"),
        ("I", "good", False, "600000.00"),
        ("II", "excellent", False, "800000.00"),
        ("II", "good", False, "400000.00"),
        ("I", "pass", False, "0.00"),
        ("II", "fail", False, "0.00"),
        ("I", "excellent", True, "0.00"),
    ],
)
def test_a_subsidy(unit_class, grade, tester, cap):
    case = {"op": "subsidy", "class": unit_class, "grade": grade, "third_party_tester": tester}
    assert _answer(case) == {"cap": cap}


@pytest.mark.parametrize(
    ("case", "path"),
    [
        ({**DEADLINE, "start": "9999-12-31"}, "start"),
        ({**DEADLINE, "start": "9999-12-16"}, "start"),
        ({**REGISTRATION, "on": "9999-11-30"}, "on"),
        (changed(REGISTRATION, "contract.end", "9999-12-15"), "contract.end"),
        (changed(REGISTRATION, "coupons.0.claimed_on", "9999-12-20"), "coupons.0.claimed_on"),
        ({**REGISTRATION, "coupons": [*REGISTRATION["coupons"], LATE_COUPON]}, "coupons.1.claimed_on"),
        (changed(REDEMPTION, "contract.end", "9999-12-15"), "contract.end"),
        ({"op": "payment", "approved_on": "9999-10-01"}, "approved_on"),
    ],
)
def test_what_leads_beyond_the_year_9999_is_out_of_range(case, path):
    assert _refused(case) == (path, "field_range")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["op"])
def test_no_other_operation_and_no_other_type(case):
    assert _refused({**case, "op": "annual_report"}) == ("op", "field_choice")
    for name in case.keys() - {"id", "op"}:
        assert str(_refused({**case, name: 7.5})[0]).startswith(name)


@pytest.mark.parametrize(
    ("case", "path"),
    [
        ({**DEADLINE, "rule": "appeal"}, "rule"),
        ({"op": "subsidy", "class": "III", "grade": "good", "third_party_tester": False}, "class"),
        ({"op": "subsidy", "class": "I", "grade": "superb", "third_party_tester": False}, "grade"),
    ],
)
def test_what_is_not_among_the_words_is_named(case, path):
    assert _refused(case) == (path, "field_choice")
