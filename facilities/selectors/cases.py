"""The parties that open units and applications concern (settings.CASE_PARTIES)."""

from collections.abc import Collection

from facilities.models import OpenUnit, UnitApplication


def map_unit_parties(*, case_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return open unit → its party."""
    return {pk: frozenset({pk}) for pk in OpenUnit.objects.filter(pk__in=case_ids).values_list("pk", flat=True)}


def map_application_parties(*, case_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return application → the organisation that asks to become an open unit."""
    rows = UnitApplication.objects.filter(pk__in=case_ids).values_list("pk", "party_id")
    return {application_id: frozenset({party_id}) for application_id, party_id in rows}
