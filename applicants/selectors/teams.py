"""Teams, read: where their members come from."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from applicants.models import TeamMember

Left = Mapping[int, datetime]
"""Former team → when a person left it."""


def former_teams_of_members(team_id: int) -> list[Left]:
    """For each live member who was in other teams before: which, and when he left them last (曾属团队). One query.

    Persons are told apart by their ID numbers alone.
    """
    live = TeamMember.objects.filter(team_id=team_id, live=True).values("id_number_index")
    rows = TeamMember.objects.filter(id_number_index__in=live, live=False).exclude(team_id=team_id)
    by_person: dict[bytes, dict[int, datetime]] = defaultdict(dict)
    for index, former, left_at in rows.order_by("left_at").values_list("id_number_index", "team_id", "left_at"):
        if left_at is not None:
            by_person[bytes(index)][former] = left_at
    return list(by_person.values())
