"""The parties that redemptions concern (settings.CASE_PARTIES)."""

from collections.abc import Collection

from redemptions.models import Redemption


def map_redemption_parties(*, case_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return redemption → its applicant and its unit. One query."""
    return parties_of(Redemption.objects.filter(pk__in=case_ids).only("pk", "applicant_id", "unit_id"))


def parties_of(redemptions: Collection[Redemption]) -> dict[int, frozenset[int]]:
    """Return redemption → its applicant and its unit."""
    return {row.pk: frozenset({row.applicant_id, row.unit_id}) for row in redemptions}
