"""The parties that parties and takeovers concern (settings.CASE_PARTIES)."""

from collections.abc import Collection

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q

from accounts.models import Party, Takeover
from accounts.rules.states import OPEN_PARTIES


def map_party_parties(*, case_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return party → itself and the other live registrations of its code: what is decided on one helps or ends it.

    One query.
    """
    rival = Q(uscc=OuterRef("uscc"), state__in=OPEN_PARTIES) | Q(pk=OuterRef("pk"))
    rivals = ArraySubquery(Party.objects.filter(rival).values("pk"))
    rows = Party.objects.filter(pk__in=case_ids).annotate(concerned=rivals)
    return {pk: frozenset(concerned) for pk, concerned in rows.values_list("pk", "concerned")}


def map_takeover_parties(*, case_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return takeover → the party that the claimant wants to manage."""
    rows = Takeover.objects.filter(pk__in=case_ids).values_list("pk", "party_id")
    return {takeover_id: frozenset({party_id}) for takeover_id, party_id in rows}
