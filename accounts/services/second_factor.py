"""The second factor: codes of an authenticator app, each good for one use, and recovery codes."""

import base64
import secrets
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import connection

from accounts.rules.totp import matching_step
from core.database.transactions import write
from core.events.recording import Change, record
from core.personal_data.encryption import decrypt, encrypt

CONTEXT = "second_factor"


@write
def enrol_totp(*, user_id: int, at: datetime, secret: str | None = None) -> str:
    """Set up an authenticator app for a user in place of the one before; the base32 secret."""
    chosen = secret or base64.b32encode(secrets.token_bytes(20)).decode()
    Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.TOTP).delete()
    Authenticator.objects.create(user_id=user_id, type=Authenticator.Type.TOTP, data={"secret": seal_secret(chosen)})
    record(Change(type="user.second_factor_set", subject_kind="user", subject_id=user_id, at=at, actor_id=user_id))
    return chosen


@write
def spend_code(*, user_id: int, code: str, moment: datetime) -> bool:
    """Whether the code is the user's second factor at the real moment; a code that was accepted is spent.

    A code of the app, or one of the recovery codes. An older code than the last one used is refused too, so that the
    same code is no good twice even at once.
    """
    found = {row.type: row for row in Authenticator.objects.filter(user_id=user_id)}
    totp = found.get(Authenticator.Type.TOTP)
    if totp is None:
        return False
    step = matching_step(secret=open_secret(totp.data["secret"]), code=code, moment=moment)
    if step is not None:
        return _spend_step(user_id=user_id, step=step)
    recovery = found.get(Authenticator.Type.RECOVERY_CODES)
    return recovery is not None and bool(RecoveryCodes(recovery).validate_code(code))


def seal_secret(text: str) -> str:
    """A secret of the second factor as it is kept."""
    return base64.b64encode(encrypt(text, context=CONTEXT)).decode()


def open_secret(sealed: str) -> str:
    """The secret that was kept."""
    return decrypt(base64.b64decode(sealed), context=CONTEXT)


def _spend_step(*, user_id: int, step: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO accounts_totpstep (user_id, step) VALUES (%s, %s)
            ON CONFLICT (user_id) DO UPDATE SET step = EXCLUDED.step WHERE accounts_totpstep.step < EXCLUDED.step
            """,
            [user_id, step],
        )
        return bool(cursor.rowcount == 1)
