"""The operations of the kernel and their roles, named by their values because core imports no app."""

from core.access.checks import ANYBODY

_ADMINISTRATOR = frozenset({"system_admin"})
_READERS = frozenset({"system_admin", "auditor"})

OPERATIONS: dict[str, frozenset[str]] = {
    "attachment.read": ANYBODY,
    "job.list": _READERS,
    "job.run": _ADMINISTRATOR,
    "job.restart": _ADMINISTRATOR,
    "outbox.list": _READERS,
    "outbox.restart": _ADMINISTRATOR,
    "event.list": ANYBODY,
    "object.find": ANYBODY,
    "notification.list": ANYBODY,
    "notification.read": ANYBODY,
}

WITHOUT_CASE: dict[str, str] = {
    "job.run": "a job runs over all rows that are due",
    "job.restart": "a job runs over all rows that are due",
    "outbox.restart": "an event is delivered again as it was recorded",
}
"""Writes of the authority → why they concern no single party (core.access.checks)."""
