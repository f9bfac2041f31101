"""Every row lock of this app. Order: party → batch → redemption → contract → coupon → payment → annual use → round."""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import Exists, Model, OuterRef

from core.values.errors import DomainError
from vouchers.models import (
    AnnualUse,
    Coupon,
    PolicyVersion,
    Round,
    ServiceContract,
    ServiceRecord,
)
from vouchers.rules.states import BINDING_COUPONS, OPEN_CONTRACTS, CouponState

T = TypeVar("T")
Row = TypeVar("Row", bound=Model)


def lock_policy_version(version_id: int) -> PolicyVersion:
    """The policy version, locked; `not_found` where there is none."""
    return _found(PolicyVersion.objects.select_for_update(no_key=True).filter(pk=version_id).first())


def lock_policy_versions(**conditions: object) -> list[PolicyVersion]:
    """The policy versions that meet the conditions, locked in the order of their ids."""
    return list(PolicyVersion.objects.select_for_update(no_key=True).filter(**conditions).order_by("pk"))


def lock_contract(contract_id: int) -> ServiceContract:
    """The contract, locked; `not_found` where there is none."""
    return _found(ServiceContract.objects.select_for_update(no_key=True).filter(pk=contract_id).first())


def lock_coupon(coupon_id: int) -> Coupon:
    """The coupon, locked; `not_found` where there is none."""
    return _found(Coupon.objects.select_for_update(no_key=True).filter(pk=coupon_id).first())


def lock_coupons(coupon_ids: Iterable[int]) -> list[Coupon]:
    """These coupons, locked in the order of their ids."""
    return list(Coupon.objects.select_for_update(no_key=True).filter(pk__in=coupon_ids).order_by("pk"))


def lock_contract_coupons(contract_id: int) -> list[Coupon]:
    """The coupons on a contract, locked in the order of their ids, which is the order they were claimed in."""
    return list(Coupon.objects.select_for_update(no_key=True).filter(contract_id=contract_id).order_by("pk"))


def lock_round(round_id: int) -> Round:
    """The round, locked; `not_found` where there is none. Claims do not use it: they move counters conditionally."""
    return _found(Round.objects.select_for_update(no_key=True).filter(pk=round_id).first())


def lock_rounds(**conditions: object) -> list[Round]:
    """The rounds that meet the conditions, locked in the order of their ids."""
    return list(Round.objects.select_for_update(no_key=True).filter(**conditions).order_by("pk"))


def lock_contracts(contract_ids: Iterable[int]) -> list[ServiceContract]:
    """These contracts, locked in the order of their ids."""
    return list(ServiceContract.objects.select_for_update(no_key=True).filter(pk__in=contract_ids).order_by("pk"))


def lock_coupons_of_contracts(contract_ids: Iterable[int], *, state: CouponState) -> list[Coupon]:
    """The coupons on these contracts that are in a state, locked in the order of their ids."""
    rows = Coupon.objects.select_for_update(no_key=True)
    return list(rows.filter(contract_id__in=contract_ids, state=state).order_by("pk"))


def overdue_coupons(deadline: str) -> str:
    """The query of coupons of some rounds whose day in the column `deadline` is over, the longest overdue first.

    It binds `source` (the state they are in), `today` (a Beijing day), `rounds` and `limit`.
    """
    return f"""
        SELECT id FROM vouchers_coupon
        WHERE state = %(source)s AND {deadline} < %(today)s AND round_id = ANY(%(rounds)s)
        ORDER BY {deadline}, id LIMIT %(limit)s
    """


def lock_overdue(deadline: str) -> str:
    """The query `overdue_coupons` with locks, for a statement that moves them; those locked by others are left out."""
    return f"{overdue_coupons(deadline)} FOR NO KEY UPDATE SKIP LOCKED"


def lock_annual_uses(applicant_ids: Iterable[int]) -> None:
    """The years of these applicants, locked in order: for who moves coupons in more than one call."""
    rows = AnnualUse.objects.select_for_update(no_key=True).filter(applicant_id__in=applicant_ids)
    list(rows.order_by("applicant_id", "year"))


def lock_closable_contracts(*, after: int, limit: int) -> list[ServiceContract]:
    """Contracts under way that no coupon keeps open, from an id on; those another run holds are left to it.

    What was registered meanwhile shows only now that they are locked: ask again.
    """
    counted = Coupon.objects.filter(contract=OuterRef("pk"), state__in=BINDING_COUPONS)
    registered = ServiceContract.objects.filter(registered_at__isnull=False, state__in=OPEN_CONTRACTS)
    rows = registered.filter(~Exists(counted), pk__gt=after).order_by("pk")
    return list(rows.select_for_update(no_key=True, skip_locked=True)[:limit])


def lock_service_record(record_id: int) -> ServiceRecord:
    """The service record, locked after its contract; `not_found` where there is none."""
    return _found(ServiceRecord.objects.select_for_update(no_key=True).filter(pk=record_id).first())


def _found(row: T | None) -> T:
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def lock_provisional(model: type[Row], *, version: str, **conditions: object) -> list[Row]:
    """The rows of a table whose deadlines rest on a year without a notice and were not counted by this version of the
    calendar, locked in the order of their ids."""
    rows = model._default_manager.select_for_update(no_key=True).filter(provisional=True, **conditions)
    return list(rows.exclude(calendar_version=version).order_by("pk"))
