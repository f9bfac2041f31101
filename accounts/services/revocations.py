"""Ending sign-ins: the tokens of the API and the sessions of the pages."""

from datetime import datetime

from django.db.models import F
from knox.models import AuthToken

from accounts.models import User
from core.database.transactions import write
from core.events.recording import Change, record


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


def _record(*, user_id: int, at: datetime) -> None:
    record(Change(type="token.revoked", subject_kind="user", subject_id=user_id, at=at, actor_id=user_id))
