import pytest

from redemptions.rules.revocations import RevocableCoupon, consequence, proposal_refusals, redemption_refusals
from redemptions.rules.states import LIVE_REDEMPTIONS, RedemptionState
from vouchers.rules.states import CouponState


def facts(coupon_id=1, *, state="claimed", applicant_id=7, contract_id=None, is_proposed=False):
    return RevocableCoupon(
        coupon_id=coupon_id,
        label=f"BJ-{coupon_id}",
        state=CouponState(state),
        applicant_id=applicant_id,
        contract_id=contract_id,
        is_proposed=is_proposed,
    )


def codes(*coupons):
    return [(each.code, each.field, dict(each.params)) for each in proposal_refusals(coupons)]


@pytest.mark.parametrize("state", ["claimed", "registered", "in_redemption", "approved"])
def test_what_is_not_paid_may_be_proposed(state):
    assert codes(facts(state=state), facts(2, state=state)) == []


@pytest.mark.parametrize("state", ["paid", "recovered", "lapsed", "returned", "rejected", "revoked"])
def test_what_is_paid_or_has_ended_may_not(state):
    assert codes(facts(state=state)) == [("revocation_over", "coupons", {"coupon": 1, "number": "BJ-1"})]


def test_a_coupon_is_proposed_once():
    assert codes(facts(is_proposed=True)) == [("revocation_proposed", "coupons", {"coupon": 1, "number": "BJ-1"})]


@pytest.mark.parametrize("other", [{"applicant_id": 8}, {"contract_id": 3}])
def test_coupons_of_two_applicants_or_contracts_are_proposed_apart(other):
    assert codes(facts(), facts(2, **other)) == [("revocation_together", "coupons", {})]


@pytest.mark.parametrize(
    ("state", "remaining", "becomes"),
    [
        (None, 0, "none"),
        ("draft", 1, "recounted"),
        ("doubtful", 2, "recounted"),
        ("final", 1, "paid_anew"),
        ("final", 0, "revoked"),
        ("accepted", 0, "revoked"),
    ],
)
def test_what_becomes_of_the_redemption(state, remaining, becomes):
    assert consequence(state=state and RedemptionState(state), remaining=remaining) == becomes


def refused(state, remaining):
    found = redemption_refusals(state=state, number="DX-1", remaining=remaining)
    assert all(each.params == {"number": "DX-1"} for each in found)
    return [each.code for each in found]


@pytest.mark.parametrize("state", LIVE_REDEMPTIONS)
def test_a_decision_that_is_not_final_is_revoked_as_a_whole(state):
    undecided = {"recommended", "publicised", "decided"}
    appealed = ["revocation_appealed"] if state == "appealed" else []
    assert refused(state, 0) == appealed
    assert refused(state, 1) == (appealed or (["revocation_in_review"] if state in undecided else []))
