"""Notifications as mails: text in the user's language, through Django's mail backend."""

import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage, get_connection
from django.db.models import F
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.utils.translation import override

from core.messages import notice
from core.models import Notification
from core.selectors.locks import lock_mails
from core.selectors.notifications import mails_to_send
from core.services.failures import failure_text
from core.services.transactions import write

logger = logging.getLogger(__name__)

CHUNK = 50


def send_mails(*, at: datetime, progress: Callable[[int], None]) -> dict[str, Any]:
    """The job that mails notifications (发送通知邮件): each is claimed, sent, and marked.

    A worker that dies between sending and marking leaves its claim, which ends after a quarter of an hour; the mail
    then goes again under the same Message-ID. One that cannot be sent is tried eight times. A mail server that does not
    answer ends the run before anything is claimed.
    """
    sent = failed = 0
    with get_connection() as connection:
        while mails := _claim():
            users = _users(mails)
            _drop([mail.pk for mail in mails if mail.user_id not in users])
            for mail in (mail for mail in mails if mail.user_id in users):
                error = _send(mail, user=users[mail.user_id], connection=connection)
                sent, failed = sent + (not error), failed + bool(error)
                _mark(mail, error=error)
            progress(len(mails))
    return {"sent": sent, "failed": failed}


@write
def _claim() -> list[Notification]:
    mails = lock_mails(mails_to_send(), limit=CHUNK)
    claimed = Notification.objects.filter(pk__in=[mail.pk for mail in mails])
    claimed.update(mail_claimed_at=Now(), mail_attempts=F("mail_attempts") + 1)
    return mails


def _users(mails: Iterable[Notification]) -> Mapping[int, Any]:
    """Who can still be written to."""
    users = get_user_model().objects.filter(is_active=True).exclude(email="")
    return users.in_bulk({mail.user_id for mail in mails})


def _send(mail: Notification, *, user: Any, connection: Any) -> str:
    """Send one; the text of the error where it could not be."""
    try:
        _message(mail, user=user, connection=connection).send()
    except Exception as error:
        logger.exception("mail not sent", extra={"notification": mail.pk})
        connection.close()
        return failure_text(error)
    return ""


def _message(mail: Notification, *, user: Any, connection: Any) -> EmailMessage:
    words = notice(mail.kind, mail.params, language=user.language)
    with override(user.language):
        text = render_to_string("emails/notice.txt", {"name": user.name, "words": words})
    return EmailMessage(
        subject=" ".join(words.title.split()),
        body=text,
        to=[user.email],
        headers={"Message-ID": message_id(mail.pk)},
        connection=connection,
    )


def message_id(notification_id: int) -> str:
    """The same for every sending of one notification, so that a repeat can be recognised."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<notification-{notification_id}@{domain}>"


@write
def _drop(ids: list[int]) -> None:
    """Their users have left or have no address."""
    Notification.objects.filter(pk__in=ids).update(mail_wanted=False)


@write
def _mark(mail: Notification, *, error: str) -> None:
    row = Notification.objects.filter(pk=mail.pk)
    if error:
        row.update(mail_error=error)
    else:
        row.update(mailed_at=Now(), mail_error="")
