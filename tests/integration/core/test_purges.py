from datetime import timedelta
from uuid import uuid4

import pytest

from core.jobs import purges
from core.jobs.purges import purge_idempotency_keys, purge_job_runs
from core.models import IdempotencyKey, JobRun
from tests.factories.moments import AT

pytestmark = pytest.mark.django_db

LIMIT = AT - timedelta(days=30)
MOMENT = timedelta(microseconds=1)


def make_key(at):
    return IdempotencyKey.objects.create(actor_id=1, key=uuid4(), operation="x", request_hash=b"x", at=at)


def test_keys_older_than_thirty_days_go():
    make_key(LIMIT - MOMENT)
    kept = [make_key(LIMIT), make_key(LIMIT + MOMENT)]
    assert purge_idempotency_keys(at=AT, progress=lambda count: None) == {"removed": 1}
    assert list(IdempotencyKey.objects.order_by("at")) == kept


def test_they_go_in_chunks(monkeypatch):
    monkeypatch.setattr(purges, "CHUNK", 2)
    for _ in range(5):
        make_key(LIMIT - MOMENT)
    counts = []
    assert purge_idempotency_keys(at=AT, progress=counts.append) == {"removed": 5}
    assert counts == [2, 2, 1]


def test_runs_done_go_and_failed_ones_stay():
    for state in ("done", "failed"):
        JobRun.objects.create(job="x", period=state, state=state, at=LIMIT - MOMENT)
    JobRun.objects.create(job="x", period="young", state="done", at=LIMIT)
    assert purge_job_runs(at=AT, progress=lambda count: None) == {"removed": 1}
    assert set(JobRun.objects.values_list("period", flat=True)) == {"failed", "young"}
