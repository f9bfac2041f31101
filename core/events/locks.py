"""Locks of outbox items, event seals and events."""

from datetime import datetime

from django.db import connection

from core.events.outbox_selectors import due_items
from core.models import OutboxItem


def lock_due_item(*, item_id: int, at: datetime) -> OutboxItem | None:
    """Lock a due item with its event; None where another worker has locked or delivered it."""
    rows = due_items(at=at).select_for_update(skip_locked=True, no_key=True, of=("self",))
    return rows.select_related("event").filter(pk=item_id).first()


def lock_outbox_item(*, item_id: int) -> OutboxItem | None:
    """Lock an item, waiting for other workers; None where it was delivered."""
    return OutboxItem.objects.select_for_update(no_key=True).filter(pk=item_id).first()


def lock_seals() -> None:
    """Lock the seals against other writers until the end of the transaction. Readers do not wait."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE core_eventseal IN SHARE ROW EXCLUSIVE MODE")


def lock_events_for_a_moment() -> None:
    """Wait until no open transaction has written events, at most one second."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '1s'")
        cursor.execute("LOCK TABLE core_event IN SHARE MODE")
