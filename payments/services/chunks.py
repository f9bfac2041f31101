"""Begin, advance and finish a step of an order that is done in chunks (分批办理). The order is locked."""

from collections.abc import Sequence
from datetime import datetime

from core.database.transactions import assert_inside
from core.events.transitions import move
from payments.models import OrderRun, Payment, PaymentOrder
from payments.rules.states import ORDER, STEP_STATES, OrderStep
from payments.selectors.locks import lock_run

CHUNK = 500
"""Payments of one transaction. An order with no more of them takes a step at once."""


def begin_step(
    order: PaymentOrder, *, step: OrderStep, actor_id: int, at: datetime, last_id: int, **values: str
) -> None:
    """Move an order to the state of a step and begin its run; `values` are the columns of the step."""
    assert_inside()
    move([order], machine=ORDER, target=STEP_STATES[step], at=at, actor_id=actor_id, data=values)
    begin_run(order, step=step, actor_id=actor_id, at=at, last_id=last_id, planned=order.count, **values)


def begin_run(
    order: PaymentOrder, *, step: OrderStep, actor_id: int, at: datetime, last_id: int, planned: int, **values: str
) -> OrderRun:
    """Begin the run of a step whose state the order is in."""
    return OrderRun.objects.create(
        order=order, step=step, by_id=actor_id, begun_at=at, last_id=last_id, planned=planned, **values
    )


def lock_current(run: OrderRun) -> OrderRun | None:
    """Lock a run after its order; None where another worker advanced it meanwhile, or where the order has left the step."""
    locked = lock_run(run.pk)
    return locked if locked.finished_at is None and locked.cursor == run.cursor else None


def advance(run: OrderRun, looked_at: Sequence[Payment], *, taken: int) -> int:
    """Move the cursor of a locked run behind the payments that were looked at, by id; return how many they are."""
    run.cursor = looked_at[-1].pk
    run.done += len(looked_at)
    run.taken += taken
    run.planned = max(run.planned, run.done)  # a payment that is pending again meanwhile counts too
    run.save(update_fields=["cursor", "done", "taken", "planned"])
    return len(looked_at)


def finish_unfinished(order: PaymentOrder, *, at: datetime) -> None:
    """Finish the run of a locked order that leaves the state of its step, if it has one."""
    OrderRun.objects.filter(order=order, finished_at=None).update(finished_at=at)


def finish_run(run: OrderRun, *, at: datetime) -> None:
    """Finish a locked run."""
    run.finished_at = at
    run.save(update_fields=["finished_at"])
