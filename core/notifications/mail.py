"""Notifications as mails: text in the user's language, through Django's mail backend."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parseaddr
from smtplib import SMTPConnectError, SMTPServerDisconnected
from typing import Protocol

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import InterfaceError, OperationalError
from django.db.models.functions import Now
from django.template.loader import render_to_string
from django.utils.translation import override

from core.database.session_locks import LockKind, session_lock
from core.database.transactions import write
from core.events.failures import failure_text
from core.messages.catalogue import notice
from core.models import Notification
from core.notifications.inbox import find_mail_due, list_mails_due
from core.values.errors import DomainError

logger = logging.getLogger(__name__)

CHUNK = 50
FIRST_WAIT, MAX_WAIT = timedelta(seconds=15), timedelta(hours=1)
SERVER_GONE = (ConnectionError, TimeoutError, SMTPConnectError, SMTPServerDisconnected)


class Addressee(Protocol):
    """The attributes of a user that a mail needs."""

    name: str
    email: str
    language: str


class ServerGone(Exception):
    """The mail server stopped answering; no other mail is tried in this run."""


def send_mails(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Mail the pending notifications (发送通知邮件): each is locked by the session, sent, and marked. Periodic job.

    If a worker dies between sending and marking, its lock is free and the mail is sent again with the same Message-ID.
    A mail that cannot be sent is retried after 15 s, 1, 4 … minutes, ten attempts in all. A mail server that does not
    answer ends the run.
    """
    sent = failed = last = 0
    with get_connection() as connection:
        while ids := list_mails_due(after=last, limit=CHUNK):
            results = [_deliver(number, connection=connection) for number in ids]
            sent, failed, last = sent + results.count(True), failed + results.count(False), ids[-1]
            progress(len(ids))
    return {"sent": sent, "failed": failed}


def _deliver(number: int, *, connection: BaseEmailBackend) -> bool | None:
    """Send one mail: True when sent, False when it failed, None where there was nothing to send. Raises ServerGone."""
    with session_lock(LockKind.MAIL, number) as locked:
        mail = find_mail_due(number) if locked else None
        if mail is None:
            return None
        user = get_user_model().objects.filter(pk=mail.user_id, is_active=True).exclude(email="").first()
        if user is None:
            _cancel(mail)
            return None
        return _send(mail, user=user, connection=connection)


def _send(mail: Notification, *, user: Addressee, connection: BaseEmailBackend) -> bool:
    try:
        _message(mail, user=user, connection=connection).send()
    except Exception as error:
        logger.exception("mail not sent", extra={"notification": mail.pk})
        connection.close()
        _schedule_retry(mail, error=failure_text(error))
        if isinstance(error, SERVER_GONE):
            raise ServerGone from error
        return False
    _mark_sent_after_retry(mail)
    return True


def _message(mail: Notification, *, user: Addressee, connection: BaseEmailBackend) -> EmailMessage:
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
    """Return the Message-ID of a notification, the same for every attempt, so that a repeat can be recognised."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    return f"<notification-{notification_id}@{domain}>"


@write
def _cancel(mail: Notification) -> None:
    """Stop mailing a notification whose user is inactive or has no address."""
    Notification.objects.filter(pk=mail.pk).update(mail_wanted=False)


def _mark_sent_after_retry(mail: Notification) -> None:
    """Mark a mail as sent; if the connection breaks, once more on a new one, so that it is not sent twice."""
    try:
        _mark_sent(mail)
    except (OperationalError, InterfaceError, DomainError):
        logger.warning("a mail was sent and is marked again", extra={"notification": mail.pk}, exc_info=True)
        _mark_sent(mail)


@write
def _mark_sent(mail: Notification) -> None:
    Notification.objects.filter(pk=mail.pk).update(mailed_at=Now(), mail_error="")


@write
def _schedule_retry(mail: Notification, *, error: str) -> None:
    wait = min(FIRST_WAIT * 4**mail.mail_attempts, MAX_WAIT)
    Notification.objects.filter(pk=mail.pk).update(
        mail_attempts=mail.mail_attempts + 1, mail_next_at=Now() + wait, mail_error=error
    )
