"""Delivery of events to their handlers. The queue is a table, so no event is lost with a broker or a worker."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from celery.exceptions import SoftTimeLimitExceeded
from django.db import InterfaceError, OperationalError, transaction
from django.utils.module_loading import import_string

from core.database.transactions import write
from core.events.failures import failure_text
from core.events.locks import lock_due_item, lock_outbox_item
from core.events.outbox_selectors import list_due_ids
from core.events.recording import Change, record
from core.events.wakeups import wake_worker
from core.models import OutboxItem
from core.values.actors import Actor
from core.values.errors import DomainError

logger = logging.getLogger(__name__)

DATABASE_ERRORS = (OperationalError, InterfaceError)
CHUNK = 200
MAX_ATTEMPTS = 10
FIRST_WAIT, MAX_WAIT = timedelta(seconds=10), timedelta(hours=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """The result of one pass over the outbox (投递结果)."""

    done: int
    failed: int


def deliver_outbox(*, at: datetime, progress: Callable[[int], None] | None = None) -> Delivery:
    """Run the handler of every due item, each in its own transaction, which also deletes the item.

    So the database work of a handler is done exactly once. A handler that fails is retried after 10, 30, 90 … seconds,
    at most an hour, and is dead after ten attempts; other items are not delayed. Where the database was unavailable or
    busy, the retry is after 10 s. This function itself opens no transaction.
    """
    done = failed = last = 0
    while ids := list_due_ids(at=at, after=last, limit=CHUNK):
        results = [_deliver(item_id=item_id, at=at) for item_id in ids]
        done, failed, last = done + results.count(True), failed + results.count(False), ids[-1]
        if progress:
            progress(len(ids))
    return Delivery(done=done, failed=failed)


def sweep_outbox(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Deliver the items whose wake-up message was lost (投递待办事件). Periodic job."""
    delivery = deliver_outbox(at=at, progress=progress)
    return {"done": delivery.done, "failed": delivery.failed}


@write
def restart_outbox_item(*, item_id: int, actor: Actor, at: datetime) -> OutboxItem:
    """Retry a dead item at once (重新投递). Raises `not_found`, and `illegal_state` for an item that is not dead."""
    item = lock_outbox_item(item_id=item_id)
    if item is None:
        raise DomainError("not_found", kind="missing")
    if not item.dead:
        raise DomainError("illegal_state", kind="refused", state="waiting")
    item.dead, item.attempts, item.next_at = False, 0, None
    item.save(update_fields=["dead", "attempts", "next_at"])
    record(
        Change(
            type="outbox.restarted",
            subject_kind="outbox",
            subject_id=item.pk,
            at=at,
            actor_id=actor.user_id,
            party_id=actor.party_id,
            data={"event": item.event_id, "handler": item.handler},
        )
    )
    transaction.on_commit(wake_worker, robust=True)
    return item


def _deliver(*, item_id: int, at: datetime) -> bool | None:
    """Deliver one item: True when done, False when it failed, None when another worker has it."""
    try:
        return _run_handler(item_id=item_id, at=at)
    except Exception as error:
        logger.exception("an event handler failed", extra={"outbox_item": item_id})
        _schedule_retry(item_id=item_id, at=at, error=failure_text(error), transient=_is_transient(error))
        if isinstance(error, SoftTimeLimitExceeded):
            raise
        return False


@write
def _run_handler(*, item_id: int, at: datetime) -> bool | None:
    item = lock_due_item(item_id=item_id, at=at)
    if item is None:
        return None
    import_string(item.handler)(event=item.event)
    item.delete()
    return True


def _is_transient(error: Exception) -> bool:
    """Whether the database failed or was busy, not the handler."""
    return isinstance(error, DATABASE_ERRORS) or (isinstance(error, DomainError) and error.kind == "busy")


@write
def _schedule_retry(*, item_id: int, at: datetime, error: str, transient: bool) -> None:
    item = lock_outbox_item(item_id=item_id)
    if item is None:
        return
    item.attempts += 1
    item.last_error = error
    item.next_at = at + (FIRST_WAIT if transient else min(FIRST_WAIT * 3 ** (item.attempts - 1), MAX_WAIT))
    item.dead = item.attempts >= MAX_ATTEMPTS
    item.save(update_fields=["attempts", "last_error", "next_at", "dead"])
