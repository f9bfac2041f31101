"""Delivering events to those who react: the table is the queue, so a lost broker or a killed worker loses nothing."""

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
    """What one pass over the outbox did (投递结果)."""

    done: int
    failed: int


def deliver_outbox(*, at: datetime, progress: Callable[[int], None] | None = None) -> Delivery:
    """Run every reaction that is due, each in a transaction of its own that also takes it off the queue.

    So a handler's work in the database is done exactly once. One that fails is tried again after 10, 30, 90 … seconds, at
    most an hour, and is dead after ten times; it holds up nobody else. Where the database was gone or busy, it is tried
    again after 10 s. This loops only and is no transaction.
    """
    done = failed = last = 0
    while ids := list_due_ids(at=at, after=last, limit=CHUNK):
        results = [_deliver(item_id=item_id, at=at) for item_id in ids]
        done, failed, last = done + results.count(True), failed + results.count(False), ids[-1]
        if progress:
            progress(len(ids))
    return Delivery(done=done, failed=failed)


def sweep_outbox(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """The job that delivers what no wake-up did (投递待办事件)."""
    delivery = deliver_outbox(at=at, progress=progress)
    return {"done": delivery.done, "failed": delivery.failed}


@write
def restart_outbox_item(*, item_id: int, actor: Actor, at: datetime) -> OutboxItem:
    """Try a dead reaction again, at once (重新投递). `not_found`; `illegal_state` for one that is not dead."""
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
    """True when done, False when it failed, None when another worker has it."""
    try:
        return _run_handler(item_id=item_id, at=at)
    except Exception as error:
        logger.exception("a reaction to an event failed", extra={"outbox_item": item_id})
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
    """Whether it was the database that failed or was busy, and not the reaction."""
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
