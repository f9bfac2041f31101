"""Every row lock of this app. Order: party → batch → redemption → contract → coupon → payment → annual use → round →
budget change → appropriation."""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef

from core.values.errors import DomainError
from vouchers.models import (
    AnnualUse,
    Appropriation,
    BudgetChange,
    Coupon,
    PolicyVersion,
    Round,
    ServiceContract,
    ServiceRecord,
)
from vouchers.rules.states import BINDING_COUPONS, OPEN_CONTRACTS, PAYABLE_COUPONS, AppropriationState, CouponState

T = TypeVar("T")
Row = TypeVar("Row", bound=Model)


def lock_policy_version(version_id: int) -> PolicyVersion:
    """Lock and return the policy version; `not_found`."""
    return _found(PolicyVersion.objects.select_for_update(no_key=True).filter(pk=version_id).first())


def lock_policy_versions(**conditions: object) -> list[PolicyVersion]:
    """Lock the policy versions that meet the conditions, in the order of their ids."""
    return list(PolicyVersion.objects.select_for_update(no_key=True).filter(**conditions).order_by("pk"))


def lock_contract(contract_id: int) -> ServiceContract:
    """Lock and return the contract; `not_found`."""
    return _found(ServiceContract.objects.select_for_update(no_key=True).filter(pk=contract_id).first())


def lock_coupon(coupon_id: int) -> Coupon:
    """Lock and return the coupon; `not_found`."""
    return _found(Coupon.objects.select_for_update(no_key=True).filter(pk=coupon_id).first())


def lock_coupons(coupon_ids: Iterable[int]) -> list[Coupon]:
    """Lock these coupons in the order of their ids."""
    return list(Coupon.objects.select_for_update(no_key=True).filter(pk__in=coupon_ids).order_by("pk"))


def lock_contract_coupons(contract_id: int) -> list[Coupon]:
    """Lock the coupons on a contract in the order of their ids, which is the order of their claims."""
    return list(Coupon.objects.select_for_update(no_key=True).filter(contract_id=contract_id).order_by("pk"))


def lock_round(round_id: int) -> Round:
    """Lock and return the round; `not_found`. Claims do not lock it: they update its counters conditionally."""
    return _found(Round.objects.select_for_update(no_key=True).filter(pk=round_id).first())


def lock_rounds(**conditions: object) -> list[Round]:
    """Lock the rounds that meet the conditions, in the order of their ids."""
    return list(Round.objects.select_for_update(no_key=True).filter(**conditions).order_by("pk"))


def lock_budget_change(change_id: int) -> tuple[BudgetChange, Round]:
    """Lock the round of the change, then the change, and return both; `not_found`."""
    round_id = BudgetChange.objects.filter(pk=change_id).values_list("round_id", flat=True).first()
    locked = lock_round(_found(round_id))
    return BudgetChange.objects.select_for_update(no_key=True).get(pk=change_id), locked


def lock_appropriations(*, year: int) -> list[Appropriation]:
    """Lock the proposed and the confirmed appropriation of a year, after its rounds, in the order of their ids."""
    open_ones = (AppropriationState.PROPOSED, AppropriationState.CONFIRMED)
    rows = Appropriation.objects.select_for_update(no_key=True).filter(year=year, state__in=open_ones)
    return list(rows.order_by("pk"))


def lock_contracts(contract_ids: Iterable[int]) -> list[ServiceContract]:
    """Lock these contracts in the order of their ids."""
    return list(ServiceContract.objects.select_for_update(no_key=True).filter(pk__in=contract_ids).order_by("pk"))


def lock_coupons_of_contracts(contract_ids: Iterable[int], *, state: CouponState) -> list[Coupon]:
    """Lock the coupons on these contracts that are in a state, in the order of their ids."""
    rows = Coupon.objects.select_for_update(no_key=True)
    return list(rows.filter(contract_id__in=contract_ids, state=state).order_by("pk"))


def lock_payable_coupons(contract_ids: Iterable[int]) -> list[Coupon]:
    """Lock the approved, paid and recovered coupons on these contracts, in the order of their ids."""
    rows = Coupon.objects.select_for_update(no_key=True)
    return list(rows.filter(contract_id__in=contract_ids, state__in=PAYABLE_COUPONS).order_by("pk"))


def overdue_coupons(deadline: str) -> str:
    """Return the query of coupons of some rounds whose day in the column `deadline` is over, longest overdue first.

    Its parameters are `source` (the state they are in), `today` (a Beijing day), `rounds` and `limit`.
    """
    return f"""
        SELECT id FROM vouchers_coupon
        WHERE state = %(source)s AND {deadline} < %(today)s AND round_id = ANY(%(rounds)s)
        ORDER BY {deadline}, id LIMIT %(limit)s
    """


def lock_overdue(deadline: str) -> str:
    """Return the query `overdue_coupons` with locks that skip coupons locked by another transaction."""
    return f"{overdue_coupons(deadline)} FOR NO KEY UPDATE SKIP LOCKED"


def lock_annual_uses(applicant_ids: Iterable[int]) -> None:
    """Lock the annual uses of these applicants in order, for a service that moves coupons in more than one call."""
    rows = AnnualUse.objects.select_for_update(no_key=True).filter(applicant_id__in=applicant_ids)
    list(rows.order_by("applicant_id", "year"))


def lock_closable_contracts(*, after: int, limit: int) -> list[ServiceContract]:
    """Lock registered contracts that no coupon keeps open, from an id on, and skip those that another run has locked.

    A coupon may have been registered before the lock was granted: check again afterwards.
    """
    counted = Coupon.objects.filter(contract=OuterRef("pk"), state__in=BINDING_COUPONS)
    registered = ServiceContract.objects.filter(registered_at__isnull=False, state__in=OPEN_CONTRACTS)
    rows = registered.filter(~Exists(counted), pk__gt=after).order_by("pk")
    return list(rows.select_for_update(no_key=True, skip_locked=True)[:limit])


def lock_service_record(record_id: int) -> ServiceRecord:
    """Lock and return the service record, after its contract; `not_found`."""
    return _found(ServiceRecord.objects.select_for_update(no_key=True).filter(pk=record_id).first())


def _found(row: T | None) -> T:
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def lock_provisional(model: type[Row], *, version: str, **conditions: object) -> list[Row]:
    """Lock the rows with provisional deadlines that another version of the calendar counted, by id."""
    rows = model._default_manager.select_for_update(no_key=True).filter(provisional=True, **conditions)
    return list(rows.exclude(calendar_version=version).order_by("pk"))
