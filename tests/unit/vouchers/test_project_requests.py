from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.values.errors import Refusal
from tests.facts import POLICY, policy_with
from vouchers.rules.project_requests import HeldCoupon, RequestFacts, request_refusals

HELD = HeldCoupon(amount=Decimal("20000.00"), register_by=date(2026, 3, 17), valid_until=date(2026, 6, 17))
REQUEST = RequestFacts(
    categories=frozenset({"testing"}),
    amount=Decimal("100000.00"),
    statutory_testing=False,
    municipal_funding=False,
    coupon_amount=None,
    needed_by=None,
    answer_by=date(2026, 3, 5),
    coupons=(HELD,),
)


def _found(*policies: object, **changes: object) -> tuple[Refusal, ...]:
    return request_refusals(facts=replace(REQUEST, **changes), policies=policies or (POLICY,))


def _codes(*policies: object, **changes: object) -> list[tuple[str, str | None]]:
    return [(refusal.code, refusal.field) for refusal in _found(*policies, **changes)]


@pytest.mark.parametrize(
    ("needed_by", "coupons", "codes"),
    [
        (date(2026, 6, 17), (HELD,), []),
        (date(2026, 6, 18), (HELD,), [("valid_until", "needed_by")]),
        (date(2026, 6, 18), (HELD, replace(HELD, valid_until=date(2026, 6, 18))), []),
        (date(2026, 6, 18), (), []),
    ],
)
def test_with_an_undecided_amount_one_held_coupon_lasts_until_the_work(needed_by, coupons, codes):
    assert _codes(needed_by=needed_by, coupons=coupons) == codes


def test_a_request_within_every_condition_is_not_refused():
    wanted = {"coupon_amount": Decimal("20000.00"), "needed_by": date(2026, 6, 17)}
    assert _codes(**wanted) == []


def test_every_reason_is_named_in_the_order_of_a_registration():
    changes = {"statutory_testing": True, "municipal_funding": True, "coupon_amount": Decimal("50000.01")}
    assert _codes(categories=frozenset({"other"}), **changes) == [
        ("service_category", "category"),
        ("statutory_testing", "statutory_testing"),
        ("municipal_funding", "municipal_funding"),
        ("contract_share", "coupon_amount"),
    ]


def test_without_a_service_its_category_is_not_tested():
    assert _codes(categories=frozenset()) == []


def test_of_several_services_each_wrong_category_is_named():
    found = _found(categories=frozenset({"testing", "other", "advice"}), statutory_testing=True)
    assert [each.params.get("value") for each in found] == ["advice", None, "other"]


@pytest.mark.parametrize(("amount", "codes"), [("49999.99", []), ("50000.00", []), ("50000.01", ["contract_share"])])
def test_coupons_pay_half_of_the_price_at_most(amount, codes):
    found = _found(coupon_amount=Decimal(amount))
    assert [each.code for each in found] == codes


def test_a_reason_that_another_usable_policy_does_not_have_is_none():
    open_minded = policy_with(statutory_testing=True)
    changes = {"statutory_testing": True, "municipal_funding": True}
    assert _codes(POLICY, open_minded, **changes) == [("municipal_funding", "municipal_funding")]


def test_without_a_policy_nothing_is_refused():
    assert request_refusals(facts=replace(REQUEST, statutory_testing=True), policies=()) == ()


@pytest.mark.parametrize(
    ("register_by", "codes"),
    [(date(2026, 3, 4), ["coupon_lapses_first"]), (date(2026, 3, 5), []), (date(2026, 3, 6), [])],
)
def test_a_coupon_lasts_until_the_unit_has_to_answer(register_by, codes):
    held = replace(HELD, register_by=register_by)
    found = _codes(coupon_amount=Decimal("20000.00"), coupons=(held,))
    assert found == [(code, "coupon_amount") for code in codes]


def test_what_is_left_when_the_unit_answers_is_said():
    early = replace(HELD, register_by=date(2026, 3, 3))
    (refusal,) = _found(coupon_amount=Decimal("30000.00"), coupons=(HELD, early))
    assert dict(refusal.params) == {
        "limit": "2026-03-03",
        "value": "2026-03-05",
        "left": "20000.00",
        "amount": "30000.00",
        "article": "第十五条",
    }


@pytest.mark.parametrize(
    ("needed_by", "codes"),
    [(date(2026, 6, 16), []), (date(2026, 6, 17), []), (date(2026, 6, 18), [("valid_until", "needed_by")])],
)
def test_a_coupon_is_valid_until_the_work_is_done(needed_by, codes):
    assert _codes(coupon_amount=Decimal("20000.00"), needed_by=needed_by) == codes


def test_more_than_the_coupons_held_is_left_to_a_new_claim():
    early = replace(HELD, register_by=date(2026, 3, 3))
    assert _codes(coupon_amount=Decimal("20000.01"), coupons=(early,), needed_by=date(2027, 1, 1)) == []


def test_coupons_that_are_not_needed_may_lapse():
    early = replace(HELD, register_by=date(2026, 3, 3))
    assert _codes(coupon_amount=Decimal("20000.00"), coupons=(HELD, early)) == []


@pytest.mark.parametrize(
    ("needed_by", "codes"),
    [(date(2026, 7, 16), []), (date(2026, 7, 17), []), (date(2026, 7, 18), [("valid_until", "needed_by")])],
)
def test_coupons_that_are_enough_may_be_valid_longer_than_the_others(needed_by, codes):
    longer = replace(HELD, valid_until=date(2026, 7, 17))
    assert _codes(coupon_amount=Decimal("20000.00"), coupons=(HELD, longer), needed_by=needed_by) == codes


def test_of_coupons_that_are_all_needed_the_one_that_ends_first_is_said():
    longer = replace(HELD, valid_until=date(2026, 7, 17))
    held = {"coupons": (longer, HELD), "coupon_amount": Decimal("30000.00")}
    (refusal,) = _found(needed_by=date(2026, 7, 1), **held)
    assert (refusal.code, refusal.field, refusal.params["limit"]) == ("valid_until", "needed_by", "2026-06-17")


def test_an_undecided_amount_fits_every_price():
    assert _codes(amount=Decimal("1.00")) == []


def test_an_applicant_holds_no_coupons_unless_stated():
    facts = RequestFacts(
        categories=frozenset(),
        amount=Decimal("1.00"),
        statutory_testing=False,
        municipal_funding=False,
        coupon_amount=None,
        needed_by=None,
        answer_by=date(2026, 3, 5),
    )
    assert facts.coupons == ()
