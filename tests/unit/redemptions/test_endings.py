from datetime import date

import pytest

from redemptions.rules.endings import EndCause, Ending, redemption_ending
from redemptions.rules.states import UNPAID_REDEMPTIONS, RedemptionState

REDEEM_BY, NEXT = date(2026, 6, 22), date(2026, 6, 23)


def ending(state, *, was_returned=False, redeem_by=REDEEM_BY, on=REDEEM_BY):
    return redemption_ending(state=RedemptionState(state), was_returned=was_returned, redeem_by=redeem_by, on=on)


@pytest.mark.parametrize("state", [state for state in RedemptionState if state not in UNPAID_REDEMPTIONS])
def test_a_redemption_under_way_or_paid_has_no_end(state):
    assert ending(state) is None


@pytest.mark.parametrize(("was_returned", "cause"), [(False, EndCause.NOT_SUBMITTED), (True, EndCause.NOT_CORRECTED)])
def test_an_expired_redemption_was_not_submitted_or_not_corrected(was_returned, cause):
    expected = Ending(cause=cause, article="15.3", may_apply=False)
    assert ending("expired", was_returned=was_returned, on=NEXT) == expected


@pytest.mark.parametrize(
    ("redeem_by", "on", "may_apply"), [(REDEEM_BY, REDEEM_BY, True), (REDEEM_BY, NEXT, False), (None, NEXT, False)]
)
def test_after_a_withdrawal_the_contract_applies_again_until_its_last_day(redeem_by, on, may_apply):
    expected = Ending(cause=EndCause.WITHDRAWN, article="", may_apply=may_apply)
    assert ending("withdrawn", redeem_by=redeem_by, on=on) == expected


def test_a_corrected_redemption_that_was_withdrawn_was_withdrawn():
    assert ending("withdrawn", was_returned=True).cause == EndCause.WITHDRAWN


def test_revoked_coupons_are_not_applied_for_again():
    assert ending("revoked") == Ending(cause=EndCause.REVOKED, article="17", may_apply=False)
