"""Consequences of a final decision: coupons approved or rejected, the payment, the contract and the batch closed."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from accounts.selectors.locks import lock_parties_shared
from core.database.transactions import assert_inside
from core.events.transitions import move
from core.values.deadlines import beijing_day
from core.values.errors import DomainError
from core.values.money import ZERO
from oversight.rules.stages import StageRule
from payments.rules.windows import Window
from payments.services.payments import Due, create_payments
from payments.services.subjects import PaymentSubject
from redemptions.models import Redemption, RedemptionBatch
from redemptions.rules.payment_windows import payment_window
from redemptions.rules.states import BATCH, BatchState, RedemptionState
from redemptions.selectors.batches import list_unfinished_batches, map_batches, map_policy_versions
from redemptions.selectors.locks import lock_batches, lock_redemptions
from redemptions.selectors.payees import payee_of
from redemptions.services.batches import move_batch, move_redemptions
from redemptions.services.recoveries import redemption_repaid
from vouchers.models import Coupon, ServiceContract
from vouchers.rules.payables import distribute
from vouchers.rules.policies import Policy
from vouchers.rules.states import CONTRACT, OPEN_CONTRACTS, ContractState, CouponState
from vouchers.selectors.locks import lock_contracts, lock_coupons_of_contracts, lock_payable_coupons
from vouchers.selectors.policies import get_policy, stage_rules
from vouchers.services.coupon_transitions import lock_years_and_rounds, move_coupons
from vouchers.services.rounds import reopen_settled_rounds


def make_final(redemptions: Sequence[Redemption], *, actor_id: int | None, at: datetime) -> None:
    """Make decided, locked redemptions final (决定生效).

    The decided amount is distributed over the coupons and the rest is given back. Money due becomes a payment; a
    contract without money due is closed.
    """
    assert_inside()
    if not redemptions:
        return
    dues = _dues([row for row in redemptions if row.decided_amount], on=beijing_day(at))
    lock_parties_shared({due.payee_id for due in dues})
    by_contract = {row.contract_id: row for row in redemptions}
    contracts = lock_contracts(by_contract)
    coupons = lock_coupons_of_contracts(by_contract, state=CouponState.IN_REDEMPTION)
    lock_years_and_rounds(coupons)
    payables = _spread(coupons, by_contract=by_contract)
    move_redemptions(redemptions, target=RedemptionState.FINAL, actor_id=actor_id, at=at, columns={"final_at": at})
    _settle_coupons(coupons, payables=payables, by_contract=by_contract, actor_id=actor_id, at=at)
    create_payments(dues=dues, actor_id=actor_id, at=at)
    unpaid = [each for each in contracts if not by_contract[each.pk].decided_amount]
    _close_contracts(unpaid, actor_id=actor_id, at=at)


def close_finished_batches(batches: Sequence[RedemptionBatch], *, actor_id: int | None, at: datetime) -> None:
    """Close locked batches whose items are all paid, rejected or carried (批次办结)."""
    assert_inside()
    going = [batch for batch in batches if batch.state in (BatchState.APPROVED, BatchState.PAYING)]
    unfinished = list_unfinished_batches([batch.pk for batch in going])
    for batch in going:
        if batch.pk not in unfinished:
            move_batch(batch, target=BatchState.CLOSED, actor_id=actor_id, at=at, columns={"closed_at": at})


def redemption_windows(*, subject_ids: Collection[int], on: date) -> dict[int, Window]:
    """Map each redemption to the window in which money due on a day may be paid, by the policy of its contract."""
    versions = map_policy_versions(subject_ids)
    return {pk: _window(get_policy(version_id), on=on) for pk, version_id in versions.items()}


def order_stages(*, subject_ids: Collection[int]) -> list[tuple[StageRule, ...]]:
    """Return the approval stages of an order that pays these redemptions, by each policy of their contracts."""
    versions = sorted(set(map_policy_versions(subject_ids).values()))
    return [stage_rules(get_policy(version_id).approval.payment_order) for version_id in versions]


def lock_settlements(*, subject_ids: Collection[int]) -> None:
    """Lock what payments of these redemptions change, in order: batches, redemptions, contracts, coupons. `not_found`."""
    lock_batches({batch_id for batch_id in map_batches(subject_ids).values() if batch_id is not None})
    redemptions = lock_redemptions(subject_ids)
    if len(redemptions) != len(set(subject_ids)):
        raise DomainError("not_found", kind="missing")
    contracts = lock_contracts({row.contract_id for row in redemptions})
    lock_payable_coupons([contract.pk for contract in contracts])


def redemptions_paid(*, subject_ids: Collection[int], actor_id: int, at: datetime) -> None:
    """Record that payments have arrived (兑现到账): the coupons are paid and the contracts are closed.

    A batch is closed too if none of its items is open. The caller has called `lock_settlements`. `illegal_state`.
    """
    assert_inside()
    redemptions = lock_redemptions(subject_ids)
    contracts = lock_contracts({row.contract_id for row in redemptions})
    coupons = lock_coupons_of_contracts([contract.pk for contract in contracts], state=CouponState.APPROVED)
    move_redemptions(redemptions, target=RedemptionState.PAID, actor_id=actor_id, at=at)
    move_coupons(coupons=coupons, target=CouponState.PAID, at=at, actor_id=actor_id)
    _close_contracts(contracts, actor_id=actor_id, at=at)
    batch_ids = {row.batch_id for row in redemptions if row.batch_id is not None}
    _note_payments(lock_batches(batch_ids), actor_id=actor_id, at=at)


def redemptions_returned(*, subject_ids: Collection[int], actor_id: int, at: datetime) -> None:
    """Record that the bank returned payments that had arrived (退汇): redemptions are final, coupons and books approved.

    A closed batch is paying again, a settled round is closed again. The contracts stay closed: their work is done. The
    caller has called `lock_settlements`. `illegal_state`.
    """
    assert_inside()
    redemptions = lock_redemptions(subject_ids)
    coupons = lock_payable_coupons({row.contract_id for row in redemptions})
    lock_years_and_rounds(coupons)
    reopen_settled_rounds({coupon.round_id for coupon in coupons}, actor_id=actor_id, at=at)
    move_redemptions(redemptions, target=RedemptionState.FINAL, actor_id=actor_id, at=at)
    ended: dict[int, Mapping[str, object]] = {coupon.pk: {"ended_at": None} for coupon in coupons}
    move_coupons(coupons=coupons, target=CouponState.APPROVED, at=at, actor_id=actor_id, columns=ended)
    for batch in lock_batches({row.batch_id for row in redemptions if row.batch_id is not None}):
        if batch.state == BatchState.CLOSED:
            move_batch(batch, target=BatchState.PAYING, actor_id=actor_id, at=at, columns={"closed_at": None})


REDEMPTION = PaymentSubject(
    windows=redemption_windows,
    lock=lock_settlements,
    paid=redemptions_paid,
    returned=redemptions_returned,
    repaid=redemption_repaid,
    stages=order_stages,
)
"""The interface of redemptions for payments (settings.PAYMENT_SUBJECTS)."""


def _spread(coupons: Sequence[Coupon], *, by_contract: dict[int, Redemption]) -> dict[int, Decimal]:
    """Map each coupon to its payable amount. The order of their ids is the order of their claims."""
    payables: dict[int, Decimal] = {}
    for contract_id, mine in _by_contract(coupons).items():
        amount = by_contract[contract_id].decided_amount or ZERO
        shares = distribute(amount=amount, coupons=[coupon.amount for coupon in mine])
        payables |= {coupon.pk: share for coupon, share in zip(mine, shares, strict=True)}
    return payables


def _by_contract(coupons: Sequence[Coupon]) -> dict[int, list[Coupon]]:
    """Group the coupons by contract, in the order given."""
    grouped: dict[int, list[Coupon]] = defaultdict(list)
    for coupon in coupons:
        if coupon.contract_id is not None:
            grouped[coupon.contract_id].append(coupon)
    return grouped


def _settle_coupons(
    coupons: Sequence[Coupon],
    *,
    payables: dict[int, Decimal],
    by_contract: dict[int, Redemption],
    actor_id: int | None,
    at: datetime,
) -> None:
    groups: dict[tuple[CouponState, str], list[Coupon]] = defaultdict(list)
    redemptions = {
        coupon.pk: by_contract[contract_id] for contract_id, mine in _by_contract(coupons).items() for coupon in mine
    }
    for coupon in coupons:
        payable = payables[coupon.pk]
        fault = _fault(coupon, payable=payable, redemption=redemptions[coupon.pk])
        groups[CouponState.APPROVED if payable else CouponState.REJECTED, fault].append(coupon)
    for (target, fault), mine in sorted(groups.items()):
        given = {coupon.pk: payables[coupon.pk] for coupon in mine} if target == CouponState.APPROVED else None
        move_coupons(coupons=mine, target=target, at=at, actor_id=actor_id, fault=fault, payables=given)


def _fault(coupon: Coupon, *, payable: Decimal, redemption: Redemption) -> str:
    """Return the side at fault for a lower payment (article 9.4): as decided, else neither; empty for a coupon paid in full."""
    return (redemption.fault or "neither") if payable < coupon.amount else ""


def _dues(redemptions: Sequence[Redemption], *, on: date) -> list[Due]:
    versions = map_policy_versions([row.pk for row in redemptions])
    policies = {row.pk: get_policy(versions[row.pk]) for row in redemptions}
    return [_due(row, policy=policies[row.pk], approved_on=on) for row in redemptions]


def _due(redemption: Redemption, *, policy: Policy, approved_on: date) -> Due:
    return Due(
        payee_id=payee_of(redemption, policy=policy),
        subject_kind="redemption",
        subject_id=redemption.pk,
        label=redemption.number,
        amount=redemption.decided_amount or ZERO,
        approved_on=approved_on,
        window=_window(policy, on=approved_on),
    )


def _window(policy: Policy, *, on: date) -> Window:
    window = payment_window(approved_on=on, policy=policy)
    return Window(not_before=window.not_before, fiscal_year=window.fiscal_year)


def _close_contracts(contracts: Sequence[ServiceContract], *, actor_id: int | None, at: datetime) -> None:
    open_ones = [contract for contract in contracts if contract.state in OPEN_CONTRACTS]
    move(
        open_ones,
        machine=CONTRACT,
        target=ContractState.CLOSED,
        at=at,
        actor_id=actor_id,
        party=lambda contract: contract.applicant_id,
    )


def _note_payments(batches: Sequence[RedemptionBatch], *, actor_id: int, at: datetime) -> None:
    approved = [batch for batch in batches if batch.state == BatchState.APPROVED]
    move(approved, machine=BATCH, target=BatchState.PAYING, actor_id=actor_id, at=at)
    close_finished_batches(batches, actor_id=actor_id, at=at)
