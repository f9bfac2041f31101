"""创新券服务合同. Which step a contract's state allows, and which days it allows. Beijing days. Pure."""

from collections.abc import Mapping
from datetime import date

from core.values.errors import Refusal

LIVE = ("registered", "amended")
"""The work goes on."""
UNDER_WAY = (*LIVE, "completed", "terminated")
"""Registered and not closed yet."""
KEEP_OPEN = ("registered", "in_redemption", "approved")
"""The states of a coupon that keep its contract open."""

UNIT_STEPS: Mapping[str, tuple[str, ...]] = {
    "update": ("draft",),
    "drop": ("draft",),
    "register": ("draft", *LIVE),
    "amend": LIVE,
    "complete": LIVE,
    "terminate": LIVE,
    "record": UNDER_WAY,
}
APPLICANT_STEPS: Mapping[str, tuple[str, ...]] = {
    "offer": ("draft", *LIVE),
    "confirm_amendment": ("amended",),
    "accept_results": ("completed", "terminated"),
    "press": UNDER_WAY,
}
NOT_WHILE_REDEEMED = frozenset({"register", "amend", "terminate", "press"})
"""What must wait while a redemption is open: it has all coupons of the contract."""


def may_step(*, step: str, state: str) -> bool:
    """Whether a contract in this state allows the step. KeyError for no step."""
    return state in {**UNIT_STEPS, **APPLICANT_STEPS}[step]


def next_steps(*, steps: Mapping[str, tuple[str, ...]], state: str, redemption_open: bool) -> list[str]:
    """What one side (UNIT_STEPS or APPLICANT_STEPS) can do now (下一步)."""
    waits = NOT_WHILE_REDEEMED if redemption_open else frozenset()
    return [step for step, states in steps.items() if state in states and step not in waits]


def late_refusals(*, on: date, redeem_by: date) -> tuple[Refusal, ...]:
    """`redeem_by` where the last day to apply for redemption is over (article 15.3)."""
    if on <= redeem_by:
        return ()
    params = {"limit": redeem_by.isoformat(), "value": on.isoformat(), "article": "第十五条"}
    return (Refusal(code="redeem_by", params=params),)


def signature_refusals(*, signed_on: date, on: date) -> tuple[Refusal, ...]:
    """`signed_on` where a contract says it was signed on a day that is still to come."""
    if signed_on <= on:
        return ()
    params = {"limit": on.isoformat(), "value": signed_on.isoformat()}
    return (Refusal(code="signed_on", params=params, field="signed_on"),)


def record_refusals(
    *, done_on: date, start: date, end: date, terminated_on: date | None, on: date
) -> tuple[Refusal, ...]:
    """`record_day` where the work was not done within the contract, or is still to come."""
    last = min(day for day in (end, terminated_on, on) if day is not None)
    if start <= done_on <= last:
        return ()
    params = {"first": start.isoformat(), "last": last.isoformat(), "value": done_on.isoformat()}
    return (Refusal(code="record_day", params=params, field="done_on"),)
