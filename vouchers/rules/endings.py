"""券的终止. Why a coupon ended, by which article, and what became of its money (articles 9.4, 15, 17). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from vouchers.rules.policies import Policy
from vouchers.rules.states import CouponState


class EndCause(StrEnum):
    """终止原因. Why a coupon ended. But for the last two the names are those of the policy's `give_back`."""

    RETURN = "return"
    LAPSE_UNREGISTERED = "lapse_unregistered"
    LAPSE_UNREDEEMED = "lapse_unredeemed"
    TERMINATION = "termination"
    REJECTION = "rejection"
    REVOCATION = "revocation"


ARTICLES: Mapping[EndCause, str] = {
    EndCause.LAPSE_UNREGISTERED: "15.2",
    EndCause.LAPSE_UNREDEEMED: "15.3",
    EndCause.REJECTION: "15.4",
    EndCause.REVOCATION: "17",
}
"""Cause → the article of the Measures. A return and a termination rest on none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """The end of a coupon. `is_free` says whether its money went back to the round, `counts` whether the year still
    counts it."""

    cause: EndCause
    article: str
    is_free: bool
    counts: bool


def coupon_ending(*, state: CouponState, is_registered: bool, policy: Policy) -> Ending | None:
    """Return the end of a coupon; None for one that has not ended, or that ended with money."""
    cause = _cause(state, is_registered=is_registered)
    if cause is None:
        return None
    free = cause == EndCause.REVOCATION or policy.give_back[cause]
    counts = cause == EndCause.REVOCATION or not free
    return Ending(cause=cause, article=ARTICLES.get(cause, ""), is_free=free, counts=counts)


def _cause(state: CouponState, *, is_registered: bool) -> EndCause | None:
    if state == CouponState.LAPSED:
        return EndCause.LAPSE_UNREDEEMED if is_registered else EndCause.LAPSE_UNREGISTERED
    if state == CouponState.RETURNED:
        return EndCause.TERMINATION if is_registered else EndCause.RETURN
    return {CouponState.REJECTED: EndCause.REJECTION, CouponState.REVOKED: EndCause.REVOCATION}.get(state)
