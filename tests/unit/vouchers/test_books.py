from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import amounts
from vouchers.rules.books import (
    BUCKETS,
    GIVE_BACK_CAUSES,
    ROUND_BUCKETS,
    Posting,
    approval_postings,
    budget_posting,
    claim_posting,
    counted_in_year,
    payment_posting,
    release_posting,
    return_posting,
    revocation_posting,
)
from vouchers.rules.policies import GIVE_BACK_SWITCHES

FULL, PART = Decimal("50000.00"), Decimal("30000.00")


def _moves(*postings: Posting) -> list[tuple[str, str, str, Decimal]]:
    return [(each.cause, each.source, each.target, each.amount) for each in postings]


def _after(*postings: Posting) -> dict[str, Decimal]:
    buckets = dict.fromkeys(ROUND_BUCKETS, Decimal("0.00"))
    for posting in postings:
        for name, sign in ((posting.source, -1), (posting.target, 1)):
            if name in buckets:
                buckets[name] += sign * posting.amount
    return buckets


def test_a_claim_holds_free_money():
    assert _moves(claim_posting(FULL)) == [("claim", "free", "held", FULL)]


@pytest.mark.parametrize(
    ("difference", "move"),
    [("5.00", ("fund", "budget", "free", Decimal("5.00"))), ("-5.00", ("defund", "free", "budget", Decimal("5.00")))],
)
def test_a_budget_brings_and_takes_free_money(difference, move):
    assert _moves(budget_posting(Decimal(difference))) == [move]


def test_a_budget_that_does_not_change_is_a_defect():
    with pytest.raises(ValueError, match="moves nothing"):
        budget_posting(Decimal("0.00"))


@pytest.mark.parametrize(
    ("payable", "moves"),
    [
        ("49999.99", [("approve", "held", "approved", "49999.99"), ("reduction", "held", "free", "0.01")]),
        ("50000.00", [("approve", "held", "approved", "50000.00")]),
        ("30000.00", [("approve", "held", "approved", "30000.00"), ("reduction", "held", "free", "20000.00")]),
    ],
)
def test_an_approval_gives_the_rest_back(payable, moves):
    postings = approval_postings(amount=FULL, payable=Decimal(payable), gives_back=True)
    assert _moves(*postings) == [(cause, source, target, Decimal(amount)) for cause, source, target, amount in moves]


@pytest.mark.parametrize("cause", GIVE_BACK_CAUSES)
@pytest.mark.parametrize(("gives_back", "target"), [(True, "free"), (False, "forfeited")])
def test_released_money_is_free_or_forfeited_by_the_switch(cause, gives_back, target):
    posting = release_posting(cause=cause, amount=FULL, gives_back=gives_back)
    assert _moves(posting) == [(cause, "held", target, FULL)]


def test_a_return_makes_paid_money_approved_again():
    assert _moves(return_posting(PART)) == [("bank_return", "paid", "approved", PART)]


def test_payment_takes_what_was_approved():
    assert _moves(payment_posting(PART)) == [("pay", "approved", "paid", PART)]


@pytest.mark.parametrize(
    ("state", "payable", "move"),
    [
        ("claimed", None, ("revoke", "held", "free", FULL)),
        ("registered", None, ("revoke", "held", "free", FULL)),
        ("in_redemption", None, ("revoke", "held", "free", FULL)),
        ("approved", PART, ("revoke", "approved", "free", PART)),
    ],
)
def test_a_revoked_coupon_frees_what_is_left_of_it(state, payable, move):
    assert _moves(revocation_posting(state=state, amount=FULL, payable=payable)) == [move]


@pytest.mark.parametrize(
    ("state", "counted"),
    [
        ("claimed", FULL),
        ("registered", FULL),
        ("in_redemption", FULL),
        ("approved", PART),
        ("paid", PART),
        ("recovered", PART),
        ("lapsed", 0),
        ("returned", 0),
        ("rejected", 0),
        ("revoked", FULL),
    ],
)
def test_what_a_coupon_counts_in_its_year(state, counted):
    assert counted_in_year(state=state, amount=FULL, payable=PART, forfeited=Decimal("0.00")) == counted


def test_what_is_forfeited_keeps_counting():
    assert counted_in_year(state="lapsed", amount=FULL, payable=None, forfeited=FULL) == FULL
    assert counted_in_year(state="paid", amount=FULL, payable=PART, forfeited=FULL - PART) == FULL


def test_money_comes_from_the_budget_is_in_five_buckets_and_recovered_goes_to_the_treasury():
    assert ROUND_BUCKETS == ("free", "held", "approved", "paid", "forfeited")
    assert BUCKETS == ("budget", "free", "held", "approved", "paid", "forfeited", "recovered", "treasury")


def test_every_cause_of_a_give_back_is_a_switch_of_the_policy():
    assert set(GIVE_BACK_CAUSES) == set(GIVE_BACK_SWITCHES)


@given(amounts(most="50000.00"), st.data(), st.booleans())
def test_a_coupons_whole_life_never_makes_or_loses_a_fen(amount, data, gives_back):
    payable = data.draw(amounts(most=str(amount)))
    approval = approval_postings(amount=amount, payable=payable, gives_back=gives_back)
    after = _after(budget_posting(amount), claim_posting(amount), *approval, payment_posting(payable))
    assert sum(after.values()) == amount
    assert (after["held"], after["approved"], after["paid"]) == (0, 0, payable)
    assert after["free" if gives_back else "forfeited"] == amount - payable
