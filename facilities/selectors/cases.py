"""The parties that open units concern (settings.CASE_PARTIES)."""

from collections.abc import Collection

from facilities.models import OpenUnit


def map_unit_parties(*, case_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return open unit → its party."""
    return {pk: frozenset({pk}) for pk in OpenUnit.objects.filter(pk__in=case_ids).values_list("pk", flat=True)}
