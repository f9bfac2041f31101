"""Messages to a user, and those that still have to be mailed."""

from datetime import datetime
from typing import TypeAlias

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from core.models import Notification
from core.values.actors import Actor

NotificationRow: TypeAlias = Notification
"""What views call the row that they read, without importing its model."""

MAX_ATTEMPTS = 10


def own_notifications(actor: Actor) -> QuerySet[Notification]:
    """The user's own, whichever party they are about."""
    return Notification.objects.filter(user_id=actor.user_id)


def count_unread(*, user_id: int) -> int:
    """How many the user has not seen."""
    return Notification.objects.filter(user_id=user_id, read_at=None).count()


def mails_due() -> QuerySet[Notification]:
    """Unsent ones whose next try has come; tried ten times."""
    due = Q(mail_next_at=None) | Q(mail_next_at__lte=Now())
    return Notification.objects.filter(due, mail_wanted=True, mailed_at=None, mail_attempts__lt=MAX_ATTEMPTS)


def any_mail_due(*, at: datetime) -> bool:
    """Whether a mail waits to be sent; mails go by the database's clock, whatever the business moment `at`."""
    return mails_due().exists()


def list_mails_due(*, after: int, limit: int) -> list[int]:
    """The ids of the oldest due ones above an id."""
    return list(mails_due().filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:limit])


def find_mail_due(notification_id: int) -> Notification | None:
    """The notification, if its mail is still to be sent now."""
    return mails_due().filter(pk=notification_id).first()
