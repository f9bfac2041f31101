"""Amendments of registered contracts (合同变更)."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from core.database.transactions import write
from core.timekeeping.calendars import get_calendar
from core.values.deadlines import Deadline, beijing_day
from core.values.errors import DomainError, Refusal, Refused
from core.values.money import is_amount, yuan
from vouchers.models import ContractAmendment, Coupon, ServiceContract
from vouchers.rules import deadlines
from vouchers.rules.contracts import late_refusals
from vouchers.rules.policies import Policy
from vouchers.rules.registrations import coupon_limit, date_refusals, share_refusals, validity_refusals
from vouchers.rules.states import ContractState, CouponState
from vouchers.selectors.contracts import has_records_after
from vouchers.services.contracts import (
    change_columns,
    lock_own_contract,
    move_contracts,
    policy_of,
    require_in_time,
    require_no_redemption,
    require_reason,
)


@write
def amend_contract(
    *, contract_id: int, unit_id: int, amount: Decimal, end_on: date, reason: str, actor_id: int, at: datetime
) -> ServiceContract:
    """Amend the amount (yuan) or the end of a registered contract (合同变更); redeem_by is counted from the amended end.

    `not_found`, `illegal_state`, `reason_missing`, `redemption_open`, `redeem_by` once it is over, `nothing_changed`.
    Refused with all of `amount`, `contract_dates`, `valid_until`, `contract_share`, `records_later`, `redeem_by` of the
    amended end.
    """
    require_reason(reason)
    contract = lock_own_contract(contract_id=contract_id, unit_id=unit_id, step="amend")
    on = beijing_day(at)
    require_no_redemption(contract)
    require_in_time(contract, on=on)
    if (amount, end_on) == (contract.amount, contract.end_on):
        raise DomainError("nothing_changed", kind="refused")
    policy = policy_of(contract)
    redeem_by = deadlines.redeem_by(contract_end=end_on, policy=policy, calendar=get_calendar())
    if refusals := _refusals(contract, amount=amount, end_on=end_on, redeem_by=redeem_by, policy=policy, on=on):
        raise Refused(refusals)
    _write(contract, amount=amount, end_on=end_on, reason=reason, actor_id=actor_id, at=at)
    move_redeem_by(contract, redeem_by)
    data = {"amount": yuan(amount), "end_on": end_on.isoformat(), "reason": reason}
    columns = {"amount": amount, "end_on": end_on, "coupon_limit": coupon_limit(amount=amount, policy=policy)}
    return move_contracts([contract], ContractState.AMENDED, at=at, actor_id=actor_id, columns=columns, **data)[0]


def move_redeem_by(contract: ServiceContract, redeem_by: Deadline) -> None:
    """Set another redeem_by for a locked contract and the coupons registered on it."""
    days: dict[str, Any] = {
        "redeem_by": redeem_by.day,
        "provisional": redeem_by.provisional,
        "calendar_version": redeem_by.calendar_version,
    }
    change_columns(contract, redeem_by_raw=redeem_by.raw, **days)
    if not redeem_by.provisional:
        del days["provisional"]  # a coupon's valid_until may still be provisional
    Coupon.objects.filter(contract=contract, state=CouponState.REGISTERED).update(**days)


def _refusals(
    contract: ServiceContract, *, amount: Decimal, end_on: date, redeem_by: Deadline, policy: Policy, on: date
) -> list[Refusal]:
    if not is_amount(amount):
        return [Refusal(code="amount", field="amount", params={"amount": str(amount)})]
    refusals = [
        *date_refusals(start=contract.start_on, end=end_on),
        *validity_refusals(end=end_on, valid_until=contract.valid_until or end_on),
        *share_refusals(coupons=contract.coupon_total, amount=amount, policy=policy),
        *late_refusals(on=on, redeem_by=redeem_by.day),
    ]
    if has_records_after(contract.pk, day=end_on):
        refusals.append(Refusal(code="records_later", field="end_on", params={"limit": end_on.isoformat()}))
    return refusals


def _write(
    contract: ServiceContract, *, amount: Decimal, end_on: date, reason: str, actor_id: int, at: datetime
) -> None:
    ContractAmendment.objects.create(
        contract=contract,
        amount_before=contract.amount,
        amount_after=amount,
        end_before=contract.end_on,
        end_after=end_on,
        reason=reason,
        at=at,
        by_id=actor_id,
    )
