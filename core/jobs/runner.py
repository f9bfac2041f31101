"""The runner of periodic jobs: creates due runs, executes them in workers, retries them, and restarts them on demand."""

import logging
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from functools import partial
from typing import Protocol

from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now
from django.utils.module_loading import import_string

from core.database.session_locks import LockKind, end_lock_sessions, session_lock
from core.database.transactions import write
from core.events.failures import failure_text
from core.events.outbox import deliver_outbox
from core.events.recording import Change, record
from core.events.wakeups import send_run
from core.jobs.locks import lock_job_run, lock_job_runs
from core.jobs.run_selectors import MAX_ATTEMPTS, hung_runs, lost_runs, registry, runs_to_retry, runs_to_send
from core.models import JobRun
from core.values.actors import Actor
from core.values.errors import DomainError
from core.values.schedules import Job, RunState

logger = logging.getLogger(__name__)


class JobService(Protocol):
    """The signature of the services in config/jobs.py."""

    def __call__(self, *, at: datetime, progress: Callable[[int], None]) -> Mapping[str, object]: ...


@write
def take_due_runs(*, at: datetime) -> list[int]:
    """Create the due runs and return the ids of the runs to send to a worker, each to one caller only (到期作业).

    A run is created for the newest period of every job that has something to do, unless the period has one already or
    another run of the job is active. After a jump of the clock that is one run for each job. Runs whose worker died or
    hangs are queued again, and so are failed ones with an attempt left. The session of a worker that hangs is ended, so
    that it cannot continue its run.
    """
    _requeue(lost_runs())
    end_lock_sessions(LockKind.JOB_RUN, _requeue(hung_runs()))
    _requeue(runs_to_retry())
    _take_periods(at=at)
    runs = lock_job_runs(runs_to_send())
    JobRun.objects.filter(pk__in=[run.pk for run in runs]).update(sent_at=Now())
    return [run.pk for run in runs]


def run_due_jobs(*, at: datetime, left: Collection[str] = ()) -> list[JobRun]:
    """Execute the due runs in this process and deliver the outbox, for commands and tests. Opens no transaction.

    Runs of the jobs in `left` stay queued for a worker.
    """
    ids = take_due_runs(at=at)
    for run_id in JobRun.objects.filter(pk__in=ids).exclude(job__in=left).order_by("pk").values_list("pk", flat=True):
        run_job(run_id=run_id, at=at)
    deliver_outbox(at=at)
    return list(JobRun.objects.filter(pk__in=ids).order_by("pk"))


def run_job(*, run_id: int, at: datetime) -> None:
    """Execute a queued run; ignore one that is running, done, or deleted (执行作业).

    The job works for `at`, the present moment, not for the period of the run. It opens its own transactions. The
    session lock of the worker shows whether the worker is alive. An error is stored in the run, never raised. A run
    that reaches the time limit of a task is queued again as long as it makes progress.
    """
    with session_lock(LockKind.JOB_RUN, run_id) as locked:
        run = _begin(run_id=run_id, at=at) if locked else None
        if run is not None:
            _do(run, at=at)


def _do(run: JobRun, *, at: datetime) -> None:
    try:
        result = _service(run.job)(at=at, progress=partial(_record_progress, run.pk, run.attempts))
    except SoftTimeLimitExceeded:
        _pause(run_id=run.pk, attempt=run.attempts, done_before=run.done)
    except Exception as error:
        logger.exception("job failed", extra={"job": run.job, "run": run.pk})
        _end(run_id=run.pk, attempt=run.attempts, state=RunState.FAILED, error=failure_text(error))
    else:
        _end(run_id=run.pk, attempt=run.attempts, state=RunState.DONE, result=result)


@write
def request_run(*, job: str, actor: Actor, at: datetime) -> JobRun:
    """Run a job now, apart from its periods (立即执行). Raises `job_unknown`, and `job_running` while it is active."""
    if job not in registry():
        raise DomainError("job_unknown", field="job", job=job)
    run = JobRun.objects.create(job=job, period=f"request {at.isoformat()}", at=at, requested_by_id=actor.user_id)
    _record(run, type_="job.requested", actor=actor, at=at)
    _send_after_commit(run)
    return run


@write
def restart_run(*, run_id: int, actor: Actor, at: datetime) -> JobRun:
    """Run a failed run again (重新执行).

    Raises `not_found`, `illegal_state` for a run that did not fail, `job_running` while another run is active.
    """
    run = lock_job_run(run_id=run_id)
    if run is None:
        raise DomainError("not_found", kind="missing")
    if run.state != RunState.FAILED:
        raise DomainError("illegal_state", kind="refused", state=run.state)
    run.state, run.attempts = RunState.QUEUED, 0
    run.save(update_fields=["state", "attempts"])
    _record(run, type_="job.restarted", actor=actor, at=at)
    _send_after_commit(run)
    return run


def _requeue(runs: QuerySet[JobRun]) -> list[int]:
    """Queue these runs again, or mark them failed where no attempt is left; return their ids."""
    ids = [run.pk for run in lock_job_runs(runs)]
    found = JobRun.objects.filter(pk__in=ids)
    spent = found.filter(attempts__gte=MAX_ATTEMPTS)
    spent.update(state=RunState.FAILED, error="the worker was lost", finished_at=Now())
    found.filter(attempts__lt=MAX_ATTEMPTS).update(state=RunState.QUEUED, sent_at=None)
    return ids


def _take_periods(*, at: datetime) -> None:
    periods = {name: job.cadence.period(at) for name, job in registry().items() if _is_needed(job, at=at)}
    recent = JobRun.objects.filter(job__in=periods, period__in=set(periods.values()))
    taken = set(recent.values_list("job", "period"))
    missing = [
        JobRun(job=name, period=period, at=at) for name, period in periods.items() if (name, period) not in taken
    ]
    JobRun.objects.bulk_create(missing, ignore_conflicts=True)


def _is_needed(job: Job, *, at: datetime) -> bool:
    return not job.needed or bool(import_string(job.needed)(at=at))


def _send_after_commit(run: JobRun) -> None:
    JobRun.objects.filter(pk=run.pk).update(sent_at=Now())
    transaction.on_commit(partial(send_run, run.pk), robust=True)


def _service(job: str) -> JobService:
    service: JobService = import_string(registry()[job].service)
    return service


@write
def _begin(*, run_id: int, at: datetime) -> JobRun | None:
    run = lock_job_run(run_id=run_id)
    if run is None or run.state != RunState.QUEUED:
        return None
    run.state, run.at, run.attempts = RunState.RUNNING, at, run.attempts + 1
    run.save(update_fields=["state", "at", "attempts"])
    JobRun.objects.filter(pk=run.pk).update(started_at=Now(), heartbeat_at=Now(), finished_at=None)
    return run


@write
def _record_progress(run_id: int, attempt: int, count: int) -> None:
    """Add to the progress of a run and renew its heartbeat. `attempt` excludes a worker that was given up as dead."""
    JobRun.objects.filter(pk=run_id, attempts=attempt).update(done=F("done") + count, heartbeat_at=Now())


@write
def _pause(*, run_id: int, attempt: int, done_before: int) -> None:
    run = lock_job_run(run_id=run_id)
    if run is None or run.attempts != attempt:
        return
    if run.done > done_before:
        JobRun.objects.filter(pk=run_id).update(state=RunState.QUEUED, sent_at=None)
    else:
        _end(run_id=run_id, attempt=attempt, state=RunState.FAILED, error="no progress within the time limit")


@write
def _end(
    *, run_id: int, attempt: int, state: RunState, error: str = "", result: Mapping[str, object] | None = None
) -> None:
    JobRun.objects.filter(pk=run_id, attempts=attempt, state=RunState.RUNNING).update(
        state=state, error=error, result=result or {}, finished_at=Now(), heartbeat_at=Now()
    )


def _record(run: JobRun, *, type_: str, actor: Actor, at: datetime) -> None:
    record(
        Change(
            type=type_,
            subject_kind="job_run",
            subject_id=run.pk,
            at=at,
            actor_id=actor.user_id,
            party_id=actor.party_id,
            data={"job": run.job},
        )
    )
