"""Termination of contracts (合同终止): without work done the coupons are returned; with work done it is redeemed."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from accounts.selectors.conflicts import require_no_conflict
from core.database.transactions import write
from core.timekeeping.calendars import get_calendar
from core.values.deadlines import beijing_day
from core.values.money import ZERO
from vouchers.models import Coupon, ServiceContract
from vouchers.rules import deadlines
from vouchers.rules.states import ContractState, CouponState
from vouchers.selectors.contracts import has_records, list_unworked_ids
from vouchers.selectors.locks import lock_contracts, lock_coupons_of_contracts
from vouchers.services.amendments import move_redeem_by
from vouchers.services.contracts import (
    lock_own_contract,
    move_contracts,
    policy_of,
    require_in_time,
    require_no_redemption,
    require_reason,
)
from vouchers.services.coupon_transitions import move_coupons


@write
def terminate_contract(
    *, contract_id: int, unit_id: int | None, reason: str, actor_id: int, at: datetime
) -> ServiceContract:
    """Terminate a registered contract (合同终止); `unit_id` is None if an officer does it.

    Without a service record its coupons are returned and it is closed. Otherwise the work is redeemed within the
    policy's period from this day, never later than counted from the agreed end. `not_found`, `illegal_state`,
    `reason_missing`, `redemption_open`, `redeem_by` once it is over; `conflict_of_interest` for an officer.
    """
    require_reason(reason)
    contract = lock_own_contract(contract_id=contract_id, unit_id=unit_id, step="terminate")
    if unit_id is None:
        require_no_conflict(user_id=actor_id, party_ids=[contract.applicant_id, contract.unit_id], at=at)
    require_no_redemption(contract)
    require_in_time(contract, on=beijing_day(at))
    if has_records(contract.pk):
        return _terminate_with_work(contract, reason=reason, actor_id=actor_id, at=at)
    _terminate_without_work([contract], reason=reason, actor_id=actor_id, at=at)
    contract.refresh_from_db()
    return contract


@write
def return_coupons_of_unit(*, unit_id: int, reason: str, actor_id: int | None, at: datetime) -> int:
    """End the contracts of a unit that was struck off (除名, article 17) and return their coupons, where no work was
    done.

    Returns how many contracts. Contracts with work are redeemed as the decision on the unit says.
    """
    ids = list_unworked_ids(unit_id=unit_id, on=beijing_day(at))
    contracts = lock_contracts(ids)
    # Read again under the locks: a record or a redemption may have come since.
    still = set(list_unworked_ids(unit_id=unit_id, on=beijing_day(at)))
    ended = [contract for contract in contracts if contract.pk in still]
    _terminate_without_work(ended, reason=reason, actor_id=actor_id, at=at)
    return len(ended)


def _terminate_with_work(contract: ServiceContract, *, reason: str, actor_id: int, at: datetime) -> ServiceContract:
    on = beijing_day(at)
    ended = min(on, contract.end_on)
    redeem_by = deadlines.redeem_by(contract_end=ended, policy=policy_of(contract), calendar=get_calendar())
    move_redeem_by(contract, redeem_by)
    columns = {"terminated_on": on, "termination_reason": reason}
    data = {"reason": reason, "redeem_by": redeem_by.day.isoformat()}
    return move_contracts([contract], ContractState.TERMINATED, at=at, actor_id=actor_id, columns=columns, **data)[0]


def _terminate_without_work(
    contracts: Sequence[ServiceContract], *, reason: str, actor_id: int | None, at: datetime
) -> None:
    rows = list(contracts)
    columns = {"terminated_on": beijing_day(at), "termination_reason": reason}
    move_contracts(rows, ContractState.TERMINATED, at=at, actor_id=actor_id, columns=columns, reason=reason)
    move_contracts(rows, ContractState.CLOSED, at=at, actor_id=actor_id)
    coupons = lock_coupons_of_contracts([row.pk for row in rows], state=CouponState.REGISTERED)
    _reduce_coupon_totals(rows, coupons)
    move_coupons(coupons=coupons, target=CouponState.RETURNED, at=at, actor_id=actor_id, data={"reason": reason})


def _reduce_coupon_totals(contracts: Sequence[ServiceContract], coupons: Sequence[Coupon]) -> None:
    """Subtract returned coupons from the totals of their contracts."""
    amounts: dict[int | None, Decimal] = defaultdict(lambda: ZERO)
    for coupon in coupons:
        amounts[coupon.contract_id] += coupon.amount
    for contract in contracts:
        contract.coupon_total -= amounts[contract.pk]
    ServiceContract.objects.bulk_update(contracts, ["coupon_total"])
