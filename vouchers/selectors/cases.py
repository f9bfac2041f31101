"""The parties that contracts concern (settings.CASE_PARTIES)."""

from collections.abc import Collection

from vouchers.models import ServiceContract


def map_contract_parties(*, case_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return contract → its applicant and its unit."""
    rows = ServiceContract.objects.filter(pk__in=case_ids).values_list("pk", "applicant_id", "unit_id")
    return {pk: frozenset({applicant_id, unit_id}) for pk, applicant_id, unit_id in rows}
