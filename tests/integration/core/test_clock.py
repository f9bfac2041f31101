from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from core.management.commands import clock as command
from core.models import ClockShift, Event, JobRun
from core.timekeeping import clock
from core.timekeeping.clock_shifts import move_clock, reset_clock
from core.values.errors import DomainError
from tests.factories.moments import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_job")]

LATER = AT + timedelta(days=15)


def run(*arguments):
    output = StringIO()
    call_command("clock", *arguments, stdout=output)
    return output.getvalue()


def test_moving_the_clock_is_recorded():
    move_clock(to=LATER, real=AT)
    assert clock.shift() == timedelta(days=15)
    event = Event.objects.get(type="clock.moved")
    assert event.data == {"from": "2026-03-02T01:00:00+00:00", "to": "2026-03-17T01:00:00+00:00"}


def test_business_time_runs_ahead_and_real_time_does_not():
    real = clock.real_now()
    move_clock(to=real + timedelta(days=15), real=real)
    assert timedelta(days=15) <= clock.now() - real < timedelta(days=15, minutes=1)
    assert clock.real_now() - real < timedelta(minutes=1)


@pytest.mark.parametrize(("microseconds", "moved"), [(-1, False), (0, True), (1, True)])
def test_the_clock_moves_forward_only(microseconds, moved):
    move_clock(to=LATER, real=AT)
    to = LATER + timedelta(microseconds=microseconds)
    if moved:
        move_clock(to=to, real=AT)
    else:
        with pytest.raises(DomainError, match="clock_forward_only"):
            move_clock(to=to, real=AT)
    assert Event.objects.filter(type="clock.moved").count() == 1 + moved
    assert clock.shift() == (max(to, LATER) - AT)


@pytest.mark.parametrize("service", [lambda: move_clock(to=LATER, real=AT), lambda: reset_clock(real=AT)])
def test_production_refuses(settings, service):
    settings.CLOCK_MOVABLE = False
    with pytest.raises(DomainError, match="clock_fixed"):
        service()
    assert not ClockShift.objects.exists()
    assert not Event.objects.filter(subject_kind="clock").exists()


def test_production_reads_the_wall_clock_whatever_the_table_says(settings):
    move_clock(to=LATER, real=AT)
    settings.CLOCK_MOVABLE = False
    assert clock.shift() == timedelta(0)


def test_reset_forgets_the_shift_and_the_runs_of_days_to_come():
    move_clock(to=LATER, real=AT)
    JobRun.objects.create(job="count", period="past", at=AT, state="done")
    JobRun.objects.create(job="count", period="future", at=LATER, state="done")
    reset_clock(real=AT)
    assert clock.shift() == timedelta(0)
    assert list(JobRun.objects.values_list("period", flat=True)) == ["past"]


@pytest.mark.parametrize(
    ("text", "ahead"), [("15d", timedelta(days=15)), ("3h", timedelta(hours=3)), ("20m", timedelta(minutes=20))]
)
def test_the_command_moves_forward(text, ahead):
    run("--forward", text)
    assert ahead <= clock.shift() < ahead + timedelta(minutes=1)


@pytest.mark.parametrize("text", ["2099-03-02T09:00+08:00", "2099-03-02T09:00", "2099-03-02T01:00Z"])
def test_the_command_moves_to_a_moment(text):
    assert run("--at", text).startswith("2099-03-02 09:00:")
    assert clock.now() >= datetime(2099, 3, 2, 1, tzinfo=UTC)


@pytest.mark.parametrize("text", ["0d", "-1d", "1w", "1.5h", "999999d"])
def test_the_command_refuses_what_is_no_span(text):
    with pytest.raises(CommandError):
        run(f"--forward={text}")
    assert not ClockShift.objects.exists()


def test_the_command_shows_the_time_and_moves_nothing():
    assert run().endswith("+08:00\n")
    assert not ClockShift.objects.exists()


def test_the_command_says_why_it_refuses():
    with pytest.raises(CommandError, match="时钟只能向前调整"):
        run("--at", "2001-01-01T00:00+08:00")


def test_the_command_runs_the_due_jobs_at_the_moved_time():
    assert "count done" in run("--at", "2099-03-02T09:00+08:00", "--run-jobs")
    assert JobRun.objects.get().period == "2099-03-02T00:10"


def test_reset_without_demonstration_data_changes_nothing(monkeypatch):
    monkeypatch.setattr(command, "get_commands", dict)
    run("--forward", "15d")
    with pytest.raises(CommandError, match="load_demo"):
        run("--reset")
    assert clock.shift() > timedelta(days=14)
