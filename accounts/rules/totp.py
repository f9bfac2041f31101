"""动态验证码 (RFC 6238): the time steps whose code is accepted. Pure; wall-clock time, never the moved clock."""

from datetime import datetime

STEP_SECONDS = 30
TOLERANCE = 1
"""Steps by which the clock of a phone may differ in either direction."""


def step_of(moment: datetime) -> int:
    """Return the time step of an aware moment."""
    return int(moment.timestamp()) // STEP_SECONDS


def steps_near(moment: datetime) -> range:
    """Return the time steps whose code is accepted at a moment, newest first."""
    now = step_of(moment)
    return range(now + TOLERANCE, now - TOLERANCE - 1, -1)
