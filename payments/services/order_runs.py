"""The steps of large orders in chunks (分批办理, decision 44): a step begins, a job continues it, chunk by chunk.

A chunk is one transaction that also moves the run's cursor, so a worker that is killed leaves nothing half done, and the
next run of the job continues behind the last chunk.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db import DatabaseError

from core.database.transactions import write
from core.values.errors import DomainError
from payments.rules.states import OrderStep
from payments.selectors.order_runs import get_run, list_unfinished
from payments.services.building import build_chunk
from payments.services.orders import cancel_chunk
from payments.services.sending import send_chunk

CHUNKS: Mapping[OrderStep, Callable[..., int]] = {
    OrderStep.BUILD: build_chunk,
    OrderStep.SEND: send_chunk,
    OrderStep.CANCEL: cancel_chunk,
}
"""Step → the function that does its next chunk; it returns how many payments it looked at, 0 where none is left."""
AT_ONCE = 20
"""Chunks of an order for which one reading of the clock counts: some ten seconds."""


def continue_orders(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Continue the unfinished steps of orders, each by AT_ONCE chunks at most (继续分批办理).

    The next run of the job goes on with the moment of then. A step that is refused does not hold up the others; the first
    error is raised after them.
    """
    done, errors = 0, []
    for run_id in list_unfinished():
        try:
            for _ in range(AT_ONCE):
                some = continue_order(run_id=run_id, at=at)
                if not some:
                    break
                done += some
                progress(some)
        except (DomainError, DatabaseError) as error:
            errors.append(error)
    if errors:
        raise errors[0]
    return {"done": done}


@write
def continue_order(*, run_id: int, at: datetime) -> int:
    """Do the next chunk of a step; return how many payments were looked at, 0 where the step is finished."""
    run = get_run(run_id)
    return 0 if run.finished_at else CHUNKS[OrderStep(run.step)](run, at=at)
