from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.facts import CALENDAR, CONTRACT, COUPON, POLICY, REGISTRATION, policy_with
from tests.strategies import amounts, days
from vouchers.rules.deadlines import register_by
from vouchers.rules.policies import Policy
from vouchers.rules.registrations import (
    RegistrationFacts,
    registration_redeem_by,
    registration_refusals,
    registration_valid_until,
)

ORDER = [
    "not_open_unit",
    "other_applicant",
    "service_category",
    "statutory_testing",
    "municipal_funding",
    "register_by",
    "contract_dates",
    "valid_until",
    "contract_share",
    "coupon_state",
    "related_party",
]


def _codes(facts: RegistrationFacts, *, policy: Policy = POLICY) -> list[str]:
    return [refusal.code for refusal in registration_refusals(facts=facts, policy=policy, calendar=CALENDAR)]


def _with(contract: dict | None = None, coupon: dict | None = None, **changes: object) -> RegistrationFacts:
    changes.setdefault("contract", replace(CONTRACT, **(contract or {})))
    changes.setdefault("coupons", (replace(COUPON, **(coupon or {})),))
    return replace(REGISTRATION, **changes)


def test_a_good_one_passes():
    assert _codes(REGISTRATION) == []


@pytest.mark.parametrize(("on", "codes"), [("2026-03-16", []), ("2026-03-17", []), ("2026-03-18", ["register_by"])])
def test_register_by(on, codes):
    assert _codes(_with(on=date.fromisoformat(on))) == codes


@pytest.mark.parametrize(("end", "codes"), [("2026-06-08", []), ("2026-06-09", []), ("2026-06-10", ["valid_until"])])
def test_the_contract_ends_while_the_coupon_is_valid(end, codes):
    assert _codes(_with(contract={"end": date.fromisoformat(end)})) == codes


@pytest.mark.parametrize(("end", "codes"), [("2026-03-09", ["contract_dates"]), ("2026-03-10", []), ("2026-03-11", [])])
def test_the_contract_does_not_end_before_it_starts(end, codes):
    assert _codes(_with(contract={"end": date.fromisoformat(end)})) == codes


@pytest.mark.parametrize(("amount", "codes"), [("100000.01", []), ("100000.00", []), ("99999.99", ["contract_share"])])
def test_coupons_pay_half_of_the_contract_at_most(amount, codes):
    assert _codes(_with(contract={"amount": Decimal(amount)})) == codes


def test_coupons_registered_before_count_for_the_share():
    assert _codes(_with(registered=Decimal("50000.00"))) == []
    assert _codes(_with(registered=Decimal("50000.01"))) == ["contract_share"]


def test_the_least_validity_of_all_coupons_bounds_the_contract():
    assert _codes(_with(valid_before=date(2026, 5, 20))) == []
    assert _codes(_with(valid_before=date(2026, 5, 19))) == ["valid_until"]


@pytest.mark.parametrize("status", ["exiting", "struck_off", "applied", "", "unheard_of"])
def test_only_an_admitted_unit(status):
    assert _codes(_with(unit_status=status)) == ["not_open_unit"]


@pytest.mark.parametrize("category", POLICY.service_categories)
def test_each_supported_category_passes(category):
    assert _codes(_with(contract={"category": category})) == []


def test_every_coupon_counts_whatever_its_state_or_owner():
    early = replace(COUPON, claimed_on=date(2026, 2, 1), state="lapsed", same_applicant=False)
    facts = _with(coupons=(COUPON, early, COUPON), contract={"amount": Decimal("299999.99")})
    assert _codes(facts) == ["other_applicant", "register_by", "contract_share", "coupon_state"]


def test_everything_wrong_is_told_in_order():
    facts = _with(
        contract={
            "amount": Decimal("1.00"),
            "start": date(2026, 12, 2),
            "end": date(2026, 12, 1),
            "category": "catering",
            "statutory_testing": True,
            "municipal_funding": True,
            "related_party": True,
        },
        coupon={"state": "lapsed", "same_applicant": False},
        on=date(2026, 4, 1),
        unit_status="exited",
    )
    assert _codes(facts, policy=policy_with(related_party="refuse")) == ORDER


@pytest.mark.parametrize(("switch", "codes"), [("ignore", []), ("warn", []), ("refuse", ["related_party"])])
def test_related_parties_are_a_switch(switch, codes):
    assert _codes(_with(contract={"related_party": True}), policy=policy_with(related_party=switch)) == codes


def test_deadlines_are_told_even_where_refused():
    facts = _with(on=date(2026, 3, 18), contract={"end": date(2026, 3, 1)})
    valid = registration_valid_until(facts=facts, policy=POLICY, calendar=CALENDAR)
    redeem = registration_redeem_by(facts=facts, policy=POLICY, calendar=CALENDAR)
    assert (valid.day, redeem.day) == (date(2026, 6, 18), date(2026, 4, 1))


def test_validity_may_be_counted_from_the_claim_and_the_least_counts():
    rule = replace(POLICY.deadlines["valid_until"], start="claim")
    policy = policy_with(deadlines={**POLICY.deadlines, "valid_until": rule})
    facts = _with(coupons=(COUPON, replace(COUPON, claimed_on=date(2026, 2, 27))))
    assert registration_valid_until(facts=facts, policy=policy, calendar=CALENDAR).day == date(2026, 5, 27)


@given(st.lists(st.tuples(amounts(most="50000.00"), days), min_size=1, max_size=5), amounts(), days)
def test_allowed_means_in_time_and_within_the_share(drawn, amount, on):
    coupons = tuple(replace(COUPON, amount=value, claimed_on=day) for value, day in drawn)
    facts = _with(coupons=coupons, contract={"amount": amount, "start": on, "end": on + timedelta(days=1)}, on=on)
    last = min(register_by(claimed_on=day, policy=POLICY, calendar=CALENDAR).day for _, day in drawn)
    within = sum(value for value, _ in drawn) * 2 <= amount
    assert (_codes(facts) == []) == (on <= last and within)
