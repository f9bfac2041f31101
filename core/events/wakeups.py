"""Messages that wake the workers. They may be lost: the next tick sends again."""

import logging
from time import monotonic

from django.conf import settings
from django.utils.module_loading import import_string

logger = logging.getLogger(__name__)

QUIET_SECONDS = 1.0
BROKEN_SECONDS = 15.0
EXPIRES_SECONDS = 60


class _Pace:
    """When this process may send again, in monotonic seconds."""

    next_wakeup = 0.0
    broken_until = 0.0


def wake_worker() -> None:
    """Ask a worker to deliver the outbox: at once, or in a second where that was asked less than a second ago."""
    wait = max(0.0, _Pace.next_wakeup - monotonic())
    if wait <= QUIET_SECONDS:
        _Pace.next_wakeup = monotonic() + wait + QUIET_SECONDS
        _send("core.deliver_outbox", countdown=wait)


def send_run(run_id: int) -> None:
    """Ask a worker to execute a job run."""
    _send("core.run_job", kwargs={"run_id": run_id})


def _send(task: str, **options: object) -> None:
    """Send a task. After a failure nothing is sent for 15 s, so that not every request waits for a broken broker."""
    if monotonic() < _Pace.broken_until:
        return
    try:
        import_string(settings.TASK_QUEUE).send_task(task, **options, retry=False, expires=EXPIRES_SECONDS)
    except Exception:
        _Pace.broken_until = monotonic() + BROKEN_SECONDS
        logger.warning("broker out of reach; the next tick sends again", exc_info=True)
