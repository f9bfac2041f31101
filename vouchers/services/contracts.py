"""Contracts: drafted by the unit, coupons offered by the applicant, the work completed and accepted (article 15.2)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from core.database.transactions import write
from core.events.recording import Change, record
from core.events.transitions import move, record_beginning
from core.values.deadlines import beijing_day
from core.values.errors import DomainError, Refusal, Refused
from core.values.money import ZERO, is_amount, yuan
from matching.selectors.projects import get_accepted_project
from vouchers.models import Coupon, CouponOffer, ServiceContract
from vouchers.rules.contracts import late_refusals, may_step, signature_refusals
from vouchers.rules.policies import Policy
from vouchers.rules.registrations import date_refusals
from vouchers.rules.states import CONTRACT, ContractState, CouponState
from vouchers.selectors.contracts import is_redemption_open, list_with_counted_coupons
from vouchers.selectors.locks import lock_closable_contracts, lock_contract, lock_coupons
from vouchers.selectors.policies import get_policy

CHUNK = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a contract says (合同内容及金额). Yuan, Beijing days; who bears a shortfall: applicant or unit."""

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
    """The unit enters the contract of a project it accepted (合同录入); what was declared of the project goes with it.

    `not_found` for another unit's project, `illegal_state` where it is not accepted; all of `amount`, `contract_dates`,
    `signed_on`; `contract_exists` where the project has one; `contract_reference_taken`.
    """
    project = get_accepted_project(project_id=project_id, unit_id=unit_id)
    _check(terms, on=beijing_day(at))
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
    """Change a draft (修改合同草稿). What the applicant offered is void: it was meant for other terms.

    `not_found`, `illegal_state`, `stale_version`; the terms as for `draft_contract`.
    """
    contract = lock_own_contract(contract_id=contract_id, unit_id=unit_id, step="update")
    if contract.version != version:
        raise DomainError("stale_version", field="version", kind="refused")
    _check(terms, on=beijing_day(at))
    before = _plain(contract)
    CouponOffer.objects.filter(contract=contract).delete()
    change_columns(contract, **asdict(terms))
    record_event(
        contract, event="contract.draft_changed", at=at, actor_id=actor_id, before=before, after=_plain(contract)
    )
    return contract


@write
def drop_contract(*, contract_id: int, unit_id: int, reason: str, actor_id: int, at: datetime) -> ServiceContract:
    """Give a draft up, with the reason (放弃草稿); the project may have another. `not_found`, `illegal_state`,
    `reason_missing`."""
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
    """The applicant says which of its coupons it means for the contract (拟用创新券); the unit can register no others.

    Takes the place of what was offered before; nothing withdraws. `not_found`, also for a coupon that is not the
    applicant's; `illegal_state`; `coupon_state` for one that is not claimed.
    """
    contract = lock_own_contract(contract_id=contract_id, applicant_id=applicant_id, step="offer")
    coupons = lock_coupons(coupon_ids)
    _check_offered(coupons, coupon_ids=coupon_ids, applicant_id=applicant_id)
    contract.offers.exclude(coupon__contract=contract).delete()
    CouponOffer.objects.bulk_create(
        CouponOffer(contract=contract, coupon=coupon, offered_by_id=actor_id, at=at) for coupon in coupons
    )
    ids = [coupon.pk for coupon in coupons]
    record_event(contract, event="contract.coupons_offered", at=at, actor_id=actor_id, coupons=ids)
    return contract


@write
def confirm_amendment(*, contract_id: int, applicant_id: int, actor_id: int, at: datetime) -> ServiceContract:
    """The applicant has seen what was amended (确认变更). `not_found`, `illegal_state`."""
    contract = lock_own_contract(contract_id=contract_id, applicant_id=applicant_id, step="confirm_amendment")
    return move_contracts([contract], ContractState.REGISTERED, at=at, actor_id=actor_id)[0]


@write
def complete_contract(*, contract_id: int, unit_id: int, actor_id: int, at: datetime) -> ServiceContract:
    """The unit has done the work (服务完成). `not_found`, `illegal_state`; `not_started`; `redeem_by` once it is over."""
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
    """The applicant accepts the results on line (确认成果). `not_found`, `illegal_state`; `already_accepted` for twice."""
    contract = lock_own_contract(contract_id=contract_id, applicant_id=applicant_id, step="accept_results")
    if contract.results_accepted_at:
        raise DomainError("already_accepted", kind="refused")
    change_columns(contract, results_accepted_at=at, results_accepted_by_id=actor_id)
    record_event(contract, event="contract.results_accepted", at=at, actor_id=actor_id)
    return contract


@write
def press_unit(*, contract_id: int, applicant_id: int, actor_id: int, at: datetime) -> ServiceContract:
    """The applicant presses the unit to apply for redemption in time (催办), once a Beijing day.

    `not_found`, `illegal_state`; `redemption_open` where it was applied for; `redeem_by`; `pressed_today`.
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
    """Close every contract whose coupons have all ended (合同办结), a chunk at a time. Safe to run twice at once."""
    done, after = 0, 0
    while found := close_some_contracts(at=at, after=after):
        after, closed = found
        progress(closed)
        done += closed
    return {"closed": done}


@write
def close_some_contracts(*, at: datetime, after: int) -> tuple[int, int] | None:
    """One chunk of `close_ended_contracts`: the last id looked at and how many were closed; None where none is left."""
    locked = lock_closable_contracts(after=after, limit=CHUNK)
    if not locked:
        return None
    kept = list_with_counted_coupons([contract.pk for contract in locked])
    ended = [contract for contract in locked if contract.pk not in kept]
    move_contracts(ended, ContractState.CLOSED, at=at, actor_id=None)
    return locked[-1].pk, len(ended)


def lock_own_contract(
    *, contract_id: int, step: str, unit_id: int | None = None, applicant_id: int | None = None
) -> ServiceContract:
    """The contract, locked, where this side may take the step now: `not_found` for another's, `illegal_state`."""
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
    """Move locked contracts along a legal transition. The event belongs to the applicant; the unit sees it with its contract."""
    party: Callable[[ServiceContract], int] = lambda contract: contract.applicant_id  # noqa: E731
    move(contracts, machine=CONTRACT, target=target, at=at, actor_id=actor_id, columns=columns, data=data, party=party)
    return contracts


def change_columns(contract: ServiceContract, **columns: object) -> None:
    """Change columns of a locked contract within its state."""
    for name, value in columns.items():
        setattr(contract, name, value)
    contract.version += 1
    contract.save(update_fields=["version", *columns])


def record_event(contract: ServiceContract, *, event: str, at: datetime, actor_id: int | None, **data: object) -> None:
    """Record what happened to a contract within its state."""
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
    """The policy a registered contract follows; `not_found` for one that was never registered."""
    return get_policy(contract.policy_version_id)


def require_reason(reason: str) -> None:
    """`reason_missing` for none."""
    if not reason.strip():
        raise DomainError("reason_missing", field="reason")


def require_no_redemption(contract: ServiceContract) -> None:
    """`redemption_open` while a redemption of the contract lives: it has all its coupons."""
    if is_redemption_open(contract.pk):
        raise DomainError("redemption_open", kind="refused")


def require_in_time(contract: ServiceContract, *, on: date) -> None:
    """`redeem_by` where the last day to redeem is over, whatever a job has noted yet."""
    if contract.redeem_by and (refusals := late_refusals(on=on, redeem_by=contract.redeem_by)):
        raise Refused(refusals)


def _check(terms: Terms, *, on: date) -> None:
    refusals = [
        *date_refusals(start=terms.start_on, end=terms.end_on),
        *signature_refusals(signed_on=terms.signed_on, on=on),
    ]
    if not is_amount(terms.amount):
        refusals.insert(0, Refusal(code="amount", field="amount", params={"amount": str(terms.amount)}))
    if refusals:
        raise Refused(refusals)


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
