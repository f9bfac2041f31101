"""任命. How long an appointment may wait, and how often an administrator may be replaced. Pure."""

from datetime import datetime, timedelta

PATIENCE = timedelta(days=14)
"""A proposed appointment without confirmation expires after this time."""
BETWEEN_REPLACEMENTS = timedelta(days=7)
"""At most one administrator is replaced by a command in this time, so that one person cannot take over all."""


def may_wait_since(at: datetime) -> datetime:
    """Return the earliest moment of proposal of an appointment that may still wait."""
    return at - PATIENCE


def replacement_blocked_until(at: datetime) -> datetime:
    """Return the moment from which another administrator may be replaced, after a replacement at `at`."""
    return at + BETWEEN_REPLACEMENTS
