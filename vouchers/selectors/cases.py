"""The parties that contracts and coupons concern (settings.CASE_PARTIES)."""

from collections.abc import Collection

from vouchers.models import Coupon, ServiceContract


def map_contract_parties(*, case_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return contract → its applicant and its unit."""
    rows = ServiceContract.objects.filter(pk__in=case_ids).values_list("pk", "applicant_id", "unit_id")
    return {pk: frozenset({applicant_id, unit_id}) for pk, applicant_id, unit_id in rows}


def map_coupon_parties(*, case_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return coupon → its applicant, and the unit of its contract."""
    rows = Coupon.objects.filter(pk__in=case_ids).values_list("pk", "applicant_id", "contract__unit_id")
    return {pk: frozenset({applicant_id} | ({unit_id} - {None})) for pk, applicant_id, unit_id in rows}
