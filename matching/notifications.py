"""Handlers of events: notifications about projects; new days to answer after a holiday notice."""

from accounts.rules.roles import APPLICANT_ROLES, UNIT_ROLES
from accounts.selectors.members import list_user_ids
from core.models import Event
from core.notifications.sending import notify
from matching.models import Project
from matching.selectors.projects import get_project
from matching.services.projects import recompute_answer_days


def notify_unit(*, event: Event) -> None:
    """Notify the unit of a new or withdrawn request."""
    project = get_project(event.subject_id)
    _notify(event, project, party_id=project.unit_id, roles=UNIT_ROLES)


def notify_applicant(*, event: Event) -> None:
    """Notify the applicant of the unit's answer, or of an expired request."""
    project = get_project(event.subject_id)
    _notify(event, project, party_id=project.applicant_id, roles=APPLICANT_ROLES)


def calendar_entered(*, event: Event) -> None:
    """Recompute provisional days to answer after a year's holiday notice was entered."""
    recompute_answer_days(at=event.at)


def _notify(event: Event, project: Project, *, party_id: int, roles: frozenset[str]) -> None:
    notify(
        user_ids=list_user_ids(party_id=party_id, roles=roles),
        kind=event.type,
        params={
            "project": project.pk,
            "title": project.title,
            "applicant": project.applicant.name,
            "unit": project.unit.party.name,
            "answer_by": project.answer_by.isoformat(),
            "reason": project.answer_reason,
        },
        dedup=f"{event.type}:{event.pk}",
        at=event.at,
        party_id=party_id,
    )
