"""Telling users: rows made by the handlers of events, shown in the portal and sent by mail."""

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
    """What users are told once (消息): the sentences of `kind` are those of NOTICES in its app's messages.py. Who was
    told under the same `dedup` ("coupon.lapsed:12") is not told again. Params go into mails: no personal data."""

    user_ids: Iterable[int]
    kind: str
    params: Mapping[str, Param]
    dedup: str
    party_id: int | None = None
    mail: bool = True


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
    """Tell users one thing (通知), as `notify_many`."""
    message = Message(user_ids=user_ids, kind=kind, params=params, dedup=dedup, party_id=party_id, mail=mail)
    notify_many([message], at=at)


@write
def notify_many(messages: Sequence[Message], *, at: datetime) -> int:
    """Tell users several things in one statement; how many rows were offered. KeyError for a kind without sentences."""
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
        )
        for message in messages
        for user_id in sorted(set(message.user_ids))
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@write
def mark_read(*, notification_id: int, actor: Actor, at: datetime) -> Notification:
    """The user has seen a notification (标记已读); the first time counts. `not_found` for another's."""
    own = Notification.objects.filter(pk=notification_id, user_id=actor.user_id)
    own.filter(read_at=None).update(read_at=at)
    found = own.first()
    if found is None:
        raise DomainError("not_found", kind="missing")
    return found
