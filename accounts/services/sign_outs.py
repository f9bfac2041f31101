"""Ending all access, as after a restore: what was revoked since the backup came back to life."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.sessions.models import Session
from knox.models import AuthToken

from core.database.transactions import write
from core.events.recording import Change, record_many


@dataclass(frozen=True, kw_only=True, slots=True)
class EndedAccess:
    """The numbers of sessions and tokens that were ended."""

    sessions: int
    tokens: int


@write
def end_all_access(*, at: datetime) -> EndedAccess:
    """End every session and revoke every token, of everybody; each user whose tokens end has it in the history."""
    users = sorted(set(AuthToken.objects.values_list("user_id", flat=True)))
    tokens, _ = AuthToken.objects.all().delete()
    sessions, _ = Session.objects.all().delete()
    record_many([Change(type="token.revoked", subject_kind="user", subject_id=user_id, at=at) for user_id in users])
    return EndedAccess(sessions=sessions, tokens=tokens)
