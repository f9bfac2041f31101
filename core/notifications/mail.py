"""Notifications as mails: text in the user's language, through Django's mail backend."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
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
from django.utils.module_loading import import_string
from django.utils.translation import override

from core.database.session_locks import LockKind, session_lock
from core.database.transactions import write
from core.events.failures import failure_text
from core.messages.catalogue import notice
from core.models import Notification
from core.notifications.inbox import find_mail_due, list_mails_due
from core.values.errors import DomainError

logger = logging.getLogger(__name__)

CHUNK = 10
"""Mails between two looks for urgent ones."""
FIRST_WAIT, MAX_WAIT = timedelta(seconds=15), timedelta(hours=1)
SERVER_GONE = (ConnectionError, TimeoutError, SMTPConnectError, SMTPServerDisconnected)


class Addressee(Protocol):
    """The attributes of a user that a mail needs."""

    name: str
    email: str
    language: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """What a mail has beside the text of its notification: the address, a link that is made when it is sent, a remark."""

    to: str
    url: str = ""
    remark: str = ""


class ServerGone(Exception):
    """The mail server stopped answering; no other mail is tried in this run."""


def send_mails(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Mail the pending notifications (发送通知邮件), urgent ones first: each is locked, sent, and marked. Periodic job.

    If a worker dies between sending and marking, its lock is free and the mail is sent again with the same Message-ID.
    A mail that cannot be sent is retried after 15 s, 1, 4 … minutes, ten attempts in all. A mail server that does not
    answer ends the run.
    """
    results: dict[int, bool | None] = {}
    with get_connection() as connection:
        while ids := list_mails_due(skipped=[n for n, sent in results.items() if not sent], limit=CHUNK):
            results |= {number: _deliver(number, connection=connection) for number in ids}
            progress(len(ids))
    outcomes = list(results.values())
    return {"sent": outcomes.count(True), "failed": outcomes.count(False)}


def _deliver(number: int, *, connection: BaseEmailBackend) -> bool | None:
    """Send one mail: True when sent, False when it failed, None where there was nothing to send. Raises ServerGone."""
    with session_lock(LockKind.MAIL, number) as locked:
        mail = find_mail_due(number) if locked else None
        if mail is None:
            return None
        user = get_user_model().objects.filter(pk=mail.user_id, is_active=True).first()
        letter = _letter(mail, user=user) if user else None
        if user is None or letter is None or not letter.to:
            _cancel(mail)
            return None
        return _send(mail, user=user, letter=letter, connection=connection)


def _letter(mail: Notification, *, user: Addressee) -> Letter | None:
    """Return where the mail goes and its link, or None where it is no longer needed.

    Links are in no table: `settings.MAIL_LETTERS` names for a kind of notification the function that makes its own.
    """
    if mail.kind not in settings.MAIL_LETTERS:
        return Letter(to=mail.mail_to or user.email)
    with override(user.language):
        letter: Letter | None = import_string(settings.MAIL_LETTERS[mail.kind])(user=user, params=mail.params)
    return letter


def _send(mail: Notification, *, user: Addressee, letter: Letter, connection: BaseEmailBackend) -> bool:
    try:
        _message(mail, user=user, letter=letter, connection=connection).send()
    except Exception as error:
        logger.exception("mail not sent", extra={"notification": mail.pk})
        connection.close()
        _schedule_retry(mail, error=failure_text(error))
        if isinstance(error, SERVER_GONE):
            raise ServerGone from error
        return False
    _mark_sent_after_retry(mail)
    return True


def _message(mail: Notification, *, user: Addressee, letter: Letter, connection: BaseEmailBackend) -> EmailMessage:
    with override(user.language):
        params = import_string(settings.READABLE_PARAMS)(mail.kind, mail.params)
        words = notice(mail.kind, params, language=user.language)
        text = render_to_string("emails/notice.txt", {"name": user.name, "words": words, "letter": letter})
    return EmailMessage(
        subject=" ".join(words.title.split()),
        body=text,
        to=[letter.to],
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
    Notification.objects.filter(pk=mail.pk).update(mailed_at=Now(), mail_error="", mail_to="")


@write
def _schedule_retry(mail: Notification, *, error: str) -> None:
    wait = min(FIRST_WAIT * 4**mail.mail_attempts, MAX_WAIT)
    Notification.objects.filter(pk=mail.pk).update(
        mail_attempts=mail.mail_attempts + 1, mail_next_at=Now() + wait, mail_error=error
    )
