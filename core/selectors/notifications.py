"""Messages to a user, and those that still have to be mailed."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from core.actors import Actor
from core.models import Notification

CLAIM_LASTS = timedelta(minutes=15)
MAX_ATTEMPTS = 8


def own_notifications(actor: Actor) -> QuerySet[Notification]:
    """The user's own, whichever party they are about."""
    return Notification.objects.filter(user_id=actor.user_id)


def count_unread(*, user_id: int) -> int:
    """How many the user has not seen."""
    return Notification.objects.filter(user_id=user_id, read_at=None).count()


def mails_to_send() -> QuerySet[Notification]:
    """Unsent ones that no worker has, or that one took a quarter of an hour ago without sending; tried 8 times."""
    free = Q(mail_claimed_at=None) | Q(mail_claimed_at__lt=Now() - CLAIM_LASTS)
    return Notification.objects.filter(free, mail_wanted=True, mailed_at=None, mail_attempts__lt=MAX_ATTEMPTS)
