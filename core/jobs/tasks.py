"""Celery tasks: the tick that starts due jobs, a job run, the delivery of the outbox."""

from celery import shared_task

from core.events.outbox import deliver_outbox
from core.events.wakeups import send_run
from core.jobs.runner import run_job, take_due_runs
from core.timekeeping import clock


@shared_task(name="core.tick")
def tick() -> None:
    """Send the due job runs to the workers."""
    for run_id in take_due_runs(at=clock.now()):
        send_run(run_id)


@shared_task(name="core.run_job")
def run(*, run_id: int) -> None:
    """Execute one run of a job."""
    run_job(run_id=run_id, at=clock.now())


@shared_task(name="core.deliver_outbox")
def deliver() -> None:
    """Deliver the outbox."""
    deliver_outbox(at=clock.now())
