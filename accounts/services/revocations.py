"""Ending sign-ins: the tokens of the API and the sessions of the pages, of one account or of all."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.sessions.models import Session
from django.db.models import F
from knox.models import AuthToken

from accounts.models import User
from core.database.transactions import write
from core.events.recording import Change, record, record_many


@write
def revoke_token(*, digest: str, user_id: int, at: datetime) -> None:
    """Revoke one token of the user; nothing happens where there is no such token."""
    deleted, _ = AuthToken.objects.filter(digest=digest, user_id=user_id).delete()
    if deleted:
        _record(user_id=user_id, at=at)


@write
def revoke_all_tokens(*, user_id: int, at: datetime) -> None:
    """Revoke every token of the user."""
    deleted, _ = AuthToken.objects.filter(user_id=user_id).delete()
    if deleted:
        _record(user_id=user_id, at=at)


@write
def end_sign_ins(*, user_id: int, by: int | None, at: datetime) -> None:
    """End every session and token of the account (全部下线)."""
    User.objects.filter(pk=user_id).update(sign_ins_ended=F("sign_ins_ended") + 1)
    AuthToken.objects.filter(user_id=user_id).delete()
    record(Change(type="user.sign_ins_ended", subject_kind="user", subject_id=user_id, at=at, actor_id=by))


@dataclass(frozen=True, kw_only=True, slots=True)
class EndedAccess:
    """The numbers of sessions and tokens that were ended."""

    sessions: int
    tokens: int


@write
def end_all_access(*, at: datetime) -> EndedAccess:
    """End every session and revoke every token of every account, as after a restore: what was revoked since the backup
    came back to life. The history of each user whose tokens end says so."""
    users = sorted(set(AuthToken.objects.values_list("user_id", flat=True)))
    tokens, _ = AuthToken.objects.all().delete()
    sessions, _ = Session.objects.all().delete()
    record_many([Change(type="token.revoked", subject_kind="user", subject_id=user_id, at=at) for user_id in users])
    return EndedAccess(sessions=sessions, tokens=tokens)


def _record(*, user_id: int, at: datetime) -> None:
    record(Change(type="token.revoked", subject_kind="user", subject_id=user_id, at=at, actor_id=user_id))
