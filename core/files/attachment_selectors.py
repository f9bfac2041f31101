"""Selectors of attachments. An actor sees an attachment if the actor may see its owner's files."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any, TypeAlias

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils.module_loading import import_string

from core.models import Attachment
from core.values.actors import Actor
from core.values.errors import DomainError

AttachmentRow: TypeAlias = Attachment
"""The type of a row for views and pages, which do not import models."""

Visible = Callable[[Actor], QuerySet[Any]]


def get_visible_attachment(*, actor: Actor, attachment_id: int) -> Attachment:
    """Return the attachment. Raises `not_found` (404) where it is absent or the actor may not see its owner's files.

    The setting ATTACHMENT_OWNERS names, for each kind of owner, the selector of the owners whose files the actor may
    see.
    """
    found = Attachment.objects.filter(pk=attachment_id).first()
    if found is None or not _visible(found.owner_kind)(actor).filter(pk=found.owner_id).exists():
        raise DomainError("not_found", kind="missing")
    return found


def list_attachments(*, owner_kind: str, owner_id: int) -> QuerySet[Attachment]:
    """Return the owner's attachments, oldest first."""
    return Attachment.objects.filter(owner_kind=owner_kind, owner_id=owner_id).order_by("pk")


def map_attachments(*, owner_kind: str, owner_ids: Collection[int]) -> dict[int, list[Attachment]]:
    """Return owner id → its attachments, oldest first. One query."""
    found: dict[int, list[Attachment]] = {owner_id: [] for owner_id in owner_ids}
    for row in Attachment.objects.filter(owner_kind=owner_kind, owner_id__in=owner_ids).order_by("pk"):
        found[row.owner_id].append(row)
    return found


def find_attachment(*, owner_kind: str, owner_id: int, attachment_id: int) -> Attachment | None:
    """Return the owner's attachment with this id, or None."""
    return Attachment.objects.filter(owner_kind=owner_kind, owner_id=owner_id, pk=attachment_id).first()


def list_due_for_check(*, before: datetime, after: int = 0) -> QuerySet[Attachment]:
    """Return the attachments after this id that were last found whole before a moment or are damaged, by id."""
    due = Q(whole_at__lt=before) | ~Q(problem="")
    return Attachment.objects.filter(due, pk__gt=after).order_by("pk")


def list_damaged() -> QuerySet[Attachment]:
    """Return the attachments whose files were found altered or lost, by id."""
    return Attachment.objects.exclude(problem="").order_by("pk")


def count_elsewhere(attachments: Collection[Attachment]) -> dict[str, int]:
    """Return hash → number of other owners with the same file, for the files that others have. One query."""
    own = {(each.owner_kind, each.owner_id) for each in attachments}
    rows = Attachment.objects.filter(sha256__in={each.sha256 for each in attachments})
    others: dict[str, set[tuple[str, int]]] = {}
    for sha256, owner_kind, owner_id in rows.values_list("sha256", "owner_kind", "owner_id"):
        if (owner_kind, owner_id) not in own:
            others.setdefault(sha256, set()).add((owner_kind, owner_id))
    return {sha256: len(owners) for sha256, owners in others.items()}


def _visible(owner_kind: str) -> Visible:
    owners: Mapping[str, str] = settings.ATTACHMENT_OWNERS
    visible: Visible = import_string(owners[owner_kind])
    return visible
