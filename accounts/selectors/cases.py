"""The parties that parties and takeovers concern (settings.CASE_PARTIES)."""

from collections.abc import Collection

from accounts.models import Party, Takeover


def map_party_parties(*, case_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return party → itself."""
    return {pk: frozenset({pk}) for pk in Party.objects.filter(pk__in=case_ids).values_list("pk", flat=True)}


def map_takeover_parties(*, case_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return takeover → the party that the claimant wants to manage."""
    rows = Takeover.objects.filter(pk__in=case_ids).values_list("pk", "party_id")
    return {takeover_id: frozenset({party_id}) for takeover_id, party_id in rows}
