"""Reads of projects, as the open unit that received the request."""

from datetime import date
from typing import TypeAlias

from django.db.models import QuerySet

from accounts.rules.roles import STAFF_ROLES
from core.access.checks import of_party
from core.database.searching import contains
from core.values.actors import Actor
from core.values.errors import DomainError
from matching.models import Project
from matching.rules.states import ProjectState

ProjectRow: TypeAlias = Project
"""The type of a row, for pages and views, which may not import models."""


def search_asked_projects(actor: Actor, *, state: str = "", text: str = "") -> QuerySet[Project]:
    """Requests to the unit, every one for staff, by state and by text in title, applicant or service (article 9.3)."""
    rows = Project.objects.select_related("applicant", "unit__party", "service")
    if not actor.has(*STAFF_ROLES):
        rows = of_party(rows, actor, column="unit_id")
    if state:
        rows = rows.filter(state=ProjectState(state))
    if text:
        rows = rows.filter(contains(text, "title", "applicant__name", "service__name", names=["applicant__match_name"]))
    return rows


def get_asked_project(actor: Actor, project_id: int) -> Project:
    """Return a request to the unit, any for staff. Raises `not_found`."""
    row = search_asked_projects(actor).filter(pk=project_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def list_to_answer(*, unit_id: int, on: date, limit: int) -> list[Project]:
    """List the open requests of a unit that are in time on a Beijing day, the earliest last day first."""
    rows = Project.objects.filter(unit_id=unit_id, state=ProjectState.REQUESTED, answer_by__gte=on).select_related(
        "applicant"
    )
    return list(rows.order_by("answer_by", "pk")[:limit])


def count_to_answer(*, unit_id: int) -> int:
    """Count the open requests of a unit."""
    return Project.objects.filter(unit_id=unit_id, state=ProjectState.REQUESTED).count()


def accepted_projects(unit_id: int) -> QuerySet[Project]:
    """The projects that the unit accepted, with their applicants."""
    return Project.objects.filter(unit_id=unit_id, state=ProjectState.ACCEPTED).select_related("applicant")
