"""动态验证码 (RFC 6238): which time step a code belongs to. Pure; real time, never the moved clock."""

import base64
import hashlib
import hmac
import struct
from datetime import datetime

STEP_SECONDS = 30
DIGITS = 6
TOLERANCE = 1
"""Steps that a telephone's clock may be off either way."""


def code_at(*, secret: str, step: int) -> str:
    """The code of a time step under a base32 secret (RFC 4226)."""
    digest = hmac.new(base64.b32decode(secret, casefold=True), struct.pack(">Q", step), hashlib.sha1).digest()
    offset = digest[-1] & 0x0F
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def step_of(moment: datetime) -> int:
    """The time step of an aware moment."""
    return int(moment.timestamp()) // STEP_SECONDS


def matching_step(*, secret: str, code: str, moment: datetime) -> int | None:
    """The newest step near the moment whose code this is, or None. Blanks in the code do not count."""
    given = "".join(code.split()).encode()
    now = step_of(moment)
    for step in range(now + TOLERANCE, now - TOLERANCE - 1, -1):
        if hmac.compare_digest(code_at(secret=secret, step=step).encode(), given):
            return step
    return None
