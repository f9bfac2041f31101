from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.values.money import total
from tests.facts import POLICY, policy_with
from tests.strategies import amounts
from vouchers.rules.payables import billed, distribute, payable, shares

coupon_lists = st.lists(amounts(most="50000.00"), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("actual", "coupons", "due"),
    [
        ("100000.01", ["50000.00"], "50000.00"),
        ("100000.00", ["50000.00"], "50000.00"),
        ("99999.99", ["50000.00"], "49999.99"),
        ("60000.01", ["50000.00"], "30000.00"),
        ("300000.00", ["50000.00", "50000.00", "20000.00"], "120000.00"),
        ("0.01", ["50000.00"], "0.00"),
    ],
)
def test_payable_is_half_of_the_actual_amount_at_most(actual, coupons, due):
    found = payable(coupons=[Decimal(each) for each in coupons], actual_amount=Decimal(actual), policy=POLICY)
    assert found == Decimal(due)


@pytest.mark.parametrize(
    ("due", "shares"),
    [
        ("120000.00", ["50000.00", "50000.00", "20000.00"]),
        ("119999.99", ["50000.00", "50000.00", "19999.99"]),
        ("70000.00", ["50000.00", "20000.00", "0.00"]),
        ("0.00", ["0.00", "0.00", "0.00"]),
    ],
)
def test_the_newest_coupon_gives_back_first(due, shares):
    coupons = [Decimal("50000.00"), Decimal("50000.00"), Decimal("20000.00")]
    assert distribute(amount=Decimal(due), coupons=coupons) == tuple(map(Decimal, shares))


@pytest.mark.parametrize("due", ["-0.01", "50000.01"])
def test_more_than_the_coupons_hold_is_a_defect(due):
    with pytest.raises(ValueError, match="exceeds the sum of the coupons"):
        distribute(amount=Decimal(due), coupons=[Decimal("50000.00")])


@given(coupon_lists, amounts(most="500000.00"))
def test_what_is_payable_stays_within_both_bounds_to_the_fen(coupons, actual):
    due = payable(coupons=coupons, actual_amount=actual, policy=POLICY)
    assert due <= total(coupons)
    assert due * 2 <= actual
    assert due == total(coupons) or (due + Decimal("0.01")) * 2 > actual


@given(coupon_lists, st.data())
def test_a_distribution_adds_up_and_no_newer_coupon_is_filled_before_an_older_one_is_full(coupons, data):
    due = data.draw(amounts(least="0.00", most=str(total(coupons))))
    shares = distribute(amount=due, coupons=coupons)
    assert total(shares) == due
    partly = [place for place, (share, coupon) in enumerate(zip(shares, coupons, strict=True)) if share < coupon]
    assert all(shares[place] == 0 for place in partly[1:])


def test_a_bill_below_twice_the_coupons_takes_from_the_newest_first():
    found = shares(coupons=[Decimal(40_000), Decimal(20_000)], actual_amount=Decimal("60000.00"), policy=POLICY)
    assert [(each.amount, each.payable, each.rest) for each in found] == [(40_000, 30_000, 10_000), (20_000, 0, 20_000)]


@pytest.mark.parametrize(("actual", "cause"), [("60000.00", "reduction"), ("0.01", "rejection")])
def test_the_policy_says_for_a_reduced_and_an_empty_coupon_whether_the_rest_is_given_back(actual, cause):
    strict = policy_with(give_back={**POLICY.give_back, cause: False})
    (share,) = shares(coupons=[Decimal(50_000)], actual_amount=Decimal(actual), policy=strict)
    assert (share.gives_back, share.rest > 0) == (False, True)


@pytest.mark.parametrize(
    ("recorded", "bill"),
    [
        ("0.00", "100.00"),
        ("0.01", "0.01"),
        ("250.00", "250.00"),
        ("999999999999.99", "999999999999.99"),
        ("1000000000000.00", "100.00"),
    ],
)
def test_the_bill_is_what_was_recorded_else_what_was_agreed(recorded, bill):
    assert billed(recorded=Decimal(recorded), agreed=Decimal("100.00")) == Decimal(bill)
