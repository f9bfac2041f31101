"""The parties that redemptions and batches concern (settings.CASE_PARTIES)."""

from collections.abc import Collection

from redemptions.models import Redemption, RedemptionBatch
from redemptions.selectors.batches import LIVE


def map_redemption_parties(*, case_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return redemption → its applicant and its unit. One query."""
    return parties_of(Redemption.objects.filter(pk__in=case_ids).only("pk", "applicant_id", "unit_id"))


def parties_of(redemptions: Collection[Redemption]) -> dict[int, frozenset[int]]:
    """Return redemption → its applicant and its unit."""
    return {row.pk: frozenset({row.applicant_id, row.unit_id}) for row in redemptions}


def map_batch_parties(*, case_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return batch → the parties of all its items."""
    known = RedemptionBatch.objects.filter(pk__in=case_ids).values_list("pk", flat=True)
    found: dict[int, frozenset[int]] = dict.fromkeys(known, frozenset())
    for row in Redemption.objects.filter(LIVE, batch_id__in=known):
        if row.batch_id is not None:
            found[row.batch_id] |= {row.applicant_id, row.unit_id}
    return found
