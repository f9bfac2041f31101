"""Attempts to sign in are counted in the database: guessing stops alike for names that exist and names that do not."""

from datetime import datetime

from django.db import connection

from accounts.models import SignInFailure, User
from core.database.transactions import write
from core.events.recording import NO_SUBJECT, Change, record
from core.personal_data.encryption import blind_index

WINDOW_SECONDS = 15 * 60
MOST_PER_NAME = 10
MOST_PER_ADDRESS = 100
KEPT_SECONDS = 24 * 60 * 60

_COUNT = """
    INSERT INTO accounts_signinfailure AS known (key, count, since) VALUES (%(key)s, 1, now())
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN known.since <= now() - %(window)s * interval '1 second' THEN 1 ELSE known.count + 1 END,
        since = CASE WHEN known.since <= now() - %(window)s * interval '1 second' THEN now() ELSE known.since END
    RETURNING count, ceil(%(window)s - extract(epoch FROM now() - since))::int
"""


@write
def open_attempt(*, username: str, address: str, at: datetime) -> int:
    """Count an attempt before anything is compared; seconds to wait, 0 to go on.

    After 10 failures for a name, or 100 from an address, within 15 minutes of real time, nothing is compared until
    they are over. `at` is for the audit only.
    """
    tries, name_wait = _count(_name_key(username))
    all_tries, address_wait = _count(_address_key(address))
    if tries == MOST_PER_NAME + 1:
        _tell(username=username, at=at)
    waits = [name_wait if tries > MOST_PER_NAME else 0, address_wait if all_tries > MOST_PER_ADDRESS else 0]
    return max(waits)


@write
def close_attempt(*, username: str, address: str) -> None:
    """The attempt was a success: the name starts afresh, the address is no worse than before. Old counts go."""
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
            [KEPT_SECONDS],
        )


def _count(key: bytes) -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": key, "window": WINDOW_SECONDS})
        count, wait = cursor.fetchone()
    return int(count), max(int(wait), 1)


def _tell(*, username: str, at: datetime) -> None:
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
