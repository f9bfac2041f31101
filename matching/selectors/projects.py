"""Reads of projects, as the applicant."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Q, QuerySet

from accounts.rules.roles import APPLICANT_ROLES, STAFF_ROLES, UNIT_ROLES
from core.database.searching import contains
from core.timekeeping.calendars import get_calendar
from core.values.actors import Actor
from core.values.deadlines import Deadline, beijing_day, deadline
from core.values.errors import DomainError
from matching.models import Project
from matching.rules.projects import ANSWER
from matching.rules.states import ProjectState


def answer_deadline(*, at: datetime) -> Deadline:
    """Return the last day on which a unit answers a request that is made now (答复期限, article 15.2)."""
    return deadline(start=beijing_day(at), period=ANSWER, calendar=get_calendar())


def visible_projects(actor: Actor) -> QuerySet[Project]:
    """Every project for staff; for others those they requested or received, never another unit's (article 9.3)."""
    projects = Project.objects.select_related("applicant", "unit__party", "service")
    if actor.has(*STAFF_ROLES):
        return projects
    mine = Q(pk__in=[])
    if actor.has(*APPLICANT_ROLES):
        mine |= Q(applicant_id=actor.party_id)
    if actor.has(*UNIT_ROLES):
        mine |= Q(unit_id=actor.party_id)
    return projects.filter(mine)


def search_own_projects(actor: Actor, *, state: str = "", text: str = "") -> QuerySet[Project]:
    """The projects that the party requested, by state and by text in title, unit or service."""
    rows = visible_projects(actor).filter(applicant_id=actor.party_id)
    if state:
        rows = rows.filter(state=ProjectState(state))
    if text:
        named = contains(text, "title", "unit__party__name", "service__name", names=["unit__party__match_name"])
        rows = rows.filter(named)
    return rows


def get_own_project(actor: Actor, project_id: int) -> Project:
    """Return a project that the party requested. Raises `not_found`, also for another party's."""
    row = search_own_projects(actor).filter(pk=project_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def list_unanswered_due(*, days: Collection[date]) -> QuerySet[Project]:
    """Open requests whose last day to answer is one of these days."""
    return Project.objects.filter(state=ProjectState.REQUESTED, answer_by__in=days)


def get_project(project_id: int) -> Project:
    """Return a project with its parties and service. Raises `not_found`."""
    row = Project.objects.select_related("applicant", "unit__party", "service").filter(pk=project_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def get_accepted_project(*, project_id: int, unit_id: int) -> Project:
    """Return a project that this unit accepted. Raises `not_found` for another unit's, `illegal_state` in any other state."""
    row = Project.objects.filter(pk=project_id, unit_id=unit_id).first()
    if row is None:
        raise DomainError("not_found", field="project", kind="missing")
    if row.state != ProjectState.ACCEPTED:
        raise DomainError("illegal_state", field="project", kind="refused", state=row.state)
    return row
