from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from tests.facts import ENTERPRISE, POLICY, TEAM, certificate
from tests.strategies import days, enterprises
from vouchers.rules.annual_limits import annual_limit


def _limit(applicant, on: str = "2026-03-02") -> str:
    return str(annual_limit(applicant=applicant, on=date.fromisoformat(on), policy=POLICY))


def test_without_a_certificate_it_is_the_lower_one():
    assert _limit(ENTERPRISE) == _limit(TEAM) == "200000.00"


@pytest.mark.parametrize("kind", ["national_hnte", "zhongguancun_hnte", "tech_sme"])
def test_each_qualifying_certificate_lifts_it(kind):
    held = certificate(kind, "2026-01-01", "2026-12-31")
    assert _limit(replace(ENTERPRISE, certificates=(held,))) == "500000.00"


def test_another_certificate_counts_for_nothing():
    held = certificate("iso_9001", "2026-01-01", "2026-12-31")
    assert _limit(replace(ENTERPRISE, certificates=(held, held))) == "200000.00"


@pytest.mark.parametrize(
    ("on", "limit"),
    [
        ("2025-06-29", "200000.00"),
        ("2025-06-30", "500000.00"),
        ("2026-06-30", "500000.00"),
        ("2026-07-01", "200000.00"),
    ],
)
def test_both_days_of_a_certificate_count(on, limit):
    held = certificate("zhongguancun_hnte", "2025-06-30", "2026-06-30")
    assert _limit(replace(ENTERPRISE, certificates=(held,)), on) == limit


def test_the_best_tier_counts():
    limits = POLICY.yearly_limit
    best = replace(limits.tiers[0], limit=Decimal("700000.00"), certificates=("tech_sme",))
    policy = replace(POLICY, yearly_limit=replace(limits, tiers=(*limits.tiers, best)))
    held = certificate("tech_sme", "2026-01-01", "2026-12-31")
    applicant = replace(ENTERPRISE, certificates=(held,))
    assert annual_limit(applicant=applicant, on=date(2026, 3, 2), policy=policy) == Decimal("700000.00")


@given(enterprises, days)
def test_it_is_one_of_the_two_and_certificates_never_lower_it(applicant, on):
    limit = annual_limit(applicant=applicant, on=on, policy=POLICY)
    without = annual_limit(applicant=replace(applicant, certificates=()), on=on, policy=POLICY)
    assert limit in (Decimal("200000.00"), Decimal("500000.00"))
    assert without <= limit
