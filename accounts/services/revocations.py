"""Revoking the tokens of the API."""

from datetime import datetime

from knox.models import AuthToken

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


def _record(*, user_id: int, at: datetime) -> None:
    record(Change(type="token.revoked", subject_kind="user", subject_id=user_id, at=at, actor_id=user_id))
