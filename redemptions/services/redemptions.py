"""Redemptions: the open unit applies for the coupons of a contract with evidence (article 15.3)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from core.database.transactions import write
from core.events.recording import Change, record
from core.events.transitions import record_beginning, require_version
from core.timekeeping.calendars import get_calendar
from core.values.deadlines import beijing_day
from core.values.errors import DomainError, Refusal, Refused
from core.values.money import is_amount, total, yuan
from redemptions.models import Invoice, Redemption
from redemptions.rules import redemptions as rules
from redemptions.rules.corrections import correction_refusals
from redemptions.rules.states import CORRECTABLE_REDEMPTIONS, REDEMPTION, UNSUMMARISED_BATCHES, RedemptionState
from redemptions.selectors.batches import get_batch_of
from redemptions.selectors.corrections import hash_content
from redemptions.selectors.evidence import gather_evidence
from redemptions.selectors.locks import lock_batch, lock_redemption
from redemptions.selectors.redemptions import find_live_redemption, get_contract_policy
from redemptions.services.batches import move_redemptions
from redemptions.services.withdrawals import end_unpaid
from vouchers.models import Coupon, ServiceContract, ServiceRecord
from vouchers.rules.payables import billed, payable, payable_limit
from vouchers.rules.policies import Policy
from vouchers.rules.states import OPEN_CONTRACTS, CouponState
from vouchers.selectors.locks import lock_contract, lock_contract_coupons
from vouchers.services.coupon_transitions import move_coupons


@write
def start_redemption(*, contract_id: int, unit_id: int, actor_id: int, at: datetime) -> Redemption:
    """Draft the redemption of all coupons of a contract (新建兑现申请). A draft moves no coupon and stops no deadline.

    The actual amount is prefilled from the service records, or else from the contract. `not_found` for another unit's
    contract; `redemption_exists` names the live one; `redemption_coupons` if the contract has no registered coupon;
    `illegal_state`; `redeem_by` once the day is over.
    """
    contract = _lock_own_contract(contract_id, unit_id=unit_id)
    policy = get_contract_policy(contract)
    _require_startable(contract, at=at)
    coupons = _coupons(contract, state=CouponState.REGISTERED)
    if not coupons:
        raise DomainError("redemption_coupons", kind="refused")
    actual = _prefilled(contract)
    redemption = Redemption.objects.create(
        contract=contract,
        applicant_id=contract.applicant_id,
        unit_id=contract.unit_id,
        actual_amount=actual,
        created_at=at,
        calendar_version=get_calendar().version,
        **_payable(coupons, actual=actual, policy=policy),
    )
    record_beginning(
        redemption,
        machine=REDEMPTION,
        event="redemption.drafted",
        at=at,
        actor_id=actor_id,
        party_id=unit_id,
        data={"contract": contract_id},
    )
    return redemption


@write
def update_redemption(
    *,
    redemption_id: int,
    unit_id: int,
    actual_amount: Decimal,
    own_payment: Decimal | None,
    version: int | None,
    actor_id: int,
    at: datetime,
) -> Redemption:
    """Enter the actual amount of the contract and the applicant's own payment, in yuan (实际发生金额、自付金额).

    `not_found`; `illegal_state` unless drafted or returned; `stale_version`; `actual_amount`, `own_payment` for
    impossible amounts.
    """
    redemption = lock_own_correctable(redemption_id, unit_id=unit_id, version=version)
    _check_amounts(actual_amount=actual_amount, own_payment=own_payment)
    contract = lock_contract(redemption.contract_id)
    return _enter_amounts(
        redemption, contract, actual_amount=actual_amount, own_payment=own_payment, actor_id=actor_id, at=at
    )


@write
def adopt_records(*, redemption_id: int, unit_id: int, version: int | None, actor_id: int, at: datetime) -> Redemption:
    """Take the actual amount from the service records again (按服务记录更新金额), by the rule of a new draft.

    The own payment stays. `not_found`; `illegal_state` unless drafted or returned; `stale_version`; `records_missing`
    for a contract without records.
    """
    redemption = lock_own_correctable(redemption_id, unit_id=unit_id, version=version)
    contract = lock_contract(redemption.contract_id)
    if not contract.records.exists():
        raise DomainError("records_missing", kind="refused")
    return _enter_amounts(
        redemption,
        contract,
        actual_amount=_prefilled(contract),
        own_payment=redemption.own_payment,
        actor_id=actor_id,
        at=at,
    )


@write
def submit_redemption(
    *, redemption_id: int, unit_id: int, version: int | None, actor_id: int, at: datetime, answer: str = ""
) -> Redemption:
    """Submit a redemption, or submit it again after a return (提交兑现申请). Its coupons are in redemption and its invoices
    are used from now on.

    A first submission must meet the contract's redeem_by, one after a return the correction day only; `answer` is the
    written answer to the points of the return (补正说明). `Refused` with every code of the rules, `correct_by` and
    `nothing_corrected` after a return, then `redemption_coupons`; `not_found`, `illegal_state`, `stale_version`.
    """
    redemption = _lock_own(redemption_id, unit_id=unit_id)
    REDEMPTION.get_transition(source=redemption.state, target=RedemptionState.SUBMITTED)
    require_version(redemption, version)
    contract = redemption.contract = lock_contract(redemption.contract_id)
    coupons = _coupons(contract, state=_coupon_state(redemption))
    policy = get_contract_policy(contract)
    refusals = _refusals(redemption, contract=contract, coupons=coupons, policy=policy, at=at)
    first = redemption.state == RedemptionState.DRAFT
    if refusals := (*refusals, *(() if first else _correction_refusals(redemption, answer=answer))):
        raise Refused(refusals)
    payable = _payable(coupons, actual=redemption.actual_amount, policy=policy)
    move_redemptions(
        [redemption],
        target=RedemptionState.SUBMITTED,
        at=at,
        actor_id=actor_id,
        columns={**payable, "submitted_at": at, **_corrected(answer=answer, first=first)},
        data={"actual_amount": yuan(redemption.actual_amount), "payable": yuan(payable["payable"])},
    )
    Invoice.objects.filter(redemption_id=redemption.pk).update(live=True)
    if first:
        move_coupons(
            coupons=coupons,
            target=CouponState.IN_REDEMPTION,
            at=at,
            actor_id=actor_id,
            data={"redemption": redemption.pk},
        )
    return redemption


@write
def withdraw_redemption(
    *, redemption_id: int, unit_id: int, reason: str, fault: str, version: int | None, actor_id: int, at: datetime
) -> Redemption:
    """Withdraw a redemption before its batch is summarised (撤回), with the reason and the side at fault.

    Its invoices may be used again. Its coupons are registered again until redeem_by, otherwise they lapse. `not_found`,
    `illegal_state`, `stale_version`.
    """
    batch_id = get_batch_of(redemption_id)
    batch = lock_batch(batch_id) if batch_id is not None else None
    redemption = _lock_own(redemption_id, unit_id=unit_id)
    REDEMPTION.get_transition(source=redemption.state, target=RedemptionState.WITHDRAWN)
    require_version(redemption, version)
    if redemption.batch_id != batch_id:
        raise DomainError("busy", kind="busy")
    if batch is not None and batch.state not in UNSUMMARISED_BATCHES:
        raise DomainError("illegal_state", kind="refused", state=batch.state)
    end_unpaid(
        [redemption],
        target=RedemptionState.WITHDRAWN,
        at=at,
        actor_id=actor_id,
        columns={"fault": fault},
        data={"reason": reason, "fault": fault},
    )
    return redemption


def _enter_amounts(
    redemption: Redemption,
    contract: ServiceContract,
    *,
    actual_amount: Decimal,
    own_payment: Decimal | None,
    actor_id: int,
    at: datetime,
) -> Redemption:
    """Save the amounts of a locked redemption with what they make payable."""
    coupons = _coupons(contract, state=_coupon_state(redemption))
    before = {"actual_amount": yuan(redemption.actual_amount), "own_payment": _text(redemption.own_payment)}
    redemption.actual_amount = actual_amount
    redemption.own_payment = own_payment
    for name, value in _payable(coupons, actual=actual_amount, policy=get_contract_policy(contract)).items():
        setattr(redemption, name, value)
    redemption.version += 1
    redemption.save(update_fields=["actual_amount", "own_payment", "payable_limit", "payable", "version"])
    after = {"actual_amount": yuan(actual_amount), "own_payment": _text(own_payment)}
    record_change(
        redemption, event="redemption.changed", at=at, actor_id=actor_id, data={"before": before, "after": after}
    )
    return redemption


def lock_own_correctable(redemption_id: int, *, unit_id: int, version: int | None) -> Redemption:
    """Lock and return the unit's redemption while it can change; `not_found`, `illegal_state`, `stale_version`."""
    redemption = _lock_own(redemption_id, unit_id=unit_id)
    if redemption.state not in CORRECTABLE_REDEMPTIONS:
        raise DomainError("illegal_state", kind="refused", state=redemption.state)
    require_version(redemption, version)
    return redemption


def record_change(
    redemption: Redemption, *, event: str, at: datetime, actor_id: int, data: Mapping[str, object]
) -> None:
    """Record a change that leaves the redemption in its state."""
    record(
        Change(
            type=event,
            subject_kind="redemption",
            subject_id=redemption.pk,
            party_id=redemption.unit_id,
            actor_id=actor_id,
            at=at,
            from_state=redemption.state,
            to_state=redemption.state,
            data=data,
        )
    )


def _lock_own(redemption_id: int, *, unit_id: int) -> Redemption:
    redemption = lock_redemption(redemption_id)
    if redemption.unit_id != unit_id:
        raise DomainError("not_found", kind="missing")
    return redemption


def _lock_own_contract(contract_id: int, *, unit_id: int) -> ServiceContract:
    contract = lock_contract(contract_id)
    if contract.unit_id != unit_id:
        raise DomainError("not_found", kind="missing")
    return contract


def _require_startable(contract: ServiceContract, *, at: datetime) -> None:
    if contract.state not in OPEN_CONTRACTS or contract.redeem_by is None:
        raise DomainError("illegal_state", kind="refused", state=contract.state)
    live = find_live_redemption(contract.pk)
    if live is not None:
        raise DomainError("redemption_exists", field="contract", kind="refused", redemption=live.pk, number=live.number)
    if beijing_day(at) > contract.redeem_by:
        raise DomainError("redeem_by", kind="refused", limit=contract.redeem_by.isoformat())


def _coupons(contract: ServiceContract, *, state: CouponState) -> list[Coupon]:
    return [coupon for coupon in lock_contract_coupons(contract.pk) if coupon.state == state]


def _coupon_state(redemption: Redemption) -> CouponState:
    return CouponState.REGISTERED if redemption.state == RedemptionState.DRAFT else CouponState.IN_REDEMPTION


def _prefilled(contract: ServiceContract) -> Decimal:
    recorded = total(ServiceRecord.objects.filter(contract_id=contract.pk).values_list("amount", flat=True))
    return billed(recorded=recorded, agreed=contract.amount)


def _payable(coupons: Sequence[Coupon], *, actual: Decimal, policy: Policy) -> dict[str, Decimal]:
    amounts = [coupon.amount for coupon in coupons]
    return {
        "payable_limit": payable_limit(actual_amount=actual, policy=policy),
        "payable": payable(coupons=amounts, actual_amount=actual, policy=policy),
    }


def _refusals(
    redemption: Redemption, *, contract: ServiceContract, coupons: Sequence[Coupon], policy: Policy, at: datetime
) -> tuple[Refusal, ...]:
    returned = redemption.state == RedemptionState.RETURNED
    facts = rules.RedemptionFacts(
        on=beijing_day(at),
        coupons=tuple(coupon.amount for coupon in coupons),
        actual_amount=redemption.actual_amount,
        contract_start=contract.start_on,
        contract_end=contract.end_on,
        evidence=gather_evidence(redemption),
        last_day=redemption.correct_by if returned else contract.redeem_by,
    )
    found = rules.redemption_refusals(facts=facts, policy=policy, calendar=get_calendar())
    own = [Refusal(code="redemption_coupons")] if not coupons else []
    return (*(_as_correction(each) if returned else each for each in found), *own)


def _correction_refusals(redemption: Redemption, *, answer: str) -> tuple[Refusal, ...]:
    return correction_refusals(
        returned=redemption.returned_content,
        now=hash_content(redemption),
        answer=answer,
        reason=redemption.return_reason,
    )


def _corrected(*, answer: str, first: bool) -> dict[str, object]:
    """Return the columns of a return that a submission ends, with the written answer to it."""
    ended: dict[str, object] = {"correct_by_raw": None, "correct_by": None, "fault": ""}
    return ended if first else {**ended, "correction_answer": answer}


def _as_correction(refusal: Refusal) -> Refusal:
    """Replace `redeem_by` by `correct_by`: after a return only the correction day counts."""
    if refusal.code != "redeem_by":
        return refusal
    return Refusal(code="correct_by", params=refusal.params, field=refusal.field)


def _check_amounts(*, actual_amount: Decimal, own_payment: Decimal | None) -> None:
    if not is_amount(actual_amount):
        raise DomainError("actual_amount", field="actual_amount", value=str(actual_amount))
    if own_payment is not None and own_payment and not is_amount(own_payment):
        raise DomainError("own_payment", field="own_payment", value=str(own_payment))


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else yuan(amount)
