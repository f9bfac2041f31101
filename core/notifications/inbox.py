"""Selectors of notifications: those of a user, and those to be mailed."""

from collections.abc import Collection
from datetime import datetime
from typing import TypeAlias

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from core.models import Notification
from core.values.actors import Actor

NotificationRow: TypeAlias = Notification
"""The type of a row for views, which do not import models."""

MAX_ATTEMPTS = 10


def own_notifications(actor: Actor) -> QuerySet[Notification]:
    """Return the user's notifications, about any party."""
    return Notification.objects.filter(user_id=actor.user_id)


def count_unread(*, user_id: int) -> int:
    """Return the number of unread notifications of a user."""
    return Notification.objects.filter(user_id=user_id, read_at=None).count()


def mails_due() -> QuerySet[Notification]:
    """Return the notifications to mail now: unsent, due for the next attempt, with fewer than ten attempts."""
    due = Q(mail_next_at=None) | Q(mail_next_at__lte=Now())
    return Notification.objects.filter(due, mail_wanted=True, mailed_at=None, mail_attempts__lt=MAX_ATTEMPTS)


def any_mail_due(*, at: datetime) -> bool:
    """Whether a mail is due. Mails follow the database's clock; `at` is ignored."""
    return mails_due().exists()


def list_mails_due(*, skipped: Collection[int], limit: int) -> list[int]:
    """Return the ids of due mails except the skipped ones: first urgent ones, then the oldest."""
    due = mails_due().exclude(pk__in=skipped).order_by("-mail_urgent", "pk")
    return list(due.values_list("pk", flat=True)[:limit])


def find_mail_due(notification_id: int) -> Notification | None:
    """Return the notification if its mail is still due, else None."""
    return mails_due().filter(pk=notification_id).first()
