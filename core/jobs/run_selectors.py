"""The table of periodic jobs, and selectors of their runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.utils.module_loading import import_string

from core.database.session_locks import LockKind, list_locked
from core.models import JobRun
from core.values.schedules import Job, RunState

RunRow: TypeAlias = JobRun
"""The type of a row for views and pages, which do not import models."""

HUNG_AFTER = timedelta(minutes=6)
"""A live worker without a heartbeat for longer than this hangs: the time limit of a task is five minutes."""
RESEND_AFTER = timedelta(seconds=15)
RETRY_AFTER = timedelta(seconds=30)
MAX_ATTEMPTS = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class JobState:
    """A job with its newest run; None before the first."""

    name: str
    job: Job
    last_run: JobRun | None


def registry() -> Mapping[str, Job]:
    """Return the table of jobs (config/jobs.py)."""
    table: Mapping[str, Job] = import_string(settings.PERIODIC_JOBS)
    return table


def list_jobs() -> list[JobState]:
    """Return every job with its newest run, in the order of the table."""
    newest = {run.job: run for run in JobRun.objects.order_by("job", "-pk").distinct("job")}
    return [JobState(name=name, job=job, last_run=newest.get(name)) for name, job in registry().items()]


def list_failed_jobs() -> list[JobState]:
    """Return the jobs whose newest run failed, in the order of the table."""
    return [each for each in list_jobs() if each.last_run and each.last_run.state == RunState.FAILED]


def all_runs() -> QuerySet[JobRun]:
    """Return all runs."""
    return JobRun.objects.all()


def lost_runs() -> QuerySet[JobRun]:
    """Return the running runs whose worker died, because no session has locked them any more."""
    running = list(JobRun.objects.filter(state=RunState.RUNNING).values_list("pk", flat=True))
    locked = list_locked(LockKind.JOB_RUN, running) if running else []
    return JobRun.objects.filter(state=RunState.RUNNING, pk__in=set(running) - set(locked))


def hung_runs() -> QuerySet[JobRun]:
    """Return the running runs without a heartbeat for HUNG_AFTER: their worker hangs."""
    return JobRun.objects.filter(state=RunState.RUNNING, heartbeat_at__lt=Now() - HUNG_AFTER)


def runs_to_retry() -> QuerySet[JobRun]:
    """Return the failed runs to retry: the newest of their job, with an attempt left, after RETRY_AFTER."""
    newer = JobRun.objects.filter(job=OuterRef("job"), pk__gt=OuterRef("pk"))
    failed = JobRun.objects.filter(state=RunState.FAILED, attempts__lt=MAX_ATTEMPTS)
    return failed.filter(~Exists(newer), finished_at__lt=Now() - RETRY_AFTER)


def runs_to_send() -> QuerySet[JobRun]:
    """Return the queued runs that were not sent to a worker, or not begun within RESEND_AFTER."""
    unsent = Q(sent_at=None) | Q(sent_at__lt=Now() - RESEND_AFTER)
    return JobRun.objects.filter(unsent, state=RunState.QUEUED)
