import json

import pytest
import redis
from django.conf import settings as configured

from core.events import wakeups
from core.events.wakeups import wake_worker
from core.jobs.runner import request_run
from core.jobs.tasks import deliver, run, tick
from core.models import JobRun, OutboxItem
from tests.factories.moments import AT
from tests.factories.reactions import happen

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("one_job")]


@pytest.fixture(autouse=True)
def pace(monkeypatch):
    """Nothing was sent before, nothing was lost."""
    monkeypatch.setattr(wakeups._Pace, "next_wakeup", 0.0)
    monkeypatch.setattr(wakeups._Pace, "broken_until", 0.0)


@pytest.fixture
def queue():
    """Return names and arguments of the queued tasks."""
    broker = redis.Redis.from_url(configured.CELERY_BROKER_URL)
    key = f"{configured.CELERY_BROKER_TRANSPORT_OPTIONS['global_keyprefix']}celery"
    broker.delete(key)

    def waiting():
        headers = [json.loads(message)["headers"] for message in reversed(broker.lrange(key, 0, -1))]
        return [(header["task"], header["kwargsrepr"]) for header in headers]

    yield waiting
    broker.delete(key)
    broker.close()


def test_an_event_somebody_reacts_to_asks_for_a_worker_after_the_commit(queue):
    happen("test.told")
    assert queue() == [("core.deliver_outbox", "{}")]


def test_an_event_nobody_reacts_to_asks_for_none(queue):
    happen("test.silent")
    assert queue() == []


def test_many_events_at_once_ask_twice_now_and_a_second_later(queue):
    for _ in range(5):
        wake_worker()
    assert queue() == [("core.deliver_outbox", "{}")] * 2


def test_a_requested_run_is_sent_to_a_worker(queue, administrator):
    number = request_run(job="count", actor=administrator, at=AT).pk
    assert ("core.run_job", f"{{'run_id': {number}}}") in queue()


def test_the_tick_sends_what_is_due(queue):
    tick()
    assert queue() == [("core.run_job", f"{{'run_id': {JobRun.objects.get().pk}}}")]


def test_without_a_broker_the_event_is_kept_and_delivered_by_the_sweep(monkeypatch, queue):
    def refuse(*_args, **_options):
        raise ConnectionRefusedError

    from config.celery import app

    monkeypatch.setattr(app, "send_task", refuse)
    happen("test.told")
    assert OutboxItem.objects.count() == 1
    deliver()
    assert not OutboxItem.objects.exists()


def test_the_task_does_the_run(queue):
    tick()
    run(run_id=JobRun.objects.get().pk)
    assert JobRun.objects.get().state == "done"
