from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.values.errors import Refusal
from facilities.rules.states import OpenUnitState
from tests.facts import CALENDAR, CONTRACT, COUPON, POLICY, REGISTRATION, policy_with
from tests.strategies import amounts, days
from vouchers.rules.deadlines import register_by
from vouchers.rules.policies import Policy
from vouchers.rules.registrations import (
    ADMITTED_UNIT,
    RegistrationFacts,
    coupon_limit,
    own_share,
    registration_redeem_by,
    registration_refusals,
    registration_register_by,
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


@pytest.mark.parametrize(
    ("changes", "code", "field", "said"),
    [
        ({"unit_status": "exiting"}, "not_open_unit", None, {"value": "exiting", "article": "第十条"}),
        ({"coupon": {"same_applicant": False}}, "other_applicant", "coupons", {"article": "第十六条"}),
        (
            {"contract": {"category": "other"}},
            "service_category",
            "category",
            {"value": "other", "article": "第五条"},
        ),
        ({"contract": {"statutory_testing": True}}, "statutory_testing", "statutory_testing", {"article": "第五条"}),
        ({"contract": {"municipal_funding": True}}, "municipal_funding", "municipal_funding", {"article": "第十二条"}),
        (
            {"on": date(2026, 3, 18)},
            "register_by",
            "coupons",
            {"limit": "2026-03-17", "value": "2026-03-18", "article": "第十五条"},
        ),
        (
            {"contract": {"end": date(2026, 3, 9)}},
            "contract_dates",
            "end",
            {"start": "2026-03-10", "end": "2026-03-09", "article": "第十五条"},
        ),
        (
            {"contract": {"end": date(2026, 6, 10)}},
            "valid_until",
            "end",
            {"limit": "2026-06-09", "value": "2026-06-10", "article": "第十五条"},
        ),
        (
            {"contract": {"amount": Decimal("99999.99")}},
            "contract_share",
            "amount",
            {
                "limit": "49999.99",
                "coupons": "50000.00",
                "amount": "99999.99",
                "share": "50%",
                "article": "第十二条",
            },
        ),
        ({"coupon": {"state": "lapsed"}}, "coupon_state", "coupons", {"value": "lapsed", "article": "第十五条"}),
    ],
)
def test_a_refusal_says_limit_value_and_article(changes, code, field, said):
    refusals = registration_refusals(facts=_with(**changes), policy=POLICY, calendar=CALENDAR)
    assert refusals == (Refusal(code=code, params=said, field=field),)


def test_the_share_is_said_in_percent():
    facts = _with(contract={"amount": Decimal("49999.99")})
    [refusal] = registration_refusals(facts=facts, policy=policy_with(contract_share=Decimal(1)), calendar=CALENDAR)
    assert (refusal.params["share"], refusal.params["limit"]) == ("100%", "49999.99")


def test_a_coupon_that_was_shown_no_day_has_none():
    assert (COUPON.register_by, REGISTRATION.valid_before, REGISTRATION.registered) == (None, None, Decimal("0.00"))


def test_related_parties_that_are_refused_hear_the_article():
    facts = _with(contract={"related_party": True})
    refusals = registration_refusals(facts=facts, policy=policy_with(related_party="refuse"), calendar=CALENDAR)
    assert refusals == (Refusal(code="related_party", params={"article": "第十六条"}, field="related_party"),)


def test_parties_are_not_related_unless_it_is_said():
    assert CONTRACT.related_party is False
    assert _codes(REGISTRATION, policy=policy_with(related_party="refuse")) == []


@pytest.mark.parametrize("states", [("lapsed", "returned"), ("returned", "claimed", "lapsed", "lapsed")])
def test_the_states_in_the_way_are_told_once_and_in_order(states):
    facts = _with(
        coupons=tuple(replace(COUPON, state=state) for state in states), contract={"amount": Decimal("1000000.00")}
    )
    [refusal] = registration_refusals(facts=facts, policy=POLICY, calendar=CALENDAR)
    assert refusal.params["value"] == "lapsed、returned"


@pytest.mark.parametrize(("on", "codes"), [("2026-03-20", []), ("2026-03-21", ["register_by"])])
def test_a_day_once_shown_stands(on, codes):
    coupon = {"register_by": date(2026, 3, 20)}
    assert _codes(_with(coupon=coupon, on=date.fromisoformat(on), contract={"end": date(2026, 5, 20)})) == codes


def test_of_several_coupons_the_earliest_day_counts():
    facts = _with(coupons=(COUPON, replace(COUPON, claimed_on=date(2026, 2, 27)), COUPON))
    assert registration_register_by(facts=facts, policy=POLICY, calendar=CALENDAR) == date(2026, 3, 16)


def test_what_the_policy_supports_is_its_own_switch():
    policy = policy_with(statutory_testing=True, municipal_funding=True, service_categories=("other",))
    facts = _with(contract={"category": "other", "statutory_testing": True, "municipal_funding": True})
    assert _codes(facts, policy=policy) == []


@pytest.mark.parametrize(("amount", "limit"), [("100000.01", "50000.00"), ("99999.99", "49999.99"), ("0.01", "0.00")])
def test_what_coupons_may_pay_of_a_contract_is_rounded_down(amount, limit):
    assert coupon_limit(amount=Decimal(amount), policy=POLICY) == Decimal(limit)


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


def test_what_the_coupons_do_not_pay_the_applicant_pays_itself():
    assert own_share(amount=Decimal("100000.01"), coupons=Decimal("50000.00")) == Decimal("50000.01")


def test_an_open_unit_that_may_take_coupons_is_one_that_its_own_app_has_admitted():
    assert OpenUnitState.ADMITTED == ADMITTED_UNIT
