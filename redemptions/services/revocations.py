"""Revocation of coupons that are not paid yet (撤销创新券, article 17): a measure that is carried out once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from accounts.selectors.conflicts import require_no_conflict
from accounts.selectors.locks import lock_parties_shared
from core.database.transactions import assert_inside, write
from core.events.recording import Change, record
from core.values.errors import DomainError, Refusal, Refused
from core.values.money import total, yuan
from oversight.rules.sanctions import COUPONS_REVOKED
from oversight.selectors.sanctions import SanctionRow
from oversight.services.measures import OnceEffect
from oversight.services.sanctions import propose_sanction
from payments.selectors.payments import PaymentRow
from payments.services.cancellations import cancel_payments, lock_cancellable
from payments.services.payments import Due, create_payments
from redemptions.models import Redemption
from redemptions.rules.revocations import Consequence, consequence, proposal_refusals, redemption_refusals
from redemptions.rules.states import RedemptionState
from redemptions.selectors.locks import lock_batches, lock_redemptions
from redemptions.selectors.payees import payee_of
from redemptions.selectors.redemptions import get_contract_policy
from redemptions.selectors.revocations import (
    contract_ids_of,
    list_remaining,
    list_revocable,
    live_redemptions_of,
    sum_at_stake,
)
from redemptions.services.settlement import close_finished_batches, redemption_windows
from redemptions.services.withdrawals import end_unpaid
from vouchers.models import Coupon
from vouchers.rules.states import CouponState
from vouchers.selectors.contracts import get_contract
from vouchers.selectors.locks import lock_contract_coupons, lock_contracts, lock_coupons
from vouchers.services.coupon_transitions import lock_years_and_rounds, move_coupons

Side = Literal["applicant", "unit"]


@write
def propose_revocation(
    *, coupon_ids: Collection[int], against: Side, reason: str, actor_id: int, at: datetime
) -> SanctionRow:
    """Propose to revoke coupons of one contract, or one unregistered coupon (拟撤销创新券), against the side at fault.

    Raises `not_found`, `conflict_of_interest`, `revocation_together`, `revocation_over`, `revocation_proposed`;
    `revocation_side` for the unit of coupons without a contract.
    """
    facts = list_revocable(coupon_ids)
    if not facts or len(facts) != len(set(coupon_ids)):
        raise DomainError("not_found", field="coupons", kind="missing")
    if refusals := proposal_refusals(facts):
        raise Refused(refusals)
    parties = {"applicant": facts[0].applicant_id}
    if facts[0].contract_id is not None:
        parties["unit"] = get_contract(facts[0].contract_id).unit_id
    if against not in parties:
        raise DomainError("revocation_side", field="against")
    require_no_conflict(user_id=actor_id, party_ids=parties.values(), at=at)
    return propose_sanction(
        party_id=parties[against],
        measure=COUPONS_REVOKED,
        reason=reason,
        begins_on=None,
        until=None,
        subject_ids=coupon_ids,
        actor_id=actor_id,
        at=at,
    )


def lock_revocable(*, subject_ids: Collection[int]) -> None:
    """Lock what a revocation of these coupons changes: batch, redemption, payee FOR SHARE, contract, coupons, payment."""
    contract_ids = contract_ids_of(subject_ids)
    redemptions = list(live_redemptions_of(contract_ids).select_related("contract"))
    lock_batches({row.batch_id for row in redemptions if row.batch_id is not None})
    lock_redemptions([row.pk for row in redemptions])
    lock_parties_shared([_payee(row) for row in redemptions])
    lock_contracts(contract_ids)
    for contract_id in contract_ids:
        lock_contract_coupons(contract_id)
    lock_coupons(subject_ids)
    lock_cancellable(subject_kind="redemption", subject_ids=[row.pk for row in redemptions])


def revoke_coupons(
    *, subject_ids: Collection[int], party_id: int, data: Mapping[str, object], actor_id: int, at: datetime
) -> None:
    """Revoke locked coupons (撤销): their money is free, their year keeps counting them, their payment is cancelled.

    The coupons of the contract that remain are recounted, or get a new payment. Raises `illegal_state` if one is paid or
    has ended; `revocation_appealed`, `revocation_in_review`, `payment_at_bank`.
    """
    assert_inside()
    coupons = lock_coupons(subject_ids)
    lots = [_lot(row, subject_ids) for row in _lock_live(coupons)]
    if refusals := [each for lot in lots for each in lot.refusals()]:
        raise Refused(refusals)
    cancelled = _cancel([lot.redemption for lot in lots], actor_id=actor_id, at=at)
    lock_years_and_rounds(coupons)
    for fault, mine in _by_fault(coupons, party_id=party_id).items():
        move_coupons(coupons=mine, target=CouponState.REVOKED, at=at, actor_id=actor_id, fault=fault, data=data)
    for lot in lots:
        _settle(lot, cancelled=cancelled.get(lot.redemption.pk), data=data, actor_id=actor_id, at=at)


def preview_revocation(*, subject_ids: Collection[int]) -> tuple[int, Decimal]:
    """Return how many of the coupons are neither paid nor ended, and their yuan."""
    return sum_at_stake(subject_ids)


COUPONS = OnceEffect(lock=lock_revocable, carry_out=revoke_coupons, preview=preview_revocation)
"""The interface of coupons for the measure `coupons_revoked` (settings.SANCTION_SUBJECTS)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Lot:
    """A live redemption, and its coupons that are not revoked."""

    redemption: Redemption
    remaining: Sequence[Coupon]

    @property
    def consequence(self) -> Consequence:
        return consequence(state=self.redemption.state, remaining=len(self.remaining))

    def refusals(self) -> list[Refusal]:
        row = self.redemption
        return redemption_refusals(state=row.state, number=row.number, remaining=len(self.remaining))


def _lock_live(coupons: Sequence[Coupon]) -> list[Redemption]:
    contract_ids = {coupon.contract_id for coupon in coupons if coupon.contract_id is not None}
    return lock_redemptions(live_redemptions_of(contract_ids).values_list("pk", flat=True))


def _lot(redemption: Redemption, subject_ids: Collection[int]) -> _Lot:
    return _Lot(redemption=redemption, remaining=list_remaining(redemption.contract_id, without=subject_ids))


def _payee(redemption: Redemption) -> int:
    return payee_of(redemption, policy=get_contract_policy(redemption.contract))


def _cancel(redemptions: Sequence[Redemption], *, actor_id: int, at: datetime) -> dict[int, PaymentRow]:
    payments = lock_cancellable(subject_kind="redemption", subject_ids=[row.pk for row in redemptions])
    cancel_payments(payments, actor_id=actor_id, at=at)
    return {payment.subject_id: payment for payment in payments}


def _by_fault(coupons: Sequence[Coupon], *, party_id: int) -> dict[str, list[Coupon]]:
    """Group the coupons by the side at fault: the applicant where the measure is against it, else the unit."""
    groups: dict[str, list[Coupon]] = {}
    for coupon in coupons:
        groups.setdefault("applicant" if coupon.applicant_id == party_id else "unit", []).append(coupon)
    return groups


def _settle(
    lot: _Lot, *, cancelled: PaymentRow | None, data: Mapping[str, object], actor_id: int, at: datetime
) -> None:
    row = lot.redemption
    if lot.consequence == Consequence.REVOKED:
        end_unpaid([row], target=RedemptionState.REVOKED, at=at, actor_id=actor_id, data=data)
        close_finished_batches(lock_batches([row.batch_id] if row.batch_id else []), actor_id=actor_id, at=at)
    elif lot.consequence == Consequence.RECOUNTED:
        _recount(row, lot.remaining, data=data, actor_id=actor_id, at=at)
    elif cancelled is not None:
        create_payments(dues=[_rest(row, cancelled, lot.remaining)], actor_id=actor_id, at=at)


def _recount(
    redemption: Redemption, remaining: Sequence[Coupon], *, data: Mapping[str, object], actor_id: int, at: datetime
) -> None:
    """Lower the payable amount to what the remaining coupons pay."""
    before = redemption.payable
    redemption.payable = min(redemption.payable_limit, total(coupon.amount for coupon in remaining))
    redemption.version += 1
    redemption.save(update_fields=["payable", "version"])
    record(
        Change(
            type="redemption.recounted",
            subject_kind="redemption",
            subject_id=redemption.pk,
            party_id=redemption.unit_id,
            actor_id=actor_id,
            at=at,
            from_state=redemption.state,
            to_state=redemption.state,
            data={**data, "before": yuan(before), "payable": yuan(redemption.payable)},
        )
    )


def _rest(redemption: Redemption, cancelled: PaymentRow, remaining: Sequence[Coupon]) -> Due:
    """Return what is still due of a redemption after the revocation: the payable amounts of its remaining coupons."""
    windows = redemption_windows(subject_ids=[redemption.pk], on=cancelled.approved_on)
    return Due(
        payee_id=cancelled.payee_id,
        subject_kind="redemption",
        subject_id=redemption.pk,
        label=cancelled.label,
        amount=total(coupon.payable for coupon in remaining if coupon.payable is not None),
        approved_on=cancelled.approved_on,
        window=windows[redemption.pk],
    )
