"""Events in, messages out: who is told of a project; what an entered calendar moves."""

from accounts.rules.roles import APPLICANT_ROLES, UNIT_ROLES
from accounts.selectors.members import list_user_ids
from core.models import Event
from core.notifications.sending import notify
from matching.selectors.projects import get_project
from matching.services.projects import recompute_answer_days


def tell_unit(*, event: Event) -> None:
    """A request came in, or was taken back: the unit's people are told."""
    _tell(event, party_id=get_project(event.subject_id).unit_id, roles=UNIT_ROLES)


def tell_applicant(*, event: Event) -> None:
    """The unit answered, or did not in time: the applicant's people are told."""
    _tell(event, party_id=get_project(event.subject_id).applicant_id, roles=APPLICANT_ROLES)


def calendar_entered(*, event: Event) -> None:
    """A year's notice was entered: provisional days to answer are counted anew."""
    recompute_answer_days(at=event.at)


def _tell(event: Event, *, party_id: int, roles: frozenset[str]) -> None:
    project = get_project(event.subject_id)
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
