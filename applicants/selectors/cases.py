"""The parties that certificates and members of teams concern (settings.CASE_PARTIES)."""

from collections.abc import Collection

from django.db.models import Subquery

from applicants.models import Certificate, TeamMember
from applicants.selectors.members import elsewhere


def map_certificate_parties(*, case_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return certificate → its party, none for one that is not bound."""
    rows = Certificate.objects.filter(pk__in=case_ids).values_list("pk", "party_id")
    return {pk: frozenset() if party_id is None else frozenset({party_id}) for pk, party_id in rows}


def map_team_member_parties(*, case_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return main member → the team, and the other team that has the person: what is decided concerns both. One query."""
    rows = TeamMember.objects.filter(pk__in=case_ids).annotate(other=Subquery(elsewhere().values("team_id")[:1]))
    found = rows.values_list("pk", "team_id", "other")
    return {pk: frozenset({team_id} | ({other} if other else set())) for pk, team_id, other in found}
