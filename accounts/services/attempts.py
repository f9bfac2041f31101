"""Limits on sign-in attempts, counted in the database alike for user names that exist and that do not."""

from datetime import datetime

from django.db import connection

from accounts.models import SignInFailure, User
from core.database.transactions import write
from core.events.recording import NO_SUBJECT, Change, record
from core.personal_data.encryption import blind_index

WINDOW_SECONDS = 15 * 60
MAX_PER_NAME = 10
MAX_PER_ADDRESS = 100
RETENTION_SECONDS = 24 * 60 * 60

_COUNT = """
    INSERT INTO accounts_signinfailure AS known (key, count, since) VALUES (%(key)s, 1, now())
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN known.since <= now() - %(window)s * interval '1 second' THEN 1 ELSE known.count + 1 END,
        since = CASE WHEN known.since <= now() - %(window)s * interval '1 second' THEN now() ELSE known.since END
    RETURNING count, ceil(%(window)s - extract(epoch FROM now() - since))::int
"""


@write
def open_attempt(*, username: str, address: str, at: datetime) -> int:
    """Count an attempt before the credentials are compared; return the seconds to wait, 0 where it may proceed.

    After 10 attempts for a name, or 100 from an address, further ones must wait until the window of 15 minutes of
    wall-clock time is over. `at` is for the audit only.
    """
    tries, name_wait = _count(_name_key(username))
    all_tries, address_wait = _count(_address_key(address))
    if tries == MAX_PER_NAME + 1:
        _record_lockout(username=username, at=at)
    waits = [name_wait if tries > MAX_PER_NAME else 0, address_wait if all_tries > MAX_PER_ADDRESS else 0]
    return max(waits)


@write
def close_attempt(*, username: str, address: str) -> None:
    """Reset the count of the name after a successful attempt, take the attempt off the address, purge old counts."""
    SignInFailure.objects.filter(key=_name_key(username)).delete()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_signinfailure SET count = greatest(count - 1, 0) WHERE key = %s", [_address_key(address)]
        )
        cursor.execute(
            """
            DELETE FROM accounts_signinfailure WHERE key IN (
                SELECT key FROM accounts_signinfailure WHERE since < now() - %s * interval '1 second'
                LIMIT 100 FOR UPDATE SKIP LOCKED
            )
            """,
            [RETENTION_SECONDS],
        )


def _count(key: bytes) -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": key, "window": WINDOW_SECONDS})
        count, wait = cursor.fetchone()
    return int(count), max(int(wait), 1)


def _record_lockout(*, username: str, at: datetime) -> None:
    user_id = User.objects.filter(username=username.lower()).values_list("id", flat=True).first()
    record(
        Change(
            type="user.locked_out", subject_kind="user", subject_id=NO_SUBJECT if user_id is None else user_id, at=at
        )
    )


def _name_key(username: str) -> bytes:
    return blind_index(username.strip().lower(), kind="sign_in_name")


def _address_key(address: str) -> bytes:
    return blind_index(address, kind="sign_in_address")
