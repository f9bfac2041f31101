"""Creating notifications, which are shown in the portal and sent by mail, and marking them as read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.database.transactions import write
from core.messages.catalogue import has_notice
from core.models import Notification
from core.values.actors import Actor
from core.values.errors import DomainError, Param


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """A message for some users (消息). `kind` is a key of an app's NOTICES.

    A user gets one message for each `dedup` ("coupon.lapsed:12"). Params are sent by mail and must not contain personal
    data. An urgent mail goes before the others; `mail_to` is another address than the user's.
    """

    user_ids: Iterable[int]
    kind: str
    params: Mapping[str, Param]
    dedup: str
    party_id: int | None = None
    mail: bool = True
    urgent: bool = False
    mail_to: str = ""


def notify(
    *,
    user_ids: Iterable[int],
    kind: str,
    params: Mapping[str, Param],
    dedup: str,
    at: datetime,
    party_id: int | None = None,
    mail: bool = True,
) -> None:
    """Send users one message (通知). KeyError for a kind without sentences."""
    message = Message(user_ids=user_ids, kind=kind, params=params, dedup=dedup, party_id=party_id, mail=mail)
    notify_many([message], at=at)


@write
def notify_many(messages: Sequence[Message], *, at: datetime) -> int:
    """Send several messages in one statement; return the number of rows, including those that existed already.

    KeyError for a kind without sentences.
    """
    unknown = {message.kind for message in messages if not has_notice(message.kind)}
    if unknown:
        raise KeyError(", ".join(sorted(unknown)))
    rows = [
        Notification(
            user_id=user_id,
            party_id=message.party_id,
            kind=message.kind,
            params=dict(message.params),
            dedup=message.dedup,
            at=at,
            mail_wanted=message.mail,
            mail_urgent=message.urgent,
            mail_to=message.mail_to,
        )
        for message in messages
        for user_id in sorted(set(message.user_ids))
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@write
def mark_read(*, notification_id: int, actor: Actor, at: datetime) -> Notification:
    """Mark a notification as read (标记已读); the first moment is kept. Raises `not_found` for another user's."""
    own = Notification.objects.filter(pk=notification_id, user_id=actor.user_id)
    own.filter(read_at=None).update(read_at=at)
    found = own.first()
    if found is None:
        raise DomainError("not_found", kind="missing")
    return found
