"""Every row lock of this app: after parties, before contracts (docs/locking.md)."""

from datetime import date

from core.values.errors import DomainError
from matching.models import Project
from matching.rules.states import ProjectState


def lock_project(project_id: int) -> Project:
    """Lock a project. Raises `not_found`."""
    row = Project.objects.select_for_update(no_key=True).filter(pk=project_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def lock_unanswered(*, day: date, limit: int) -> list[Project]:
    """Lock requests whose last day to answer is before the day, by id; skip those that another run has locked."""
    late = Project.objects.filter(state=ProjectState.REQUESTED, answer_by__lt=day).order_by("pk")
    return list(late.select_for_update(no_key=True, skip_locked=True)[:limit])


def lock_provisional() -> list[Project]:
    """Lock open requests whose last day to answer is provisional, by id."""
    open_ones = Project.objects.filter(state=ProjectState.REQUESTED, provisional=True).order_by("pk")
    return list(open_ones.select_for_update(no_key=True))
