"""What workers do for the kernel."""

from celery import shared_task

from core.events.outbox import deliver_outbox
from core.events.wakeups import send_run
from core.jobs.runner import run_job, take_due_runs
from core.timekeeping import clock


@shared_task(name="core.tick")
def tick() -> None:
    """Start the jobs that are due."""
    for run_id in take_due_runs(at=clock.now()):
        send_run(run_id)


@shared_task(name="core.run_job")
def run(*, run_id: int) -> None:
    """Do one run of a job."""
    run_job(run_id=run_id, at=clock.now())


@shared_task(name="core.deliver_outbox")
def deliver() -> None:
    """Run the reactions to events."""
    deliver_outbox(at=clock.now())
