"""Reads of the teams that the persons of an applicant are or were in: members of a team, founders of an enterprise."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import UTC, datetime

from django.db.models import QuerySet

from accounts.rules.states import HOLDING_PARTIES, OPEN_PARTIES, PartyState
from applicants.models import Founder, TeamMember

Left = Mapping[int, datetime]
"""Team → the moment a person left it; STILL_IN for a person who has not."""
STILL_IN = datetime(9999, 1, 1, tzinfo=UTC)


def taken_elsewhere(indexes: Collection[bytes], *, team_id: int) -> set[bytes]:
    """Return those of these persons who are in another verified or suspended team. One query."""
    taken = TeamMember.objects.filter(id_number_index__in=indexes, live=True, bound=True).exclude(team_id=team_id)
    return {bytes(index) for index in taken.values_list("id_number_index", flat=True)}


def list_pending_rivals(indexes: Collection[bytes], *, team_id: int) -> list[int]:
    """Return the other, unverified teams that name one of these persons, by id (争用同一成员的团队); none that was not sent."""
    rivals = TeamMember.objects.filter(
        id_number_index__in=indexes, live=True, team__party__state=PartyState.REGISTERED, team__party__draft=False
    ).exclude(team_id=team_id)
    return sorted(set(rivals.values_list("team_id", flat=True)))


def map_competing_teams(*, party_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return team → the other live teams that name one of its members (settings.PARTY_RIVALS). Two queries.

    What an officer decides on one of them helps or hinders the others. A party without members has none.
    """
    named = TeamMember.objects.filter(team_id__in=party_ids, live=True).values_list("id_number_index", "team_id")
    own = [(bytes(index), team_id) for index, team_id in named]
    live = TeamMember.objects.filter(live=True, team__party__state__in=OPEN_PARTIES)
    teams_of: dict[bytes, set[int]] = defaultdict(set)
    for index, team_id in live.filter(id_number_index__in=[index for index, _ in own]).values_list(
        "id_number_index", "team_id"
    ):
        teams_of[bytes(index)].add(team_id)
    found: dict[int, set[int]] = defaultdict(set)
    for index, team_id in own:
        found[team_id] |= teams_of[index] - {team_id}
    return {team_id: frozenset(others) for team_id, others in found.items()}


def former_teams_of_members(team_id: int) -> list[Left]:
    """Return, for each member with former teams, those teams and when the member last left them (曾属团队). One query.

    A person is identified by the ID number alone. Members who are not confirmed count on neither side: otherwise naming
    a person would show where they belong, and put one team's use on another.
    """
    return _by_person(_of_members(team_id).filter(live=False))


def teams_of_founders(enterprise_id: int) -> list[Left]:
    """Return, for each founder who is or was in a team, the teams and when the founder last left them. One query.

    Empty until the enterprise is verified, for the reason given above.
    """
    return _by_person(_of_founders(enterprise_id))


def list_teams_of_persons(party_id: int) -> list[int]:
    """Return the other teams of the persons of an applicant, by id."""
    rows = _of_members(party_id).values("team_id").union(_of_founders(party_id).values("team_id"))
    return sorted(row["team_id"] for row in rows)


def _of_members(team_id: int) -> QuerySet[TeamMember]:
    live = TeamMember.objects.filter(team_id=team_id, live=True, bound=True).values("id_number_index")
    return TeamMember.objects.filter(id_number_index__in=live, bound=True).exclude(team_id=team_id)


def _of_founders(enterprise_id: int) -> QuerySet[TeamMember]:
    verified = Founder.objects.filter(enterprise_id=enterprise_id, enterprise__party__state__in=HOLDING_PARTIES)
    return TeamMember.objects.filter(id_number_index__in=verified.values("id_number_index"), bound=True)


def _by_person(rows: QuerySet[TeamMember]) -> list[Left]:
    by_person: dict[bytes, dict[int, datetime]] = defaultdict(dict)
    for index, team_id, left_at in rows.values_list("id_number_index", "team_id", "left_at"):
        teams = by_person[bytes(index)]
        teams[team_id] = max(left_at or STILL_IN, teams.get(team_id, left_at or STILL_IN))
    return list(by_person.values())
