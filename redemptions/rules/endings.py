"""兑现申请的终止. Why a redemption ended unpaid, by which article, and whether its contract may apply again. Pure."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from redemptions.rules.states import UNPAID_REDEMPTIONS, RedemptionState


class EndCause(StrEnum):
    """终止原因. Why a redemption ended unpaid."""

    NOT_SUBMITTED = "not_submitted"
    NOT_CORRECTED = "not_corrected"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """The end of a redemption. `may_apply` says whether the coupons are registered again and may be applied for."""

    cause: EndCause
    article: str
    may_apply: bool


def redemption_ending(*, state: RedemptionState, was_returned: bool, redeem_by: date | None, on: date) -> Ending | None:
    """Return the end of a redemption; None for one that has not ended, or that was paid. Beijing days.

    An application is made by the last day of the contract (article 15.3); revoked coupons are gone (article 17).
    """
    if state not in UNPAID_REDEMPTIONS:
        return None
    if state == RedemptionState.REVOKED:
        return Ending(cause=EndCause.REVOKED, article="17", may_apply=False)
    may_apply = redeem_by is not None and on <= redeem_by
    if state == RedemptionState.WITHDRAWN:
        return Ending(cause=EndCause.WITHDRAWN, article="", may_apply=may_apply)
    cause = EndCause.NOT_CORRECTED if was_returned else EndCause.NOT_SUBMITTED
    return Ending(cause=cause, article="15.3", may_apply=may_apply)
