"""The parties that parties and takeovers concern (settings.CASE_PARTIES)."""

from collections.abc import Collection, Mapping

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q
from django.utils.module_loading import import_string

from accounts.models import Party, Takeover
from accounts.rules.states import OPEN_PARTIES


def map_party_parties(*, case_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return party → itself, the other live registrations of its code, and the other teams of its members.

    What is decided on one of them helps or ends the others.
    """
    rival = Q(uscc=OuterRef("uscc"), state__in=OPEN_PARTIES) | Q(pk=OuterRef("pk"))
    rivals = ArraySubquery(Party.objects.filter(rival).values("pk"))
    rows = Party.objects.filter(pk__in=case_ids).annotate(concerned=rivals)
    teams: Mapping[int, frozenset[int]] = import_string(settings.PARTY_RIVALS)(party_ids=case_ids)
    found = rows.values_list("pk", "concerned")
    return {pk: frozenset(concerned) | teams.get(pk, frozenset()) for pk, concerned in found}


def map_takeover_parties(*, case_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return takeover → the party that the claimant wants to manage."""
    rows = Takeover.objects.filter(pk__in=case_ids).values_list("pk", "party_id")
    return {takeover_id: frozenset({party_id}) for takeover_id, party_id in rows}
