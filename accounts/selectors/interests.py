"""Declared interests: a person reads the own ones, an auditor all."""

from typing import TypeAlias

from django.db.models import OuterRef, Q, QuerySet, Subquery

from accounts.models import Interest, InterestCorrection, Party
from accounts.rules.roles import Role
from accounts.rules.states import CorrectionState, PartyState
from core.values.actors import Actor
from core.values.errors import DomainError

InterestRow: TypeAlias = Interest
CorrectionRow: TypeAlias = InterestCorrection
"""The types of rows for pages, which do not import models."""
TO_DECIDE = "to_decide"
"""A filter value beside the states: requests that the reader may decide."""


def visible_interests(actor: Actor) -> QuerySet[Interest]:
    """Return every declared interest for an auditor, for others the own ones, with the state of its newest `correction`."""
    latest = InterestCorrection.objects.filter(interest=OuterRef("pk")).order_by("-pk")
    rows = Interest.objects.select_related("user").annotate(correction=Subquery(latest.values("state")[:1]))
    return rows if actor.has(Role.AUDITOR) else rows.filter(user_id=actor.user_id)


def get_own_interest(actor: Actor, interest_id: int) -> Interest:
    """Return an interest that the actor has declared. Raises `not_found`."""
    row = Interest.objects.filter(pk=interest_id, user_id=actor.user_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def visible_corrections(actor: Actor) -> QuerySet[InterestCorrection]:
    """Return every request to end a mistaken declaration for administrators and auditors, for others the own ones."""
    rows = InterestCorrection.objects.select_related("interest", "requested_by", "decided_by")
    return rows if actor.has(Role.SYSTEM_ADMIN, Role.AUDITOR) else rows.filter(requested_by=actor.user_id)


def get_correction(correction_id: int) -> InterestCorrection:
    """Return a request to end a mistaken declaration, with its declaration. Raises `not_found`."""
    row = InterestCorrection.objects.select_related("interest", "requested_by").filter(pk=correction_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def count_corrections_to_decide(user_id: int) -> int:
    """Return how many requests await an administrator who is not their author."""
    return InterestCorrection.objects.filter(_to_decide(user_id)).count()


def search_corrections(actor: Actor, *, state: str = "") -> QuerySet[InterestCorrection]:
    """Return the requests that the actor may see, filtered by state or TO_DECIDE."""
    rows = visible_corrections(actor)
    if state == TO_DECIDE:
        return rows.filter(_to_decide(actor.user_id))
    return rows.filter(state=CorrectionState(state)) if state else rows


def _to_decide(user_id: int) -> Q:
    return Q(state=CorrectionState.REQUESTED) & ~Q(requested_by=user_id)


def find_party_of(*, uscc: str, match_name: str) -> Party | None:
    """Return the party of a code, or the only one of a name without a code; None where there is none, or several."""
    known = Party.objects.exclude(kind=Party.AUTHORITY).exclude(state=PartyState.REFUSED)
    found = list(known.filter(uscc=uscc)[:2] if uscc else known.filter(match_name=match_name)[:2])
    return found[0] if len(found) == 1 else None
