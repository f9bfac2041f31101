"""Reactions that events still wait for."""

from datetime import datetime
from typing import TypeAlias

from django.db.models import Q, QuerySet

from core.models import OutboxItem

OutboxRow: TypeAlias = OutboxItem
"""What views call the row that they read, without importing its model."""


def due_items(*, at: datetime) -> QuerySet[OutboxItem]:
    """What may be delivered at this business moment."""
    return OutboxItem.objects.filter(Q(next_at=None) | Q(next_at__lte=at), dead=False)


def anything_due(*, at: datetime) -> bool:
    """Whether a reaction waits to be delivered."""
    return due_items(at=at).exists()


def list_due_ids(*, at: datetime, after: int, limit: int) -> list[int]:
    """The oldest due ones above an id."""
    return list(due_items(at=at).filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:limit])


def waiting_items() -> QuerySet[OutboxItem]:
    """Everything not yet delivered, the dead ones too, with its event."""
    return OutboxItem.objects.select_related("event")
