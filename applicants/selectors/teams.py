"""Reads of the former teams of a team's members."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from applicants.models import TeamMember

Left = Mapping[int, datetime]
"""Former team → the moment a person left it."""


def former_teams_of_members(team_id: int) -> list[Left]:
    """Return, for each live member with former teams, those teams and when the member last left them (曾属团队). One query.

    A person is identified by the ID number alone.
    """
    live = TeamMember.objects.filter(team_id=team_id, live=True).values("id_number_index")
    rows = TeamMember.objects.filter(id_number_index__in=live, live=False).exclude(team_id=team_id)
    by_person: dict[bytes, dict[int, datetime]] = defaultdict(dict)
    for index, former, left_at in rows.order_by("left_at").values_list("id_number_index", "team_id", "left_at"):
        if left_at is not None:
            by_person[bytes(index)][former] = left_at
    return list(by_person.values())
