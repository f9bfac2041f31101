"""Selectors of outbox items."""

from datetime import datetime
from typing import TypeAlias

from django.db.models import Q, QuerySet

from core.models import OutboxItem

OutboxRow: TypeAlias = OutboxItem
"""The type of a row for views, which do not import models."""


def due_items(*, at: datetime) -> QuerySet[OutboxItem]:
    """Return the items that may be delivered at this business moment."""
    return OutboxItem.objects.filter(Q(next_at=None) | Q(next_at__lte=at), dead=False)


def has_due_items(*, at: datetime) -> bool:
    """Whether there is an item to deliver at this business moment."""
    return due_items(at=at).exists()


def list_due_ids(*, at: datetime, after: int, limit: int) -> list[int]:
    """Return the ids of the oldest due items above an id."""
    return list(due_items(at=at).filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:limit])


def count_dead_items() -> int:
    """Count the items that were given up after too many attempts."""
    return OutboxItem.objects.filter(dead=True).count()


def pending_items() -> QuerySet[OutboxItem]:
    """Return every item that is not delivered, dead ones included, with its event."""
    return OutboxItem.objects.select_related("event")
