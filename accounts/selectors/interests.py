"""Declared interests: a person reads the own ones, an auditor all."""

from typing import TypeAlias

from django.db.models import QuerySet

from accounts.models import Interest, Party
from accounts.rules.roles import Role
from accounts.rules.states import PartyState
from core.values.actors import Actor
from core.values.errors import DomainError

InterestRow: TypeAlias = Interest
"""The type of a row for pages, which do not import models."""


def visible_interests(actor: Actor) -> QuerySet[Interest]:
    """Return every declared interest for an auditor, for others the own ones."""
    rows = Interest.objects.select_related("user")
    return rows if actor.has(Role.AUDITOR) else rows.filter(user_id=actor.user_id)


def get_own_interest(actor: Actor, interest_id: int) -> Interest:
    """Return an interest that the actor has declared. Raises `not_found`."""
    row = Interest.objects.filter(pk=interest_id, user_id=actor.user_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def find_party_of(*, uscc: str, match_name: str) -> Party | None:
    """Return the party of a code, or the only one of a name without a code; None where there is none, or several."""
    known = Party.objects.exclude(kind=Party.AUTHORITY).exclude(state=PartyState.REFUSED)
    found = list(known.filter(uscc=uscc)[:2] if uscc else known.filter(match_name=match_name)[:2])
    return found[0] if len(found) == 1 else None
