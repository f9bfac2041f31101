"""The parties that open units and applications concern (settings.CASE_PARTIES)."""

from collections.abc import Collection

from accounts.selectors.conflicts import map_case_parties
from facilities.models import OpenUnit, UnitApplication


def map_unit_parties(*, case_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return open unit → its party."""
    return {pk: frozenset({pk}) for pk in OpenUnit.objects.filter(pk__in=case_ids).values_list("pk", flat=True)}


def map_application_parties(*, case_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return application → the organisation that asks to become an open unit, and the rivals that its verification ends."""
    rows = dict(UnitApplication.objects.filter(pk__in=case_ids).values_list("pk", "party_id"))
    concerned = map_case_parties(kind="party", case_ids=set(rows.values()))
    return {application_id: concerned[party_id] for application_id, party_id in rows.items()}
