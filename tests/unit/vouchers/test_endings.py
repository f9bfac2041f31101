import pytest

from tests.facts import POLICY, policy_with
from vouchers.rules.endings import EndCause, Ending, coupon_ending
from vouchers.rules.policies import GIVE_BACK_SWITCHES
from vouchers.rules.states import FAILED_COUPONS, CouponState


@pytest.mark.parametrize(
    ("state", "is_registered", "cause", "article"),
    [
        ("lapsed", False, "lapse_unregistered", "15.2"),
        ("lapsed", True, "lapse_unredeemed", "15.3"),
        ("returned", False, "return", ""),
        ("returned", True, "termination", ""),
        ("rejected", True, "rejection", "15.4"),
        ("revoked", True, "revocation", "17"),
    ],
)
def test_every_end_has_its_cause_and_article(state, is_registered, cause, article):
    found = coupon_ending(state=CouponState(state), is_registered=is_registered, policy=POLICY)
    assert found == Ending(cause=EndCause(cause), article=article, is_free=True, counts=cause == "revocation")


@pytest.mark.parametrize("state", sorted(set(CouponState) - set(FAILED_COUPONS)))
def test_a_coupon_that_lives_or_was_paid_has_no_such_end(state):
    assert coupon_ending(state=state, is_registered=True, policy=POLICY) is None


def test_what_the_policy_does_not_give_back_is_forfeited_and_counts():
    strict = policy_with(give_back={**POLICY.give_back, "lapse_unregistered": False})
    found = coupon_ending(state=CouponState.LAPSED, is_registered=False, policy=strict)
    assert (found.is_free, found.counts) == (False, True)


def test_every_cause_but_a_revocation_is_a_switch_of_the_policy():
    assert set(EndCause) - {EndCause.REVOCATION} <= set(GIVE_BACK_SWITCHES)
