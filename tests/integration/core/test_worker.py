"""A real worker on the real broker."""

from threading import Event as Signal

import pytest
from celery.contrib.testing.worker import start_worker
from django.db import connection

from config.celery import app
from core.events import wakeups
from core.jobs.tasks import tick
from core.models import JobRun, Notification
from tests.factories import reactions
from tests.factories.reactions import happen

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("one_job")]

PATIENCE = 30


@pytest.fixture
def worker(monkeypatch):
    monkeypatch.setattr(wakeups._Pace, "next_wakeup", 0.0)
    monkeypatch.setattr(wakeups._Pace, "broken_until", 0.0)
    app.control.purge()
    with start_worker(app, pool="solo", perform_ping_check=False, shutdown_timeout=PATIENCE):
        yield


@pytest.fixture
def reached(monkeypatch):
    """Set when the worker has reached the handler or the job of the test."""
    signal = Signal()

    def watched(original):
        def work(**values):
            connection.on_commit(signal.set)  # at once where no transaction is open
            return original(**values)

        return work

    for name in ("tell", "count_to_three"):
        monkeypatch.setattr(reactions, name, watched(getattr(reactions, name)))
    return signal


def test_what_follows_a_change_is_done_by_a_worker_after_the_commit(worker, reached):
    event = happen("test.told")
    assert reached.wait(PATIENCE)
    assert Notification.objects.get().dedup == f"told:{event.pk}"


def test_a_due_job_is_run_by_a_worker(worker, reached):
    tick()
    assert reached.wait(PATIENCE)
    assert JobRun.objects.get().started_at
