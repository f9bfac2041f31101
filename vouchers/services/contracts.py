"""Contracts: drafted by the unit, coupons offered by the applicant, work completed and accepted (article 15.2)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from core.database.transactions import write
from core.events.recording import Change, record
from core.events.transitions import move, record_beginning, require_version
from core.values.deadlines import beijing_day
from core.values.errors import DomainError, Refusal, Refused
from core.values.money import ZERO, is_amount, yuan
from core.values.names import visible_name
from matching.selectors.projects import get_accepted_project
from vouchers.models import Coupon, CouponOffer, ServiceContract
from vouchers.rules.contracts import late_refusals, may_step, signature_refusals
from vouchers.rules.policies import Policy
from vouchers.rules.registrations import date_refusals
from vouchers.rules.states import CONTRACT, ContractState, CouponState
from vouchers.selectors.contracts import is_redemption_open, list_ids_with_binding_coupons
from vouchers.selectors.locks import lock_closable_contracts, lock_contract, lock_coupons
from vouchers.selectors.offers import offer_refusals
from vouchers.selectors.policies import get_policy

CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The terms of a contract (合同内容及金额). Yuan, Beijing days. `shortfall_bearer` is "applicant" or "unit"."""

    reference: str
    title: str
    category: str
    amount: Decimal
    signed_on: date
    start_on: date
    end_on: date
    shortfall_bearer: str
    related_party: bool


@write
def draft_contract(*, project_id: int, unit_id: int, terms: Terms, actor_id: int, at: datetime) -> ServiceContract:
    """Draft the contract of a project that the unit accepted (合同录入); the project's declarations are copied to it.

    `not_found` for another unit's project; `illegal_state` if it is not accepted; all of `amount`, `contract_dates`,
    `signed_on`; `contract_exists` if the project has one; `contract_reference_taken`; the errors of `visible_name` for the title.
    """
    project = get_accepted_project(project_id=project_id, unit_id=unit_id)
    terms = _checked(terms, on=beijing_day(at))
    contract = ServiceContract.objects.create(
        project=project,
        applicant_id=project.applicant_id,
        unit_id=unit_id,
        statutory_testing=project.statutory_testing,
        municipal_funding=project.municipal_funding,
        coupon_limit=ZERO,
        created_at=at,
        **asdict(terms),
    )
    record_beginning(
        contract,
        machine=CONTRACT,
        event="contract.drafted",
        at=at,
        actor_id=actor_id,
        party_id=contract.applicant_id,
        data=_plain(contract),
    )
    return contract


@write
def update_contract(
    *, contract_id: int, unit_id: int, terms: Terms, version: int, actor_id: int, at: datetime
) -> ServiceContract:
    """Change a draft (修改合同草稿). Coupons offered for it are no longer offered, because they were offered for other terms.

    `not_found`, `illegal_state`, `stale_version`; for the terms the errors of `draft_contract`.
    """
    contract = lock_own_contract(contract_id=contract_id, unit_id=unit_id, step="update")
    require_version(contract, version)
    terms = _checked(terms, on=beijing_day(at))
    before = _plain(contract)
    CouponOffer.objects.filter(contract=contract).delete()
    change_columns(contract, **asdict(terms))
    record_event(
        contract, event="contract.draft_changed", at=at, actor_id=actor_id, before=before, after=_plain(contract)
    )
    return contract


@write
def drop_contract(*, contract_id: int, unit_id: int, reason: str, actor_id: int, at: datetime) -> ServiceContract:
    """Drop a draft, with the reason (放弃草稿); the project may have another contract.

    `not_found`, `illegal_state`, `reason_missing`.
    """
    require_reason(reason)
    contract = lock_own_contract(contract_id=contract_id, unit_id=unit_id, step="drop")
    columns = {"terminated_on": beijing_day(at), "termination_reason": reason}
    return move_contracts(
        [contract], ContractState.TERMINATED, at=at, actor_id=actor_id, columns=columns, reason=reason
    )[0]


@write
def offer_coupons(
    *, contract_id: int, applicant_id: int, coupon_ids: Sequence[int], actor_id: int, at: datetime
) -> ServiceContract:
    """Offer coupons of the applicant for the contract (拟用创新券); the unit can register no others.

    Replaces the earlier offer. `coupons_missing` without one; `not_found`, also for a coupon of another applicant;
    `illegal_state`; `coupon_state` for one that is not claimed; `contract_share` if they exceed what may be paid.
    """
    if not coupon_ids:
        raise DomainError("coupons_missing", field="coupons")
    contract = lock_own_contract(contract_id=contract_id, applicant_id=applicant_id, step="offer")
    coupons = lock_coupons(coupon_ids)
    _check_offered(coupons, coupon_ids=coupon_ids, applicant_id=applicant_id)
    if refusals := offer_refusals(contract, coupons):
        raise Refused(refusals)
    contract.offers.exclude(coupon__contract=contract).delete()
    CouponOffer.objects.bulk_create(
        CouponOffer(contract=contract, coupon=coupon, offered_by_id=actor_id, at=at) for coupon in coupons
    )
    ids = [coupon.pk for coupon in coupons]
    record_event(contract, event="contract.coupons_offered", at=at, actor_id=actor_id, coupons=ids)
    return contract


@write
def confirm_amendment(*, contract_id: int, applicant_id: int, actor_id: int, at: datetime) -> ServiceContract:
    """Confirm an amendment, as the applicant (确认变更). `not_found`, `illegal_state`."""
    contract = lock_own_contract(contract_id=contract_id, applicant_id=applicant_id, step="confirm_amendment")
    return move_contracts([contract], ContractState.REGISTERED, at=at, actor_id=actor_id)[0]


@write
def complete_contract(*, contract_id: int, unit_id: int, actor_id: int, at: datetime) -> ServiceContract:
    """Record that the unit has done the work (服务完成). `not_found`, `illegal_state`; `not_started`; `redeem_by`."""
    contract = lock_own_contract(contract_id=contract_id, unit_id=unit_id, step="complete")
    on = beijing_day(at)
    require_in_time(contract, on=on)
    if on < contract.start_on:
        raise DomainError("not_started", kind="refused", limit=contract.start_on.isoformat(), value=on.isoformat())
    return move_contracts([contract], ContractState.COMPLETED, at=at, actor_id=actor_id, columns={"completed_at": at})[
        0
    ]


@write
def accept_results(*, contract_id: int, applicant_id: int, actor_id: int, at: datetime) -> ServiceContract:
    """Accept the results on line, as the applicant (确认成果). `not_found`, `illegal_state`; `already_accepted`."""
    contract = lock_own_contract(contract_id=contract_id, applicant_id=applicant_id, step="accept_results")
    if contract.results_accepted_at:
        raise DomainError("already_accepted", kind="refused")
    change_columns(contract, results_accepted_at=at, results_accepted_by_id=actor_id)
    record_event(contract, event="contract.results_accepted", at=at, actor_id=actor_id)
    return contract


@write
def press_unit(*, contract_id: int, applicant_id: int, actor_id: int, at: datetime) -> ServiceContract:
    """Ask the unit to apply for redemption in time (催办), at most once a Beijing day.

    `not_found`, `illegal_state`; `redemption_open` if the unit applied already; `redeem_by`; `pressed_today`.
    """
    contract = lock_own_contract(contract_id=contract_id, applicant_id=applicant_id, step="press")
    on = beijing_day(at)
    require_no_redemption(contract)
    require_in_time(contract, on=on)
    if contract.pressed_on == on:
        raise DomainError("pressed_today", kind="refused")
    change_columns(contract, pressed_on=on)
    record_event(contract, event="contract.unit_pressed", at=at, actor_id=actor_id)
    return contract


def close_ended_contracts(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Close every contract whose coupons have all ended (合同办结), in chunks. Concurrent runs are safe."""
    done, after = 0, 0
    while found := close_some_contracts(at=at, after=after):
        after, closed = found
        progress(closed)
        done += closed
    return {"closed": done}


@write
def close_some_contracts(*, at: datetime, after: int) -> tuple[int, int] | None:
    """Close one chunk; return the last id read and the number of contracts closed, or None if none is left."""
    locked = lock_closable_contracts(after=after, limit=CHUNK)
    if not locked:
        return None
    # Read under the locks: a coupon may have been registered since the contracts were selected.
    still_open = list_ids_with_binding_coupons([contract.pk for contract in locked])
    ended = [contract for contract in locked if contract.pk not in still_open]
    move_contracts(ended, ContractState.CLOSED, at=at, actor_id=None)
    return locked[-1].pk, len(ended)


def lock_own_contract(
    *, contract_id: int, step: str, unit_id: int | None = None, applicant_id: int | None = None
) -> ServiceContract:
    """Lock and return the contract if this side may take the step; `not_found` for another party's, `illegal_state`."""
    contract = lock_contract(contract_id)
    if (unit_id or contract.unit_id, applicant_id or contract.applicant_id) != (
        contract.unit_id,
        contract.applicant_id,
    ):
        raise DomainError("not_found", kind="missing")
    if not may_step(step=step, state=contract.phase):
        raise DomainError("illegal_state", kind="refused", state=contract.state)
    return contract


def move_contracts(
    contracts: list[ServiceContract],
    target: ContractState,
    *,
    at: datetime,
    actor_id: int | None,
    columns: Mapping[str, object] | None = None,
    **data: object,
) -> list[ServiceContract]:
    """Move locked contracts along a legal transition. The event belongs to the applicant and is shown to the unit."""
    party: Callable[[ServiceContract], int] = lambda contract: contract.applicant_id  # noqa: E731
    move(contracts, machine=CONTRACT, target=target, at=at, actor_id=actor_id, columns=columns, data=data, party=party)
    return contracts


def change_columns(contract: ServiceContract, **columns: object) -> None:
    """Change columns of a locked contract that stays in its state."""
    for name, value in columns.items():
        setattr(contract, name, value)
    contract.version += 1
    contract.save(update_fields=["version", *columns])


def record_event(contract: ServiceContract, *, event: str, at: datetime, actor_id: int | None, **data: object) -> None:
    """Record an event of a contract that stays in its state."""
    record(
        Change(
            type=event,
            subject_kind=CONTRACT.name,
            subject_id=contract.pk,
            party_id=contract.applicant_id,
            actor_id=actor_id,
            at=at,
            data=data,
        )
    )


def policy_of(contract: ServiceContract) -> Policy:
    """Return the policy of a registered contract; `not_found` for one that was never registered."""
    return get_policy(contract.policy_version_id)


def require_reason(reason: str) -> None:
    """Refuse an empty reason: `reason_missing`."""
    if not reason.strip():
        raise DomainError("reason_missing", field="reason")


def require_no_redemption(contract: ServiceContract) -> None:
    """Refuse while the contract has a live redemption, which has all its coupons: `redemption_open`."""
    if is_redemption_open(contract.pk):
        raise DomainError("redemption_open", kind="refused")


def require_in_time(contract: ServiceContract, *, on: date) -> None:
    """Refuse once the last day to redeem is over, even if no job has lapsed the coupons yet: `redeem_by`."""
    if contract.redeem_by and (refusals := late_refusals(on=on, redeem_by=contract.redeem_by)):
        raise Refused(refusals)


def _checked(terms: Terms, *, on: date) -> Terms:
    refusals = [
        *date_refusals(start=terms.start_on, end=terms.end_on),
        *signature_refusals(signed_on=terms.signed_on, on=on),
    ]
    if not is_amount(terms.amount):
        refusals.insert(0, Refusal(code="amount", field="amount", params={"amount": str(terms.amount)}))
    if refusals:
        raise Refused(refusals)
    return replace(terms, title=visible_name(terms.title, field="title", most=200))


def _check_offered(coupons: Sequence[Coupon], *, coupon_ids: Sequence[int], applicant_id: int) -> None:
    own = {coupon.pk for coupon in coupons if coupon.applicant_id == applicant_id}
    if own != set(coupon_ids):
        raise DomainError("not_found", field="coupons", kind="missing")
    others = sorted({coupon.state for coupon in coupons if coupon.state != CouponState.CLAIMED})
    if others:
        raise DomainError("coupon_state", field="coupons", kind="refused", value="、".join(others))


def _plain(contract: ServiceContract) -> dict[str, str]:
    return {
        "reference": contract.reference,
        "amount": yuan(contract.amount),
        "start_on": contract.start_on.isoformat(),
        "end_on": contract.end_on.isoformat(),
        "shortfall_bearer": contract.shortfall_bearer,
    }
