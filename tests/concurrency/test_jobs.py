"""Concurrent beats, deliveries, mails and sealing. Each control removes the guard and shows the harm."""

from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Event as Signal

import pytest
from django.core import mail as sent
from django.core.mail.backends import locmem
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now

from accounts.models import User
from core import messages
from core.events import sealing as seals
from core.events.outbox import Delivery, deliver_outbox
from core.events.seal_chain import verify_seals
from core.events.sealing import seal_events
from core.jobs.locks import lock_job_run
from core.jobs.runner import run_job, take_due_runs
from core.messages import catalogue
from core.models import EventSeal, JobRun, Notification, OutboxItem
from core.notifications.mail import send_mails
from core.notifications.sending import notify
from core.values.errors import DomainError
from tests.concurrency.guards import PATIENCE, execute, without
from tests.concurrency.races import until_blocked_or
from tests.factories import reactions
from tests.factories.moments import AT
from tests.factories.reactions import happen

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def tables(settings, monkeypatch, transactional_db):
    settings.EVENT_SUBSCRIPTIONS = f"{reactions.PATH}.TABLE"
    settings.PERIODIC_JOBS = f"{reactions.PATH}.ONE_JOB"
    monkeypatch.setattr(messages, "NOTICES", {"test.notice": ("题", "title", "文", "text")}, raising=False)
    catalogue._collected.cache_clear()
    OutboxItem.objects.all().delete()
    yield
    catalogue._collected.cache_clear()


@contextmanager
def beside():
    """Start functions in threads, each on its own connection."""
    with ThreadPoolExecutor(2) as pool:

        def start(work) -> Future:
            def run():
                try:
                    return work()
                finally:
                    connection.close()

            return pool.submit(run)

        yield start


def wait_for_a_blocked_session():
    until_blocked_or(lambda: False)


def backend():
    return connection.connection.info.backend_pid


# Two beats


def test_two_ticks_at_once_take_a_period_once():
    with beside() as start:
        with transaction.atomic():
            first = take_due_runs(at=AT)
            other = start(lambda: take_due_runs(at=AT))
            wait_for_a_blocked_session()
        assert (len(first), other.result()) == (1, [])
    assert JobRun.objects.count() == 1


def test_control_without_the_unique_constraints_both_ticks_run_the_job():
    with without("job_runs_once_a_period", "job_runs_one_at_a_time", emptied="core_jobrun"):
        with beside() as start, transaction.atomic():
            first = take_due_runs(at=AT)
            second = start(lambda: take_due_runs(at=AT)).result(timeout=PATIENCE)
        for run_id in [*first, *second]:
            run_job(run_id=run_id, at=AT)
        assert list(JobRun.objects.values_list("state", "done")) == [("done", 3), ("done", 3)]


def test_a_worker_that_comes_second_leaves_the_run_alone():
    (run_id,) = take_due_runs(at=AT)
    with beside() as start:
        with transaction.atomic():
            lock_job_run(run_id=run_id)
            other = start(lambda: run_job(run_id=run_id, at=AT))
            wait_for_a_blocked_session()
            JobRun.objects.filter(pk=run_id).update(state="running")
        other.result()
    assert JobRun.objects.get().done == 0


# A worker that dies, and one that hangs


def run_until_killed(monkeypatch):
    """Run a job and terminate its worker's session during it; return the session's error."""
    pids, killed, begun = [], Signal(), Signal()

    def hang(*, at, progress):
        pids.append(backend())
        begun.set()
        killed.wait(PATIENCE)
        progress(1)
        return {}

    (run_id,) = take_due_runs(at=AT)
    with beside() as start, monkeypatch.context() as patch:
        patch.setattr(reactions, "count_to_three", hang)
        worker = start(lambda: run_job(run_id=run_id, at=AT))
        begun.wait(PATIENCE)
        yield run_id, pids[0]
        killed.set()
        worker.exception(PATIENCE)


def test_the_run_of_a_killed_worker_is_taken_over_at_once(monkeypatch):
    for run_id, pid in run_until_killed(monkeypatch):
        assert take_due_runs(at=AT) == []
        execute(f"SELECT pg_terminate_backend({pid}, 5000)")
        assert take_due_runs(at=AT) == [run_id]
    run_job(run_id=run_id, at=AT)
    assert JobRun.objects.values_list("state", "attempts", "done").get() == ("done", 2, 3)


def test_a_worker_that_hangs_loses_its_session_with_its_run(monkeypatch):
    for run_id, pid in run_until_killed(monkeypatch):
        JobRun.objects.update(heartbeat_at=Now() - timedelta(minutes=7))
        assert take_due_runs(at=AT) == [run_id]
        execute(f"SELECT pg_terminate_backend({pid}, 5000)")  # waits until the ended session is gone
    run_job(run_id=run_id, at=AT)
    assert JobRun.objects.values_list("state", "attempts", "done").get() == ("done", 2, 3)


# Two deliverers


@pytest.fixture
def slow_reaction(monkeypatch):
    """A handler that counts its calls; the first call blocks until it is released."""
    begun, may_end = Signal(), Signal()

    def react(*, event):
        notify(user_ids=[7], kind="test.notice", params={}, dedup=f"by {backend()}", at=event.at)
        if not begun.is_set():
            begun.set()
            may_end.wait(PATIENCE)

    monkeypatch.setattr(reactions, "tell", react)
    return begun, may_end


def deliver_twice_at_once(begun, may_end):
    with beside() as start:
        first = start(lambda: deliver_outbox(at=AT))
        begun.wait(PATIENCE)
        second = deliver_outbox(at=AT)
        may_end.set()
        return first.result(), second


def test_two_deliverers_at_once_run_a_reaction_once(slow_reaction):
    happen("test.told")
    assert deliver_twice_at_once(*slow_reaction) == (Delivery(done=1, failed=0), Delivery(done=0, failed=0))
    assert Notification.objects.count() == 1


def test_control_without_the_row_lock_both_run_the_reaction(slow_reaction):
    happen("test.told")
    with without("lock_due_item"):
        assert deliver_twice_at_once(*slow_reaction) == (Delivery(done=1, failed=0), Delivery(done=1, failed=0))
    assert Notification.objects.count() == 2


def test_a_worker_killed_in_the_midst_leaves_no_work_and_the_event(monkeypatch):
    pids, killed = [], Signal()

    def react(*, event):
        notify(user_ids=[7], kind="test.notice", params={}, dedup="half done", at=event.at)
        pids.append(backend())
        begun.set()
        killed.wait(PATIENCE)

    begun = Signal()
    with beside() as start, monkeypatch.context() as patch:
        patch.setattr(reactions, "tell", react)
        happen("test.told")
        worker = start(lambda: deliver_outbox(at=AT))
        begun.wait(PATIENCE)
        execute(f"SELECT pg_terminate_backend({pids[0]}, 5000)")
        killed.set()
        worker.exception(PATIENCE)
    assert not Notification.objects.exists()
    assert deliver_outbox(at=AT + timedelta(minutes=1)) == Delivery(done=1, failed=0)


# Two mailers


class Slow(locmem.EmailBackend):
    """A mail server that blocks the first mail until it is released."""

    begun = Signal()
    may_end = Signal()

    def send_messages(self, mails):
        if not self.begun.is_set():
            self.begun.set()
            self.may_end.wait(PATIENCE)
        return super().send_messages(mails)


@pytest.fixture
def one_mail(settings, monkeypatch):
    settings.EMAIL_BACKEND = f"{__name__}.Slow"
    monkeypatch.setattr(Slow, "begun", Signal())
    monkeypatch.setattr(Slow, "may_end", Signal())
    user = User.objects.create(username="one", name="李明", email="one@example.com")
    notify(user_ids=[user.pk], kind="test.notice", params={}, dedup="1", at=AT)


def send():
    return send_mails(at=AT, progress=lambda count: None)["sent"]


def send_twice_at_once():
    with beside() as start:
        first = start(send)
        Slow.begun.wait(PATIENCE)
        second = send()
        Slow.may_end.set()
        return first.result(), second


def test_two_mailers_at_once_send_a_mail_once(one_mail):
    assert send_twice_at_once() == (1, 0)
    assert len(sent.outbox) == 1


def test_control_without_holding_it_both_send_the_mail(one_mail):
    with without("session_lock"):
        assert send_twice_at_once() == (1, 1)
    assert len(sent.outbox) == 2


# Sealers and writers


def seal():
    return seal_events(at=AT, progress=lambda count: None)["sealed"]


def seal_beside_a_sealer():
    """Run a second sealer while the first one has not committed."""
    with beside() as start:
        with transaction.atomic():
            here = seals._seal_run(horizon=seals._find_horizon(), at=AT)
            execute("SET LOCAL lock_timeout = '3s'")
            other = start(lambda: seals._seal_run(horizon=10**9, at=AT))
            wait_for_a_blocked_session()
        return here, other.result()


def test_two_sealers_at_once_make_one_chain():
    seal()
    happen("test.silent")
    here, other = seal_beside_a_sealer()
    assert (here[0], other) == (1, None)
    assert verify_seals().broken == ()


def test_control_without_the_lock_the_second_sealer_breaks_on_the_chain():
    seal()
    happen("test.silent")
    with without("lock_seals"), pytest.raises(IntegrityError, match="seal_"):
        seal_beside_a_sealer()


def write_late_around(work):
    """Draw the id of an event, run `work`, then commit the event."""
    with beside() as start, transaction.atomic():
        happen("test.silent")
        return start(work).exception(PATIENCE)


def newer_event_and_seal():
    happen("test.silent")
    seal()


def test_no_seal_is_set_above_an_event_still_being_written():
    error = write_late_around(newer_event_and_seal)
    assert (type(error), error.code) == (DomainError, "busy")
    assert seal() >= 2
    assert verify_seals().broken == ()


def test_control_without_waiting_for_the_writers_an_event_slips_below_a_seal():
    with without("lock_events_for_a_moment"):
        assert write_late_around(newer_event_and_seal) is None
    assert [seal.missing for seal in verify_seals().broken] == [-1]
    assert EventSeal.objects.exists()
