"""Reads of enterprises and teams, limited to what the actor may see."""

from typing import TypeAlias

from django.db.models import Prefetch, QuerySet

from accounts.rules.roles import STAFF_ROLES
from applicants.models import Enterprise, Founder, Team, TeamMember
from core.access.checks import of_party
from core.values.actors import Actor
from core.values.errors import DomainError

EnterpriseRow: TypeAlias = Enterprise
TeamRow: TypeAlias = Team
"""The type of a row, for pages and views, which may not import models."""


def visible_enterprises(actor: Actor) -> QuerySet[Enterprise]:
    """Every enterprise whose registration was sent for staff, the own one for others; with the founders."""
    rows = Enterprise.objects.select_related("party").prefetch_related("founders")
    return rows.filter(party__draft=False) if actor.has(*STAFF_ROLES) else of_party(rows, actor, column="pk")


def visible_teams(actor: Actor) -> QuerySet[Team]:
    """Every team whose registration was sent for staff, the own one for others; with the live members."""
    live = TeamMember.objects.filter(live=True).order_by("id")
    rows = Team.objects.select_related("party").prefetch_related(Prefetch("members", queryset=live))
    return rows.filter(party__draft=False) if actor.has(*STAFF_ROLES) else of_party(rows, actor, column="pk")


def get_visible_member(*, member_id: int, actor: Actor) -> TeamMember:
    """Return a member of a team the actor may see. Raises `not_found`."""
    row = TeamMember.objects.filter(pk=member_id, team__in=visible_teams(actor).values("pk")).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def is_enterprise(party_id: int) -> bool:
    """Whether the party is registered as an enterprise."""
    return Enterprise.objects.filter(pk=party_id).exists()


def find_own_enterprise(actor: Actor) -> Enterprise | None:
    """Return the enterprise that the actor acts for, or None."""
    return of_party(Enterprise.objects.select_related("party"), actor, column="pk").first()


def find_own_team(actor: Actor) -> Team | None:
    """Return the team that the actor acts for, with its live members, or None."""
    return of_party(visible_teams(actor), actor, column="pk").first()


def list_founders(party_id: int) -> QuerySet[Founder]:
    """Return an enterprise's founders from teams, in the order they were entered."""
    return Founder.objects.filter(enterprise_id=party_id).order_by("id")


def list_founder_names(party_id: int) -> list[str]:
    """Return the names of an enterprise's founders from teams, in the order they were entered."""
    return list(list_founders(party_id).values_list("name", flat=True))


def list_entered_names(team_id: int) -> list[str]:
    """Return the names of a team's live members, confirmed or not, in the order they were entered."""
    return list(TeamMember.objects.filter(team_id=team_id, live=True).order_by("id").values_list("name", flat=True))


def list_member_names(party_id: int) -> list[str]:
    """Return the names of a team's confirmed members, in the order they were entered; empty for an enterprise."""
    return list(
        TeamMember.objects.filter(team_id=party_id, live=True, bound=True).order_by("id").values_list("name", flat=True)
    )
