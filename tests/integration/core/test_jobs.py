from datetime import timedelta

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db.models.functions import Now

from core.database.session_locks import LockKind, list_locked, session_lock
from core.jobs.run_selectors import list_jobs
from core.jobs.runner import request_run, restart_run, run_due_jobs, run_job, take_due_runs
from core.models import Event, JobRun
from core.values.errors import DomainError
from tests.factories import reactions
from tests.factories.moments import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_job")]


def make_run(**values):
    return JobRun.objects.create(**{"job": "count", "period": "2026-03-02T00:10", "at": AT} | values)


def test_a_period_is_taken_once():
    (run_id,) = take_due_runs(at=AT)
    assert take_due_runs(at=AT + timedelta(hours=14)) == []
    run = JobRun.objects.get()
    assert (run.pk, run.job, run.period, run.state) == (run_id, "count", "2026-03-02T00:10", "queued")


def test_a_run_counts_what_it_did_and_keeps_its_result():
    run_due_jobs(at=AT)
    run = JobRun.objects.get()
    assert (run.state, run.done, run.attempts, run.error) == ("done", 3, 1, "")
    assert run.result == {"at": "2026-03-02T01:00:00+00:00"}
    assert run.finished_at


def test_a_run_that_is_left_to_a_worker_stays_queued():
    run_due_jobs(at=AT, left=["count"])
    run = JobRun.objects.get()
    assert (run.state, run.done, run.attempts) == ("queued", 0, 0)


def test_the_next_period_runs_again():
    run_due_jobs(at=AT)
    run_due_jobs(at=AT + timedelta(days=1))
    assert list(JobRun.objects.order_by("pk").values_list("period", flat=True)) == [
        "2026-03-02T00:10",
        "2026-03-03T00:10",
    ]


def test_after_a_jump_only_the_newest_period_runs():
    run_due_jobs(at=AT)
    run_due_jobs(at=AT + timedelta(days=300))
    assert list(JobRun.objects.order_by("pk").values_list("period", flat=True)) == [
        "2026-03-02T00:10",
        "2026-12-27T00:10",
    ]


def test_a_job_is_not_taken_again_while_a_run_of_it_is_under_way():
    run = make_run(period="2026-03-01T00:10", state="running", heartbeat_at=Now())
    with session_lock(LockKind.JOB_RUN, run.pk):
        assert take_due_runs(at=AT) == []
    assert JobRun.objects.count() == 1


def test_a_run_begun_twice_is_done_once():
    (run_id,) = take_due_runs(at=AT)
    run_job(run_id=run_id, at=AT)
    run_job(run_id=run_id, at=AT)
    assert JobRun.objects.get().done == 3


def test_a_run_that_is_gone_is_nothing():
    run_job(run_id=1, at=AT)
    assert not JobRun.objects.exists()


@pytest.mark.parametrize(("seconds", "again"), [(14, False), (16, True)])
def test_a_run_that_was_not_begun_is_sent_again_after_15_seconds(seconds, again):
    (run_id,) = take_due_runs(at=AT)
    JobRun.objects.update(sent_at=Now() - timedelta(seconds=seconds))
    assert take_due_runs(at=AT) == ([run_id] if again else [])


@pytest.mark.parametrize("needed", [True, False])
def test_a_period_in_which_there_is_nothing_to_do_has_no_run(settings, monkeypatch, needed):
    settings.PERIODIC_JOBS = "tests.factories.reactions.NEEDED_JOB"
    monkeypatch.setattr(reactions, "anything_to_count", lambda *, at: needed and at == AT)
    assert len(take_due_runs(at=AT)) == JobRun.objects.count() == needed


def test_a_failed_run_keeps_its_error_and_the_chunks_it_did(settings):
    settings.PERIODIC_JOBS = "tests.factories.reactions.JOBS"
    run_due_jobs(at=AT)
    run = JobRun.objects.get(job="break")
    assert (run.state, run.done, run.error) == ("failed", 1, "RuntimeError: broken")
    assert Event.objects.filter(type="test.silent").count() == 1
    assert JobRun.objects.get(job="count").state == "done"


@pytest.mark.parametrize(
    ("seconds", "attempts", "taken"), [(29, 1, False), (31, 1, True), (31, 4, True), (31, 5, False)]
)
def test_a_failed_run_is_tried_again_after_half_a_minute_five_times_in_all(seconds, attempts, taken):
    run = make_run(state="failed", attempts=attempts, finished_at=Now() - timedelta(seconds=seconds))
    assert take_due_runs(at=AT) == ([run.pk] if taken else [])


def test_only_the_newest_failed_run_is_tried_again():
    old = Now() - timedelta(hours=1)
    make_run(period="2026-03-01T00:10", state="failed", attempts=1, finished_at=old)
    newest = make_run(state="failed", attempts=1, finished_at=old)
    assert take_due_runs(at=AT) == [newest.pk]


def test_the_run_of_a_dead_worker_is_taken_over_at_once():
    run = make_run(state="running", attempts=1, heartbeat_at=Now())
    assert take_due_runs(at=AT) == [run.pk]


@pytest.mark.parametrize(("seconds", "taken"), [(359, False), (361, True)])
def test_the_run_of_a_worker_that_hangs_is_taken_over_after_six_minutes(seconds, taken):
    run = make_run(state="running", attempts=1, heartbeat_at=Now() - timedelta(seconds=seconds))
    with session_lock(LockKind.JOB_RUN, run.pk):
        assert take_due_runs(at=AT) == ([run.pk] if taken else [])


def test_a_run_holds_its_session_while_it_goes_on_and_no_longer(monkeypatch):
    seen = []

    def look(*, at, progress):
        seen.append(list_locked(LockKind.JOB_RUN, [JobRun.objects.get().pk]))
        return {}

    monkeypatch.setattr(reactions, "count_to_three", look)
    (run,) = run_due_jobs(at=AT)
    assert (seen, list_locked(LockKind.JOB_RUN, [run.pk])) == ([[run.pk]], [])


def test_a_run_that_loses_its_worker_five_times_has_failed():
    make_run(state="running", attempts=5)
    assert take_due_runs(at=AT) == []
    run = JobRun.objects.get()
    assert (run.state, run.error) == ("failed", "the worker was lost")


def test_a_worker_that_was_given_up_cannot_end_the_run_of_another(monkeypatch):
    def overtaken(*, at, progress):
        JobRun.objects.update(attempts=2)
        progress(5)
        return {}

    monkeypatch.setattr(reactions, "count_to_three", overtaken)
    run_due_jobs(at=AT)
    run = JobRun.objects.get()
    assert (run.state, run.done) == ("running", 0)


@pytest.mark.parametrize(("chunks", "state"), [([4], "queued"), ([], "failed")])
def test_at_the_time_limit_a_run_goes_on_in_another_task_if_it_got_on(monkeypatch, chunks, state):
    def long(*, at, progress):
        for count in chunks:
            progress(count)
        raise SoftTimeLimitExceeded

    monkeypatch.setattr(reactions, "count_to_three", long)
    run_due_jobs(at=AT)
    assert JobRun.objects.get().state == state


def test_running_a_job_on_request(administrator):
    run_due_jobs(at=AT)
    run = request_run(job="count", actor=administrator, at=AT)
    run_job(run_id=run.pk, at=AT)
    run.refresh_from_db()
    assert (run.state, run.done, run.requested_by_id) == ("done", 3, 5)
    assert Event.objects.get(type="job.requested").data == {"job": "count"}


def test_a_job_nobody_knows_is_refused(administrator):
    with pytest.raises(DomainError, match="job_unknown"):
        request_run(job="nothing", actor=administrator, at=AT)
    assert not JobRun.objects.exists()


def test_a_job_under_way_is_not_requested_beside_it(administrator):
    take_due_runs(at=AT)
    with pytest.raises(DomainError, match="job_running"):
        request_run(job="count", actor=administrator, at=AT)
    assert JobRun.objects.count() == 1
    assert not Event.objects.filter(subject_kind="job_run").exists()


def test_restarting_a_failed_run(administrator):
    run = make_run(state="failed", attempts=3, error="broken")
    restart_run(run_id=run.pk, actor=administrator, at=AT)
    run_job(run_id=run.pk, at=AT)
    run.refresh_from_db()
    assert (run.state, run.attempts, run.error) == ("done", 1, "")
    assert Event.objects.get(type="job.restarted").actor_id == 5


@pytest.mark.parametrize("state", ["queued", "running", "done"])
def test_only_a_failed_run_is_restarted(administrator, state):
    run = make_run(state=state)
    with pytest.raises(DomainError, match="illegal_state"):
        restart_run(run_id=run.pk, actor=administrator, at=AT)
    run.refresh_from_db()
    assert run.state == state
    assert not Event.objects.filter(subject_kind="job_run").exists()


def test_the_table_shows_each_job_with_its_newest_run():
    assert [(state.name, state.last_run) for state in list_jobs()] == [("count", None)]
    run_due_jobs(at=AT)
    (state,) = list_jobs()
    assert state.last_run.period == "2026-03-02T00:10"
