"""Periodic jobs and their runs."""

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
"""What pages and views call the row that they read, without importing its model."""

SILENT_AFTER = timedelta(minutes=6)
"""A worker that lives and is silent for longer hangs: no task lives longer than five minutes."""
SENT_AGAIN_AFTER = timedelta(seconds=15)
TRIED_AGAIN_AFTER = timedelta(seconds=30)
MAX_ATTEMPTS = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class JobState:
    """A job of the table with its newest run, None before the first."""

    name: str
    job: Job
    last_run: JobRun | None


def registry() -> Mapping[str, Job]:
    """The table of jobs (config/jobs.py)."""
    table: Mapping[str, Job] = import_string(settings.PERIODIC_JOBS)
    return table


def list_jobs() -> list[JobState]:
    """Every job with its newest run, in the order of the table."""
    newest = {run.job: run for run in JobRun.objects.order_by("job", "-pk").distinct("job")}
    return [JobState(name=name, job=job, last_run=newest.get(name)) for name, job in registry().items()]


def all_runs() -> QuerySet[JobRun]:
    """Every run."""
    return JobRun.objects.all()


def lost_runs() -> QuerySet[JobRun]:
    """Runs whose worker died: no session holds them any more."""
    running = list(JobRun.objects.filter(state=RunState.RUNNING).values_list("pk", flat=True))
    living = list_locked(LockKind.JOB_RUN, running) if running else []
    return JobRun.objects.filter(state=RunState.RUNNING, pk__in=set(running) - set(living))


def silent_runs() -> QuerySet[JobRun]:
    """Runs whose worker lives and hangs."""
    return JobRun.objects.filter(state=RunState.RUNNING, heartbeat_at__lt=Now() - SILENT_AFTER)


def runs_to_try_again() -> QuerySet[JobRun]:
    """Failed runs, each the newest of its job, that have waited long enough and have a try left."""
    newer = JobRun.objects.filter(job=OuterRef("job"), pk__gt=OuterRef("pk"))
    failed = JobRun.objects.filter(state=RunState.FAILED, attempts__lt=MAX_ATTEMPTS)
    return failed.filter(~Exists(newer), finished_at__lt=Now() - TRIED_AGAIN_AFTER)


def runs_to_send() -> QuerySet[JobRun]:
    """Runs that no worker was told of, or that none has begun a minute later."""
    unsent = Q(sent_at=None) | Q(sent_at__lt=Now() - SENT_AGAIN_AFTER)
    return JobRun.objects.filter(unsent, state=RunState.QUEUED)
