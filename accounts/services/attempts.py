"""Limits on sign-in attempts, counted in the database alike for user names that exist and that do not."""

from datetime import datetime

from django.db import connection

from accounts.models import User
from accounts.rules.attempts import Attempt, Counter, counters
from core.database.transactions import write
from core.events.recording import NO_SUBJECT, Change, record
from core.personal_data.encryption import blind_index

WINDOW_SECONDS = 15 * 60
RETENTION_SECONDS = 24 * 60 * 60

_COUNT = """
    INSERT INTO accounts_signinfailure AS known (key, count, since) VALUES (%(key)s, 1, now())
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN known.since <= now() - %(window)s * interval '1 second' THEN 1 ELSE known.count + 1 END,
        since = CASE WHEN known.since <= now() - %(window)s * interval '1 second' THEN now() ELSE known.since END
    RETURNING count, ceil(%(window)s - extract(epoch FROM now() - since))::int
"""
_FORGET = "DELETE FROM accounts_signinfailure WHERE key = %s"
_TAKE_OFF = "UPDATE accounts_signinfailure SET count = greatest(count - 1, 0) WHERE key = %s"
_PURGE = """
    DELETE FROM accounts_signinfailure WHERE key IN (
        SELECT key FROM accounts_signinfailure WHERE since < now() - %s * interval '1 second'
        LIMIT 100 FOR UPDATE SKIP LOCKED
    )
"""


@write
def open_attempt(attempt: Attempt, *, at: datetime) -> int:
    """Count an attempt before the credentials are compared; return the seconds to wait, 0 where it may proceed.

    Above the most of one of its counters, attempts must wait until the window of 15 minutes of wall-clock time is over.
    The first one of a window that must wait is recorded as `user.locked_out`, unless only its address has too many.
    An attempt that a counter refuses is not counted in the wider ones: one address cannot use up the most of a name.
    `at` is for the audit only.
    """
    for counter in counters(attempt):  # narrowest first in every transaction, so the locks are taken in one order
        count, wait = _count(counter)
        if count > counter.most:
            if count == counter.most + 1 and counter.kind != "address":
                _record_lockout(username=attempt.name, at=at)
            return wait
    return 0


@write
def close_attempt(attempt: Attempt) -> None:
    """After a successful attempt reset its narrowest counter, take the attempt off the others, purge old counts."""
    narrowest, *others = counters(attempt)
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, [_key(narrowest)])
        cursor.executemany(_TAKE_OFF, [[_key(counter)] for counter in others])
        cursor.execute(_PURGE, [RETENTION_SECONDS])


def _count(counter: Counter) -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": _key(counter), "window": WINDOW_SECONDS})
        count, wait = cursor.fetchone()
    return int(count), max(int(wait), 1)


def _record_lockout(*, username: str, at: datetime) -> None:
    user_id = User.objects.filter(username=username).values_list("id", flat=True).first()
    record(
        Change(
            type="user.locked_out", subject_kind="user", subject_id=NO_SUBJECT if user_id is None else user_id, at=at
        )
    )


def _key(counter: Counter) -> bytes:
    return blind_index(counter.of, kind=f"sign_in_{counter.kind}")
