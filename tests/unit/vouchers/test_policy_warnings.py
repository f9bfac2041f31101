"""What is allowed in a policy and unusual: the approver is told, with the parameter and the usual range."""

import copy
from dataclasses import replace
from datetime import date

import pytest

from tests.facts import POLICY
from vouchers.policy_files import load_policy_file
from vouchers.rules.policies import Policy, parse_policy, to_dict
from vouchers.rules.policy_warnings import WARNINGS, amounts, policy_warnings

TODAY = date(2026, 3, 2)


def changed(path: str, value: object) -> Policy:
    draft = copy.deepcopy(to_dict(POLICY))
    *folders, name = path.split(".")
    inner = draft
    for folder in folders:
        inner = inner[int(folder)] if folder.isdigit() else inner[folder]
    inner[name] = value
    return parse_policy(draft)


def warned(policy: Policy, *, current: Policy | None = None) -> list[tuple[str | None, str]]:
    found = policy_warnings(policy=policy, current=current, drafted_on=TODAY)
    assert {each.code for each in found} <= set(WARNINGS)
    return [(each.field, each.code) for each in found]


def test_the_shipped_policy_is_usual_and_the_other_unverified():
    assert warned(POLICY) == []
    assert warned(load_policy_file("beijing-compute-2026")) == [("unverified", "policy_unverified")]


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        ("coupon_cap", "999.99", "policy_amount_unusual"),
        ("coupon_smallest", "10000.01", "policy_amount_unusual"),
        ("yearly_limit.enterprise", "9999.99", "policy_amount_unusual"),
        ("yearly_limit.team", "5000000.01", "policy_amount_unusual"),
        ("yearly_limit.tiers.0.limit", "5000000.01", "policy_amount_unusual"),
        ("enterprise.max_annual_sales", "20000.00", "policy_amount_unusual"),
        ("enterprise.max_total_assets", "10000000000.01", "policy_amount_unusual"),
        ("subsidy.caps.II.good", "9999.99", "policy_amount_unusual"),
        ("contract_share", "0.500001", "policy_share_unusual"),
        ("contract_share", "0.05", "policy_share_unusual"),
        ("team.student_share", "0.29", "policy_share_unusual"),
        ("enterprise.max_staff", 9, "policy_count_unusual"),
        ("enterprise.max_staff", 2_001, "policy_count_unusual"),
        ("enterprise.max_age_years", 0, "policy_count_unusual"),
        ("experts", 10, "policy_count_unusual"),
        ("yearly_limit.team", "9999.99", "policy_amount_unusual"),
        ("subsidy.caps.I.excellent", "10000000.01", "policy_amount_unusual"),
        ("enterprise.max_age_years", 21, "policy_count_unusual"),
        ("experts", 2, "policy_count_unusual"),
        ("evidence", ["invoice", "result"], "policy_evidence_thin"),
        ("statutory_testing", True, "policy_pays_excluded"),
        ("municipal_funding", True, "policy_pays_excluded"),
        ("related_party", "ignore", "policy_relations_ignored"),
    ],
)
def test_an_unusual_parameter_is_named(path, value, code):
    assert warned(changed(path, value)) == [(path, code)]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("coupon_cap", "1000.00"),
        ("coupon_cap", "1000000.00"),
        ("yearly_limit.team", "5000000.00"),
        ("subsidy.caps.II.good", "10000.00"),
        ("subsidy.caps.I.excellent", "10000000.00"),
        ("enterprise.max_staff", 10),
        ("enterprise.max_age_years", 1),
        ("enterprise.max_age_years", 20),
        ("experts", 3),
        ("yearly_limit.team", "10000.00"),
        ("contract_share", "0.1"),
        ("contract_share", "0.5"),
        ("team.student_share", "0.8"),
        ("enterprise.max_staff", 2_000),
        ("experts", 9),
        ("related_party", "refuse"),
    ],
)
def test_the_ends_of_the_usual_range_are_usual(path, value):
    assert warned(changed(path, value)) == []


def test_a_warning_says_the_value_and_the_usual_range():
    (found,) = policy_warnings(policy=changed("contract_share", "0.625"), current=None, drafted_on=TODAY)
    assert dict(found.params) == {"field": "contract_share", "value": "62.5%", "least": "10%", "most": "50%"}


@pytest.mark.parametrize(
    ("name", "count", "unit", "unusual"),
    [
        ("register_by", 4, "days", True),
        ("register_by", 5, "days", False),
        ("register_by", 3, "months", False),
        ("register_by", 4, "months", True),
        ("publicity", 5, "working_days", False),
        ("publicity", 4, "working_days", True),
        ("publicity", 5, "days", True),
        ("objection", 10_000, "months", True),
        ("register_by", 92, "days", False),
        ("register_by", 93, "days", True),
        *(
            (name, count, "days", unusual)
            for name, least, most in (
                ("valid_until", 30, 730),
                ("redeem_by", 10, 366),
                ("publicity", 7, 31),
                ("correction", 5, 62),
                ("appeal", 5, 62),
                ("objection", 7, 92),
                ("expert_silence", 3, 31),
                ("account_change", 3, 31),
            )
            for count, unusual in ((least - 1, True), (least, False), (most, False), (most + 1, True))
        ),
    ],
)
def test_an_unusual_deadline_is_named(name, count, unit, unusual):
    rule = {**to_dict(POLICY)["deadlines"][name], "count": count, "unit": unit}
    expected = [(f"deadlines.{name}", "policy_deadline_unusual")] if unusual else []
    assert warned(changed(f"deadlines.{name}", rule)) == expected


@pytest.mark.parametrize(("days", "short"), [(14, True), (15, False)])
def test_a_coupon_that_ends_before_it_must_be_registered(days, short):
    rule = {"start": "claim", "count": days, "unit": "days", "rolls": True}
    found = [code for _path, code in warned(changed("deadlines.valid_until", rule))]
    assert ("policy_validity_short" in found) is short


@pytest.mark.parametrize(
    ("first", "current", "told"),
    [("2026-03-01", POLICY, True), ("2026-03-02", POLICY, False), ("2026-03-01", None, False)],
)
def test_a_first_day_in_the_past_is_told_where_a_version_is_in_force(first, current, told):
    found = warned(changed("in_force_from", first), current=current)
    assert found == ([("in_force_from", "policy_backdated")] if told else [])


@pytest.mark.parametrize(
    ("cap", "told"), [("5000.00", True), ("5000.01", False), ("499999.99", False), ("500000.00", True)]
)
def test_an_amount_that_changes_tenfold_is_told(cap, told):
    found = warned(replace(changed("coupon_cap", cap), in_force_from=TODAY), current=POLICY)
    assert found == ([("coupon_cap", "policy_amount_tenfold")] if told else [])


def test_every_amount_of_a_policy_is_looked_at():
    assert set(amounts(POLICY)) == {
        "coupon_cap",
        "coupon_smallest",
        "yearly_limit.enterprise",
        "yearly_limit.team",
        "yearly_limit.tiers.0.limit",
        "enterprise.max_annual_sales",
        "enterprise.max_total_assets",
        *(f"subsidy.caps.{unit_class}.{grade}" for unit_class in ("I", "II") for grade in ("excellent", "good")),
    }


@pytest.mark.parametrize(
    ("path", "value", "params"),
    [
        ("coupon_cap", "5.00", {"value": "5.00", "least": "1000.00", "most": "1000000.00"}),
        ("experts", 2, {"value": 2, "least": 3, "most": 9}),
        ("evidence", ["invoice"], {"value": "contract、payment_proof、result"}),
        ("deadlines.appeal.count", 1, {"count": 1, "unit": "working_days", "least": 5, "most": 62}),
    ],
)
def test_a_warning_says_what_is_usual(path, value, params):
    (found,) = policy_warnings(policy=changed(path, value), current=None, drafted_on=TODAY)
    assert dict(found.params) == {"field": found.field, **params}


def test_a_warning_about_a_change_says_the_value_before():
    draft = replace(changed("coupon_cap", "5000.00"), in_force_from=TODAY)
    (found,) = policy_warnings(policy=draft, current=POLICY, drafted_on=TODAY)
    assert dict(found.params) == {"field": "coupon_cap", "value": "5000.00", "before": "50000.00"}


def test_a_warning_about_the_past_says_both_days():
    (found,) = policy_warnings(policy=POLICY, current=POLICY, drafted_on=TODAY)
    assert dict(found.params) == {"field": "in_force_from", "value": "2023-10-01", "limit": "2026-03-02"}


def test_a_short_validity_is_named_at_its_deadline():
    rule = {"start": "claim", "count": 14, "unit": "days", "rolls": True}
    assert ("deadlines.valid_until", "policy_validity_short") in warned(changed("deadlines.valid_until", rule))


@pytest.mark.parametrize("kind", ["batch", "payment_order"])
@pytest.mark.parametrize(
    ("above", "unusual"),
    [("9999.99", True), ("10000.00", False), ("1000000000.00", False), ("1000000000.01", True), ("0.00", False)],
)
def test_an_unusual_amount_above_which_a_stage_is_needed_is_named(kind, above, unusual):
    stage = {"stage": "countersign", "roles": ["finance"], "above": above}
    *others, last = to_dict(POLICY)["approval"][kind]
    path = f"approval.{kind}.{len(others)}.above"
    found = warned(changed(f"approval.{kind}", [*others, stage, last]))
    assert found == ([(path, "policy_amount_unusual")] if unusual else [])
