"""撤销创新券: which coupons may be revoked, and what becomes of their redemption (article 17). Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.values.errors import Param, Refusal
from redemptions.rules.states import RedemptionState
from vouchers.rules.states import LIVE_COUPONS, CouponState

UNDECIDED = (
    RedemptionState.DRAFT,
    RedemptionState.SUBMITTED,
    RedemptionState.RETURNED,
    RedemptionState.ACCEPTED,
    RedemptionState.UNDER_REVIEW,
    RedemptionState.DOUBTFUL,
)
"""Its payable amount may still be recomputed for the coupons that remain."""


class Consequence(StrEnum):
    """后果. What becomes of a redemption some of whose coupons are revoked."""

    NONE = "none"
    RECOUNTED = "recounted"
    REVOKED = "revoked"
    PAID_ANEW = "paid_anew"


@dataclass(frozen=True, kw_only=True, slots=True)
class RevocableCoupon:
    """The facts of a coupon that is to be revoked. `label` is its number."""

    coupon_id: int
    label: str
    state: CouponState
    applicant_id: int
    contract_id: int | None
    is_proposed: bool


def proposal_refusals(coupons: Sequence[RevocableCoupon]) -> list[Refusal]:
    """Return every reason why these coupons cannot be proposed for revocation together.

    They are of one applicant and on one contract or on none, neither paid nor ended, and in no other open proposal.
    """
    refusals = []
    if len({(each.applicant_id, each.contract_id) for each in coupons}) > 1:
        refusals.append(Refusal(code="revocation_together", field="coupons"))
    for each in coupons:
        named: dict[str, Param] = {"coupon": each.coupon_id, "number": each.label}
        if each.state not in LIVE_COUPONS:
            refusals.append(Refusal(code="revocation_over", field="coupons", params=named))
        elif each.is_proposed:
            refusals.append(Refusal(code="revocation_proposed", field="coupons", params=named))
    return refusals


def consequence(*, state: RedemptionState | None, remaining: int) -> Consequence:
    """Return what becomes of the live redemption, of which so many coupons remain."""
    if state is None:
        return Consequence.NONE
    if not remaining:
        return Consequence.REVOKED
    return Consequence.PAID_ANEW if state == RedemptionState.FINAL else Consequence.RECOUNTED


def redemption_refusals(*, state: RedemptionState, number: str, remaining: int) -> list[Refusal]:
    """Return why coupons of a live redemption cannot be revoked now: an open appeal, or a decision that some would leave.

    A decision that is not final stands or falls as a whole: all its coupons, or none before it is final.
    """
    if state == RedemptionState.APPEALED:
        return [Refusal(code="revocation_appealed", params={"number": number})]
    if remaining and state not in (*UNDECIDED, RedemptionState.FINAL):
        return [Refusal(code="revocation_in_review", params={"number": number})]
    return []
