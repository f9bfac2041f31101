"""Appeals (申诉): until when each side may appeal, when appeals are decided, and to which amount (article 15.5).

Yuan, Beijing days. Pure.
"""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from core.values.errors import Refusal
from core.values.money import is_amount, yuan
from redemptions.rules.states import AppealState, RedemptionState


class Appellant(StrEnum):
    """The two sides that a decision concerns."""

    UNIT = "unit"
    APPLICANT = "applicant"


APPEALABLE_STATES = (RedemptionState.DECIDED, RedemptionState.APPEALED)
"""Notified and not final. Once one side has appealed the other still may, on its own days."""


def is_appealable(*, decision: str, raised: bool) -> bool:
    """Whether a decision may be appealed: a reduction or a rejection, unless an earlier appeal raised its amount."""
    return decision in ("reduce", "reject") and not raised


def appeal_refusal(*, side: Appellant, answered: Collection[str], appeal_by: date | None, on: date) -> Refusal | None:
    """Return why a side cannot appeal or waive its appeal any more; None if it can.

    `answered` names the sides that have appealed or waived. `appealed_already`, `appeal_over` with the last day.
    """
    if side in answered:
        return Refusal(code="appealed_already")
    if appeal_by is None or on > appeal_by:
        return Refusal(code="appeal_over", params={"limit": appeal_by.isoformat() if appeal_by else ""})
    return None


def is_closed(*, answered: Collection[str], appeal_by: date | None, on: date) -> bool:
    """Whether no further appeal can come: both sides have appealed or waived, or the days are over."""
    return set(Appellant) <= set(answered) or (appeal_by is not None and on > appeal_by)


def raised_refusal(*, amount: Decimal, decided: Decimal, payable: Decimal) -> Refusal | None:
    """Return why an appeal cannot raise a decision to an amount: never worse than before, never above what is payable."""
    if is_amount(amount) and decided < amount <= payable:
        return None
    params = {"least": yuan(decided), "limit": yuan(payable), "value": str(amount)}
    return Refusal(code="raised_amount", field="amount", params=params)


def raised_decision(*, amount: Decimal, payable: Decimal) -> Literal["approve", "reduce"]:
    """Return the decision that a raised amount amounts to."""
    return "approve" if amount == payable else "reduce"


def appeal_steps(state: AppealState, *, closed: bool) -> Mapping[str, str]:
    """Return the authority's next step on an appeal: step → the operation that permits it. Both sides come first."""
    if state == AppealState.FILED and closed:
        return {"examine": "appeal.examine"}
    return {"decide": "appeal.decide"} if state == AppealState.EXAMINED else {}
