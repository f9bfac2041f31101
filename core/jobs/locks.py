"""Row locks of job runs."""

from django.db.models import QuerySet

from core.models import JobRun


def lock_job_run(*, run_id: int) -> JobRun | None:
    """Lock and return a run, or None. Waits for other sessions."""
    return JobRun.objects.select_for_update(no_key=True).filter(pk=run_id).first()


def lock_job_runs(runs: QuerySet[JobRun]) -> list[JobRun]:
    """Lock these runs in the order of their ids, except those that another tick has locked."""
    return list(runs.select_for_update(skip_locked=True, no_key=True, of=("self",)).order_by("pk"))
