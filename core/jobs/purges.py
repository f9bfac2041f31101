"""Purges of old idempotency keys and job runs. Events and books are never purged."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Model, QuerySet

from core.database.transactions import write
from core.jobs.chunks import run_in_chunks
from core.models import IdempotencyKey, JobRun
from core.values.schedules import RunState

RETENTION = timedelta(days=30)
CHUNK = 5000


def purge_idempotency_keys(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Delete idempotency keys older than 30 days (清理幂等键), which may then be used again. Periodic job."""
    return _purge(IdempotencyKey.objects.filter(at__lt=at - RETENTION), progress=progress)


def purge_job_runs(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Delete runs that were done more than 30 days ago (清理作业记录), but no failed ones. Periodic job."""
    return _purge(JobRun.objects.filter(state=RunState.DONE, at__lt=at - RETENTION), progress=progress)


def _purge(rows: QuerySet[Model], *, progress: Callable[[int], None]) -> dict[str, int]:
    return {"removed": run_in_chunks(lambda: _purge_chunk(rows), progress=progress)}


@write
def _purge_chunk(rows: QuerySet[Model]) -> int:
    oldest = rows.order_by("at").values("pk")[:CHUNK]
    removed, _by_table = rows.model._default_manager.filter(pk__in=oldest).delete()
    return int(removed)
