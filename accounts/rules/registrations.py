"""Registrations that await verification (待核实注册): how many a person may have, and when they end or escalate. Pure."""

from datetime import datetime, timedelta

MOST_PENDING = 3
"""Unverified parties that one user may have registered."""
EVIDENCE_WITHIN = timedelta(days=30)
"""The time for what an officer asked for; then the registration ends."""
ESCALATED_AFTER = timedelta(days=10)
"""After this time without a step of an officer the approvers are reminded. A registration never ends by that."""


def is_evidence_overdue(*, asked_at: datetime | None, answered_at: datetime | None, at: datetime) -> bool:
    """Whether what an officer asked for is missing for 30 days."""
    if asked_at is None or (answered_at is not None and answered_at >= asked_at):
        return False
    return at >= asked_at + EVIDENCE_WITHIN


def awaits_officer(*, asked_at: datetime | None, answered_at: datetime | None) -> bool:
    """Whether the next step is the officer's: nothing was asked for, or it was answered."""
    return asked_at is None or (answered_at is not None and answered_at >= asked_at)
