"""Locks of the outbox and of the seals."""

from datetime import datetime

from django.db import connection

from core.events.outbox_selectors import due_items
from core.models import OutboxItem


def lock_due_item(*, item_id: int, at: datetime) -> OutboxItem | None:
    """A reaction that is due, with its event; None where another worker holds it or has done it."""
    rows = due_items(at=at).select_for_update(skip_locked=True, no_key=True, of=("self",))
    return rows.select_related("event").filter(pk=item_id).first()


def lock_outbox_item(*, item_id: int) -> OutboxItem | None:
    """A reaction, waited for."""
    return OutboxItem.objects.select_for_update(no_key=True).filter(pk=item_id).first()


def lock_seals() -> None:
    """One sealer at a time: held to the end of the transaction. Readers are not held up."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE core_eventseal IN SHARE ROW EXCLUSIVE MODE")


def lock_events_for_a_moment() -> None:
    """Wait, one second at most, until no transaction is under way that has written events."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '1s'")
        cursor.execute("LOCK TABLE core_event IN SHARE MODE")
