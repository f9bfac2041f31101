from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.facts import POLICY, policy_with
from vouchers.rules.policies import CLASSES, GRADES
from vouchers.rules.unit_subsidies import subsidy_cap


@pytest.mark.parametrize(
    ("unit_class", "grade", "cap"),
    [
        ("I", "excellent", "1000000.00"),
        ("I", "good", "600000.00"),
        ("I", "pass", "0.00"),
        ("I", "fail", "0.00"),
        ("II", "excellent", "800000.00"),
        ("II", "good", "400000.00"),
        ("II", "pass", "0.00"),
        ("II", "fail", "0.00"),
    ],
)
def test_the_cap_by_class_and_grade(unit_class, grade, cap):
    found = subsidy_cap(unit_class=unit_class, grade=grade, third_party_tester=False, policy=POLICY)
    assert found == Decimal(cap)


@pytest.mark.parametrize(("unit_class", "grade"), [("III", "good"), ("I", "superb")])
def test_an_unknown_class_or_grade_gets_nothing(unit_class, grade):
    found = subsidy_cap(unit_class=unit_class, grade=grade, third_party_tester=False, policy=POLICY)
    assert str(found) == "0.00"


def test_another_policy_may_support_third_party_testers():
    policy = policy_with(subsidy=replace(POLICY.subsidy, third_party_testers=True))
    found = subsidy_cap(unit_class="II", grade="good", third_party_tester=True, policy=policy)
    assert found == Decimal("400000.00")


@given(st.sampled_from(CLASSES), st.sampled_from(GRADES))
def test_third_party_testers_get_nothing(unit_class, grade):
    assert subsidy_cap(unit_class=unit_class, grade=grade, third_party_tester=True, policy=POLICY) == 0
