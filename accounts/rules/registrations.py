"""Registrations that await verification (待核实注册): who acts on them, and when they end or escalate. Pure."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from accounts.rules.states import PartyState
from core.values.standings import Standing, Waits

MOST_PENDING = 3
"""Unverified parties that one user may have registered."""
MOST_A_DAY = 10
"""Registrations that one user may begin within `A_DAY`, also of parties that were withdrawn or decided since."""
A_DAY = timedelta(days=1)
EVIDENCE_WITHIN = timedelta(days=30)
"""The time for what an officer asked for; then the registration ends."""
ESCALATED_AFTER = timedelta(days=10)
"""After this time without a step of an officer the approvers are reminded. A registration never ends by that."""


REQUIRED_EVIDENCE: Mapping[bool, tuple[str, ...]] = {True: ("licence", "authorisation"), False: ("licence",)}
"""Whether the party is an organisation → the kinds of files without which its registration is not sent.

A licence or certificate and a letter of authorisation for an organisation, proofs of enrolment for a team.
"""


def missing_evidence(*, is_organisation: bool, given: Collection[str]) -> tuple[str, ...]:
    """Return the kinds of files that a registration still needs before it is sent."""
    return tuple(kind for kind in REQUIRED_EVIDENCE[is_organisation] if kind not in given)


def is_evidence_overdue(*, asked_at: datetime | None, answered_at: datetime | None, at: datetime) -> bool:
    """Whether what an officer asked for is missing for 30 days."""
    if asked_at is None or (answered_at is not None and answered_at >= asked_at):
        return False
    return at >= asked_at + EVIDENCE_WITHIN


def awaits_officer(*, asked_at: datetime | None, answered_at: datetime | None) -> bool:
    """Whether the next step is the officer's: nothing was asked for, or it was answered."""
    return asked_at is None or (answered_at is not None and answered_at >= asked_at)


def registration_standing(
    *,
    state: PartyState,
    draft: bool,
    registered_at: datetime,
    asked_at: datetime | None,
    answered_at: datetime | None,
    decided_at: datetime | None,
) -> Standing:
    """Return who acts on a registration now, since when, and when it ends without that."""
    if state == PartyState.REFUSED:
        return Standing(waits=Waits.MANAGER, since=decided_at or registered_at)
    if state == PartyState.SUSPENDED:
        return Standing(waits=Waits.OFFICER, since=decided_at or registered_at)
    if state != PartyState.REGISTERED:
        return Standing(waits=Waits.NONE, since=decided_at or registered_at)
    if draft:
        return Standing(waits=Waits.MANAGER, since=registered_at, ends=registered_at + EVIDENCE_WITHIN)
    if asked_at is not None and not awaits_officer(asked_at=asked_at, answered_at=answered_at):
        return Standing(waits=Waits.MANAGER, since=asked_at, ends=asked_at + EVIDENCE_WITHIN)
    return Standing(waits=Waits.OFFICER, since=max(registered_at, answered_at or registered_at))
