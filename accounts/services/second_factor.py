"""The second factor: codes of an authenticator app, each accepted once, and recovery codes."""

import base64
import secrets
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.db import connection

from accounts.rules.totp import step_of, steps_near
from accounts.services.revocations import revoke_all_tokens
from core.database.transactions import write
from core.events.recording import Change, record
from core.personal_data.encryption import decrypt, encrypt

CONTEXT = "second_factor"


@write
def enrol_totp(*, user_id: int, at: datetime, secret: str | None = None) -> str:
    """Set up an authenticator app for a user in place of an earlier one; return the base32 secret.

    Tokens issued without its code are revoked, so that they never act in a role that requires it.
    """
    chosen = secret or generate_totp_secret()
    Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.TOTP).delete()
    Authenticator.objects.create(user_id=user_id, type=Authenticator.Type.TOTP, data={"secret": encrypt_secret(chosen)})
    revoke_all_tokens(user_id=user_id, at=at)
    record(Change(type="user.second_factor_set", subject_kind="user", subject_id=user_id, at=at, actor_id=user_id))
    return chosen


@write
def spend_code(*, user_id: int, code: str, moment: datetime) -> bool:
    """Use up a code of the app or a recovery code; return whether it was accepted at the wall-clock moment.

    A code of the app that is not newer than the last one used is refused. The database decides between two uses of the
    same code at the same time.
    """
    found = {row.type: row for row in Authenticator.objects.filter(user_id=user_id)}
    totp = found.get(Authenticator.Type.TOTP)
    if totp is None:
        return False
    step = _matching_step(secret=decrypt_secret(totp.data["secret"]), code=code, moment=moment)
    if step is not None:
        return _spend_step(user_id=user_id, step=step)
    recovery = found.get(Authenticator.Type.RECOVERY_CODES)
    return recovery is not None and bool(RecoveryCodes(recovery).validate_code(code))


def code_at(*, secret: str, moment: datetime) -> str:
    """Return the code that an authenticator app shows at a wall-clock moment for a base32 secret."""
    return _code_of_step(secret=secret, step=step_of(moment))


def encrypt_secret(text: str) -> str:
    """Encrypt a secret of the second factor for storage, as base64."""
    return base64.b64encode(encrypt(text, context=CONTEXT)).decode()


def decrypt_secret(sealed: str) -> str:
    """Decrypt a stored secret."""
    return decrypt(base64.b64decode(sealed), context=CONTEXT)


def _matching_step(*, secret: str, code: str, moment: datetime) -> int | None:
    """Return the newest accepted step whose code this is, or None. Blanks in the code are ignored.

    allauth's `validate_totp_code` reads the clock itself and does not return the step that matched.
    """
    given = "".join(code.split()).encode()
    for step in steps_near(moment):
        if secrets.compare_digest(_code_of_step(secret=secret, step=step).encode(), given):
            return step
    return None


def _code_of_step(*, secret: str, step: int) -> str:
    return str(format_hotp_value(hotp_value(secret, step)))


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
