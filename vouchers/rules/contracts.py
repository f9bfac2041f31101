"""创新券服务合同. The steps that a contract's state allows, and the limits of its days. Beijing days. Pure."""

from collections.abc import Mapping
from datetime import date

from core.values.errors import Refusal
from vouchers.rules.states import OPEN_CONTRACTS, RUNNING_CONTRACTS, WORKED_CONTRACTS, ContractState, CouponState

UNIT_STEPS: Mapping[str, tuple[ContractState, ...]] = {
    "update": (ContractState.DRAFT,),
    "drop": (ContractState.DRAFT,),
    "register": (ContractState.DRAFT, *RUNNING_CONTRACTS),
    "amend": RUNNING_CONTRACTS,
    "complete": RUNNING_CONTRACTS,
    "terminate": RUNNING_CONTRACTS,
    "record": OPEN_CONTRACTS,
}
APPLICANT_STEPS: Mapping[str, tuple[ContractState, ...]] = {
    "offer": (ContractState.DRAFT, *RUNNING_CONTRACTS),
    "confirm_amendment": (ContractState.AMENDED,),
    "accept_results": WORKED_CONTRACTS,
    "press": OPEN_CONTRACTS,
}
BLOCKED_BY_REDEMPTION = frozenset({"register", "amend", "terminate", "press"})
"""Steps that are not possible while a redemption is open, because it has all coupons of the contract."""


def may_step(*, step: str, state: ContractState | None) -> bool:
    """Whether a contract in this state allows the step; None allows none. KeyError for an unknown step."""
    return state in {**UNIT_STEPS, **APPLICANT_STEPS}[step]


def next_steps(
    *, steps: Mapping[str, tuple[ContractState, ...]], state: ContractState | None, redemption_open: bool
) -> list[str]:
    """Return the next steps (下一步) of one side, which passes its UNIT_STEPS or APPLICANT_STEPS."""
    waits = BLOCKED_BY_REDEMPTION if redemption_open else frozenset()
    return [step for step, states in steps.items() if state in states and step not in waits]


def is_left_over(*, coupon: CouponState, register_by: date, contract: ContractState | None, on: date) -> bool:
    """Whether a coupon offered for a contract was left over (余券): the work has ended without its registration, and it
    can still be registered on another contract. `contract` is None for a dropped draft."""
    ended = contract is None or contract in (*WORKED_CONTRACTS, ContractState.CLOSED)
    return ended and coupon == CouponState.CLAIMED and on <= register_by


def late_refusals(*, on: date, redeem_by: date) -> tuple[Refusal, ...]:
    """Return `redeem_by` if the last day to apply for redemption is over (article 15.3)."""
    if on <= redeem_by:
        return ()
    params = {"limit": redeem_by.isoformat(), "value": on.isoformat(), "article": "第十五条"}
    return (Refusal(code="redeem_by", params=params),)


def signature_refusals(*, signed_on: date, on: date) -> tuple[Refusal, ...]:
    """Return `signed_on` if the day of the signature is in the future."""
    if signed_on <= on:
        return ()
    params = {"limit": on.isoformat(), "value": signed_on.isoformat()}
    return (Refusal(code="signed_on", params=params, field="signed_on"),)


def record_refusals(
    *, done_on: date, start: date, end: date, terminated_on: date | None, on: date
) -> tuple[Refusal, ...]:
    """Return `record_day` if the work was not done within the contract, or is in the future."""
    last = min(day for day in (end, terminated_on, on) if day is not None)
    if start <= done_on <= last:
        return ()
    params = {"first": start.isoformat(), "last": last.isoformat(), "value": done_on.isoformat()}
    return (Refusal(code="record_day", params=params, field="done_on"),)
