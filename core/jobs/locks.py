"""Locks of the shared kernel."""

from django.db.models import QuerySet

from core.models import JobRun


def lock_job_run(*, run_id: int) -> JobRun | None:
    """A run, waited for."""
    return JobRun.objects.select_for_update(no_key=True).filter(pk=run_id).first()


def lock_job_runs(runs: QuerySet[JobRun]) -> list[JobRun]:
    """These runs, in order of id, but for those that another tick holds."""
    return list(runs.select_for_update(skip_locked=True, no_key=True, of=("self",)).order_by("pk"))
