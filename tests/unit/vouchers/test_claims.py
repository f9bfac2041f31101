from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.values.errors import Refusal
from core.values.money import ZERO, is_amount
from tests.facts import CLAIM, ENTERPRISE, POLICY, certificate
from tests.strategies import amounts, enterprises, teams
from vouchers.rules.claims import ClaimFacts, ClaimRest, claim_limit, claim_refusals, max_amount, rest_after

FEN = Decimal("0.01")

claims = st.builds(
    ClaimFacts,
    at=st.integers(0, 365 * 24).map(lambda hours: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours)),
    applicant=enterprises | teams() | st.just(ENTERPRISE),
    barred_until=st.none() | st.dates(date(2025, 1, 1), date(2027, 12, 31)),
    used_this_year=amounts(least="0.00", most="600000.00"),
    amount=amounts(least="-10.00", most="60000.00") | st.decimals(0, 100, places=3),
    opens_at=st.just(datetime(2026, 3, 1, tzinfo=UTC)),
    closes_at=st.just(datetime(2026, 9, 1, tzinfo=UTC)),
    remaining=amounts(least="0.00", most="100000.00"),
)


def _codes(**changes: object) -> list[str]:
    facts = replace(CLAIM, **changes)
    return [refusal.code for refusal in claim_refusals(facts=facts, policy=POLICY)]


def _most(**changes: object) -> str:
    return f"{max_amount(facts=replace(CLAIM, **changes), policy=POLICY):f}"


@pytest.mark.parametrize(("amount", "codes"), [("49999.99", []), ("50000.00", []), ("50000.01", ["coupon_cap"])])
def test_coupon_cap(amount, codes):
    assert _codes(amount=Decimal(amount)) == codes


@pytest.mark.parametrize(("amount", "codes"), [("0.00", ["amount"]), ("0.01", []), ("0.02", [])])
def test_the_smallest_coupon(amount, codes):
    assert _codes(amount=Decimal(amount)) == codes


@pytest.mark.parametrize("amount", ["-1.00", "-0.00", "0.001", "100.001", "100.000", "99999.999"])
def test_of_a_bad_amount_the_size_is_not_tested(amount):
    assert _codes(amount=Decimal(amount), used_this_year=Decimal("200000.00"), remaining=ZERO) == ["amount"]


@pytest.mark.parametrize(("amount", "codes"), [("19999.99", []), ("20000.00", []), ("20000.01", ["annual_limit"])])
def test_annual_limit(amount, codes):
    assert _codes(amount=Decimal(amount), used_this_year=Decimal("180000.00")) == codes


@pytest.mark.parametrize(("amount", "codes"), [("12345.66", []), ("12345.67", []), ("12345.68", ["round_budget"])])
def test_round_budget(amount, codes):
    assert _codes(amount=Decimal(amount), remaining=Decimal("12345.67")) == codes


@pytest.mark.parametrize(
    ("at", "codes"),
    [
        ("2026-03-02T08:59:59.999999+08:00", ["round_closed"]),
        ("2026-03-02T09:00:00+08:00", []),
        ("2026-03-31T17:59:59.999999+08:00", []),
        ("2026-03-31T18:00:00+08:00", ["round_closed"]),
        ("2026-03-02T01:00:00+00:00", []),
    ],
)
def test_a_round_is_open_from_its_opening_and_closed_from_its_closing(at, codes):
    assert _codes(at=datetime.fromisoformat(at)) == codes


def test_the_beijing_day_of_the_moment_decides():
    held = certificate("tech_sme", "2026-03-31", "2026-12-31", first_entry="2026-03-31")
    applicant = replace(ENTERPRISE, established_on=date(2015, 1, 1), certificates=(held,))
    assert _codes(applicant=applicant, at=datetime(2026, 3, 30, 16, tzinfo=UTC)) == []
    assert _codes(applicant=applicant, at=datetime(2026, 3, 30, 15, 59, tzinfo=UTC)) == ["age_or_new_tech_sme"]


def test_every_reason_is_told_at_once_those_of_eligibility_first():
    codes = _codes(
        applicant=replace(ENTERPRISE, region="tianjin"),
        barred_until=date(2026, 3, 31),
        at=CLAIM.closes_at,
        amount=Decimal("60000.00"),
        used_this_year=Decimal("199999.00"),
        remaining=Decimal("5.00"),
    )
    assert codes == ["region", "sanctioned", "round_closed", "coupon_cap", "annual_limit", "round_budget"]


@pytest.mark.parametrize(
    ("changes", "code", "said"),
    [
        ({"amount": Decimal("0.001")}, "amount", {"amount": "0.001", "least": "0.01"}),
        ({"amount": Decimal("50000.01")}, "coupon_cap", {"limit": "50000.00", "amount": "50000.01"}),
        (
            {"used_this_year": Decimal("180000.00")},
            "annual_limit",
            {"limit": "200000.00", "used": "180000.00", "left": "20000.00", "amount": "50000.00"},
        ),
        (
            {"used_this_year": Decimal("250000.00")},
            "annual_limit",
            {"limit": "200000.00", "used": "250000.00", "left": "0.00", "amount": "50000.00"},
        ),
        ({"remaining": Decimal("7.00")}, "round_budget", {"left": "7.00", "amount": "50000.00"}),
        ({"remaining": Decimal("-7.00")}, "round_budget", {"left": "0.00", "amount": "50000.00"}),
    ],
)
def test_a_refusal_of_the_amount_says_limit_value_and_what_is_left(changes, code, said):
    refusals = claim_refusals(facts=replace(CLAIM, **changes), policy=POLICY)
    assert refusals == (Refusal(code=code, params={**said, "article": "第十二条"}, field="amount"),)


def test_a_closed_round_says_its_window_in_beijing_time():
    facts = replace(CLAIM, at=CLAIM.closes_at, opens_at=datetime(2026, 3, 1, 16, tzinfo=UTC))
    [refusal] = claim_refusals(facts=facts, policy=POLICY)
    said = {"opens_at": "2026-03-02T00:00:00+08:00", "closes_at": "2026-03-31T18:00:00+08:00", "article": "第十二条"}
    assert refusal == Refusal(code="round_closed", params=said)


@pytest.mark.parametrize(
    ("name", "moment"), [("opens_at", "9999-12-31T23:00:00+00:00"), ("closes_at", "0001-01-01T00:00:00+14:00")]
)
def test_a_window_beyond_the_years_there_are_is_said_as_it_was_given(name, moment):
    facts = replace(CLAIM, **{name: datetime.fromisoformat(moment)})
    [refusal] = claim_refusals(facts=facts, policy=POLICY)
    assert (refusal.code, refusal.params[name]) == ("round_closed", moment)


def test_the_least_coupon_is_the_policys():
    policy = replace(POLICY, coupon_smallest=Decimal("100.00"))
    refused = [
        bool(claim_refusals(facts=replace(CLAIM, amount=Decimal(amount)), policy=policy))
        for amount in ("99.99", "100.00", "100.01")
    ]
    assert refused == [True, False, False]


def test_the_limit_tested_is_that_of_the_beijing_day():
    held = certificate("national_hnte", "2026-03-02", "2029-03-02")
    facts = replace(CLAIM, applicant=replace(ENTERPRISE, certificates=(held,)))
    assert claim_limit(facts=facts, policy=POLICY) == Decimal("500000.00")
    before = replace(facts, at=datetime(2026, 3, 1, 15, 59, tzinfo=UTC))
    assert claim_limit(facts=before, policy=POLICY) == Decimal("200000.00")


@pytest.mark.parametrize(
    ("changes", "most"),
    [
        ({}, "50000.00"),
        ({"used_this_year": Decimal("180000.00")}, "20000.00"),
        ({"remaining": Decimal("7.00")}, "7.00"),
        ({"used_this_year": Decimal("250000.00")}, "0.00"),
        ({"remaining": Decimal("-1.00")}, "0.00"),
        ({"amount": Decimal("-1.00")}, "50000.00"),
        ({"amount": Decimal("60000.00")}, "50000.00"),
        ({"amount": Decimal("60000.00"), "used_this_year": Decimal("190000.00")}, "10000.00"),
        ({"at": CLAIM.closes_at}, "0.00"),
        ({"barred_until": date(2026, 3, 2)}, "0.00"),
        ({"applicant": replace(ENTERPRISE, staff=501)}, "0.00"),
    ],
)
def test_the_most_that_could_be_claimed(changes, most):
    assert _most(**changes) == most


@pytest.mark.parametrize(("remaining", "most"), [("99.99", "0.00"), ("100.00", "100.00"), ("100.01", "100.01")])
def test_less_than_the_smallest_coupon_cannot_be_claimed(remaining, most):
    policy = replace(POLICY, coupon_smallest=Decimal("100.00"))
    found = max_amount(facts=replace(CLAIM, remaining=Decimal(remaining)), policy=policy)
    assert f"{found:f}" == most


@given(claims)
def test_what_is_allowed_is_within_the_most_and_the_most_is_allowed(facts):
    most = max_amount(facts=facts, policy=POLICY)
    refused = claim_refusals(facts=facts, policy=POLICY)
    assert bool(refused) == (not is_amount(facts.amount) or facts.amount > most)
    if most > 0:
        assert claim_refusals(facts=replace(facts, amount=most), policy=POLICY) == ()
    assert claim_refusals(facts=replace(facts, amount=most + FEN), policy=POLICY)


@given(claims, amounts())
def test_more_used_never_allows_more(facts, more_used):
    more = replace(facts, used_this_year=facts.used_this_year + more_used)
    assert max_amount(facts=more, policy=POLICY) <= max_amount(facts=facts, policy=POLICY)


@given(claims)
def test_a_claim_that_is_allowed_leaves_no_less_than_nothing(facts):
    if claim_refusals(facts=facts, policy=POLICY):
        return
    rest = rest_after(facts=facts, policy=POLICY)
    limit = claim_limit(facts=facts, policy=POLICY)
    assert (rest.of_year, rest.of_round) == (
        limit - facts.used_this_year - facts.amount,
        facts.remaining - facts.amount,
    )
    assert min(rest.of_year, rest.of_round) >= 0


def test_a_claim_leaves_the_rest_of_the_year_and_of_the_round():
    facts = replace(CLAIM, amount=FEN, used_this_year=Decimal("180000.00"), remaining=Decimal("7.00"))
    rest = ClaimRest(of_year=Decimal("19999.99"), of_round=Decimal("6.99"))
    assert rest_after(facts=facts, policy=POLICY) == rest
