"""Registration of coupons on a contract (科研活动登记, article 15.2)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import F

from accounts.selectors.locks import lock_party
from accounts.selectors.parties import PartyRow
from applicants.selectors.locks import lock_teams_of_persons
from applicants.selectors.members import count_pending_members
from core.database.transactions import write
from core.timekeeping.calendars import get_calendar
from core.values.calendar import Calendar
from core.values.deadlines import Deadline, beijing_day
from core.values.errors import DomainError, Refusal, Refused
from core.values.money import total, yuan
from facilities.selectors.locks import lock_unit_shared
from vouchers.models import Coupon, ServiceContract
from vouchers.rules import deadlines
from vouchers.rules.contracts import late_refusals
from vouchers.rules.eligibility import pending_refusals, sanction_refusals
from vouchers.rules.policies import Policy
from vouchers.rules.registrations import (
    ContractFacts,
    CouponFacts,
    RegistrationFacts,
    coupon_limit,
    registration_refusals,
    state_refusals,
)
from vouchers.rules.states import ContractState, CouponState
from vouchers.selectors.contracts import are_related, get_contract, list_offered_ids
from vouchers.selectors.limits_and_bars import applicant_barred_until
from vouchers.selectors.locks import lock_coupons
from vouchers.selectors.policies import get_policy
from vouchers.selectors.rounds import policy_versions_of_rounds
from vouchers.services.contracts import (
    change_columns,
    lock_own_contract,
    move_contracts,
    record_event,
    require_no_redemption,
)
from vouchers.services.coupon_transitions import move_coupons


@write
def register_contract(
    *, contract_id: int, unit_id: int, coupon_ids: Sequence[int], actor_id: int, at: datetime
) -> ServiceContract:
    """Register a contract with coupons its applicant offered, or add coupons to it later (科研活动登记).

    Locks the applicant, the other teams of its persons, the unit, the contract, then the coupons, and tests every
    deadline against `at` under these locks. Sets the deadlines of coupons and contract, which never restart. First
    `not_found`, `illegal_state`, `redemption_open`, `coupons_missing`, `coupon_not_offered`; `coupon_state` alone for
    coupons that are on the contract already; then `Refused` with every code of the rules, with `sanctioned`,
    `members_pending`, `other_policy`, `redeem_by`.
    """
    party = lock_party(_applicant_of(contract_id=contract_id, unit_id=unit_id))
    lock_teams_of_persons(party.pk)
    unit = lock_unit_shared(unit_id)
    contract = lock_own_contract(contract_id=contract_id, unit_id=unit_id, step="register")
    require_no_redemption(contract)
    coupons = _lock_offered(contract, coupon_ids)
    if own := [coupon.state for coupon in coupons if coupon.contract_id == contract.pk]:
        raise Refused(state_refusals(own))
    versions = policy_versions_of_rounds({coupon.round_id for coupon in coupons})
    version_id = contract.policy_version_id or min(versions.values())
    policy, calendar = get_policy(version_id), get_calendar()
    facts = _gather(contract, coupons, policy=policy, unit_status=unit.state, on=beijing_day(at))
    redeem_by = deadlines.redeem_by(contract_end=contract.end_on, policy=policy, calendar=calendar)
    refusals = [
        *_party_refusals(party, on=facts.on),
        *registration_refusals(facts=facts, policy=policy, calendar=calendar),
        *_policy_refusals(versions, version_id=version_id),
        *late_refusals(on=facts.on, redeem_by=contract.redeem_by or redeem_by.day),
    ]
    if refusals:
        raise Refused(refusals)
    days = {coupon.pk: _valid_until(coupon, facts=facts, policy=policy, calendar=calendar) for coupon in coupons}
    _update_contract(contract, coupons, facts=facts, days=days, redeem_by=redeem_by, version_id=version_id, at=at)
    _move_to_registered(contract, coupons, days=days, actor_id=actor_id, at=at)
    return contract


def _party_refusals(party: PartyRow, *, on: date) -> Iterator[Refusal]:
    """Return the reasons that concern the applicant: a bar, and members who may bring one."""
    yield from sanction_refusals(
        on=on, barred_until=applicant_barred_until(applicant_id=party.pk, kind=party.kind, on=on)
    )
    yield from pending_refusals(pending=count_pending_members(party.pk))


def _applicant_of(*, contract_id: int, unit_id: int) -> int:
    contract = get_contract(contract_id)
    if contract.unit_id != unit_id:
        raise DomainError("not_found", kind="missing")
    return contract.applicant_id


def _lock_offered(contract: ServiceContract, coupon_ids: Sequence[int]) -> list[Coupon]:
    wanted = set(coupon_ids)
    if not wanted:
        raise DomainError("coupons_missing", field="coupons")
    if others := sorted(wanted - list_offered_ids(contract.pk)):
        raise DomainError("coupon_not_offered", field="coupons", kind="refused", coupons=others)
    return lock_coupons(wanted)


def _gather(
    contract: ServiceContract, coupons: Sequence[Coupon], *, policy: Policy, unit_status: str, on: date
) -> RegistrationFacts:
    related = contract.related_party or (
        policy.related_party != "ignore" and are_related(applicant_id=contract.applicant_id, unit_id=contract.unit_id)
    )
    return RegistrationFacts(
        on=on,
        coupons=tuple(
            CouponFacts(
                amount=coupon.amount,
                claimed_on=coupon.claimed_on,
                state=coupon.state,
                same_applicant=coupon.applicant_id == contract.applicant_id,
                register_by=coupon.register_by,
            )
            for coupon in coupons
        ),
        contract=ContractFacts(
            amount=contract.amount,
            start=contract.start_on,
            end=contract.end_on,
            category=contract.category,
            statutory_testing=contract.statutory_testing,
            municipal_funding=contract.municipal_funding,
            related_party=related,
        ),
        unit_status=unit_status,
        registered=contract.coupon_total,
        valid_before=contract.valid_until,
    )


def _policy_refusals(versions: Mapping[int, int], *, version_id: int) -> tuple[Refusal, ...]:
    """Refuse coupons of different policy versions: one share and one set of deadlines apply to a contract."""
    if set(versions.values()) == {version_id}:
        return ()
    return (Refusal(code="other_policy", field="coupons"),)


def _valid_until(coupon: Coupon, *, facts: RegistrationFacts, policy: Policy, calendar: Calendar) -> Deadline:
    return deadlines.valid_until(claimed_on=coupon.claimed_on, registered_on=facts.on, policy=policy, calendar=calendar)


def _move_to_registered(
    contract: ServiceContract, coupons: Sequence[Coupon], *, days: Mapping[int, Deadline], actor_id: int, at: datetime
) -> None:
    data: dict[str, Any] = {"coupons": [coupon.pk for coupon in coupons], "coupon_total": yuan(contract.coupon_total)}
    if contract.state == ContractState.DRAFT:
        move_contracts([contract], ContractState.REGISTERED, at=at, actor_id=actor_id, **data)
    else:
        record_event(contract, event="contract.coupons_registered", at=at, actor_id=actor_id, **data)
    columns = {coupon.pk: _coupon_days(contract, days[coupon.pk], on=beijing_day(at)) for coupon in coupons}
    move_coupons(
        coupons=coupons,
        target=CouponState.REGISTERED,
        at=at,
        actor_id=actor_id,
        columns=columns,
        data={"contract": contract.pk},
    )


def _update_contract(
    contract: ServiceContract,
    coupons: Sequence[Coupon],
    *,
    facts: RegistrationFacts,
    days: Mapping[int, Deadline],
    redeem_by: Deadline,
    version_id: int,
    at: datetime,
) -> None:
    """Write the contract's counters and deadlines. The UPDATE adds to the sum, so that the CHECK behind it is exact."""
    policy = get_policy(version_id)
    change_columns(
        contract,
        coupon_total=F("coupon_total") + total(coupon.amount for coupon in coupons),
        coupon_limit=coupon_limit(amount=contract.amount, policy=policy),
        policy_version_id=version_id,
        valid_until=min([day.day for day in days.values()] + ([contract.valid_until] if contract.valid_until else [])),
        related_party=facts.contract.related_party,
        **(_first_days(redeem_by, at=at) if contract.state == ContractState.DRAFT else {}),
    )
    contract.refresh_from_db()


def _first_days(redeem_by: Deadline, *, at: datetime) -> dict[str, object]:
    return {
        "registered_at": at,
        "redeem_by_raw": redeem_by.raw,
        "redeem_by": redeem_by.day,
        "provisional": redeem_by.provisional,
        "calendar_version": redeem_by.calendar_version,
    }


def _coupon_days(contract: ServiceContract, valid_until: Deadline, *, on: date) -> dict[str, object]:
    return {
        "contract_id": contract.pk,
        "registered_on": on,
        "valid_until_raw": valid_until.raw,
        "valid_until": valid_until.day,
        "redeem_by": contract.redeem_by,
        "provisional": valid_until.provisional or contract.provisional,
        "calendar_version": valid_until.calendar_version,
    }
