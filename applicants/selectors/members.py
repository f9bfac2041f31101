"""Members that a verified team has added and no officer has confirmed yet (待确认成员)."""

from datetime import datetime
from typing import TypeAlias

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from accounts.rules.states import HOLDING_PARTIES
from applicants.models import Team, TeamMember
from core.values.errors import DomainError

TeamMemberRow: TypeAlias = TeamMember
"""The type of a row, for pages and views, which may not import models."""


def pending_members() -> QuerySet[TeamMember]:
    """Return the members that await an officer, each with the verified team that has the person, if any.

    For staff alone: `other_team_id` and `other_team_name` are nothing that the team may learn.
    """
    rows = TeamMember.objects.filter(live=True, bound=False, team__party__state__in=HOLDING_PARTIES)
    return rows.select_related("team__party").annotate(
        other_team_id=Subquery(elsewhere().values("team_id")[:1]),
        other_team_name=Subquery(elsewhere().values("team__party__name")[:1]),
    )


def elsewhere() -> QuerySet[TeamMember]:
    """Return the confirmed member of another team who is the person of the outer row; there is one at most."""
    same = TeamMember.objects.filter(id_number_index=OuterRef("id_number_index"), live=True, bound=True)
    return same.exclude(team_id=OuterRef("team_id"))


def get_pending_member(member_id: int) -> TeamMember:
    """Return a member that awaits an officer. Raises `not_found`."""
    row = pending_members().filter(pk=member_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def list_overdue_members(*, before: datetime) -> list[tuple[int, str, datetime]]:
    """Return id, name and last declaration of the verified teams whose added members wait since before a moment."""
    rows = Team.objects.filter(
        Exists(TeamMember.objects.filter(team=OuterRef("pk"), live=True, bound=False)),
        party__state__in=HOLDING_PARTIES,
        declared_at__lte=before,
    )
    return list(rows.order_by("declared_at", "pk").values_list("pk", "party__name", "declared_at"))


def count_pending_members(team_id: int) -> int:
    """Return how many members of a verified team await an officer; 0 for an enterprise."""
    return pending_members().filter(team_id=team_id).count()


def get_member(member_id: int) -> TeamMember:
    """Return a present or former member of any team, for a notification. Raises `not_found`."""
    row = TeamMember.objects.select_related("team__party").filter(pk=member_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row
