"""Parties and takeovers, restricted to what the actor may see."""

from collections import Counter
from collections.abc import Collection
from typing import TypeAlias

from django.db.models import QuerySet

from accounts.models import Party, Takeover
from accounts.rules.roles import STAFF_ROLES
from accounts.rules.states import PartyState
from core.access.checks import of_party
from core.database.searching import contains
from core.values.actors import Actor
from core.values.errors import DomainError

PartyRow: TypeAlias = Party
"""The type of a row for views and pages, which do not import models."""


def visible_parties(actor: Actor) -> QuerySet[Party]:
    """Return every party for staff, for others the acting party."""
    rows = Party.objects.all()
    return rows if actor.has(*STAFF_ROLES) else of_party(rows, actor, column="pk")


def visible_takeovers(actor: Actor) -> QuerySet[Takeover]:
    """Return every takeover for staff, for others their own requests."""
    rows = Takeover.objects.select_related("party", "claimant")
    return rows if actor.has(*STAFF_ROLES) else rows.filter(claimant_id=actor.user_id)


def search_parties(actor: Actor, *, state: str = "", kind: str = "", text: str = "") -> QuerySet[Party]:
    """Return the parties that the actor may see, filtered by state, kind, and name or code."""
    rows = visible_parties(actor).select_related("decided_by")
    rows = rows.filter(state=PartyState(state)) if state else rows
    rows = rows.filter(kind=kind) if kind else rows
    return rows.filter(contains(text, "name", names=["match_name"], codes=["uscc"])) if text else rows


def get_visible_party(actor: Actor, party_id: int) -> Party:
    """Return a party that the actor may see. Raises `not_found` (404)."""
    party = search_parties(actor).filter(pk=party_id).first()
    if party is None:
        raise DomainError("not_found", kind="missing")
    return party


def count_unverified() -> int:
    """Return how many parties are pending verification."""
    return Party.objects.filter(state=PartyState.REGISTERED).count()


def get_party(party_id: int) -> Party:
    """Return the party. Raises `not_found` (404)."""
    party = Party.objects.filter(pk=party_id).first()
    if party is None:
        raise DomainError("not_found", kind="missing")
    return party


def get_authority() -> Party:
    """Return the party of the authority (市科委、中关村管委会). Raises `not_found` before it is created."""
    party = Party.objects.filter(kind=Party.AUTHORITY).first()
    if party is None:
        raise DomainError("not_found", kind="missing")
    return party


def map_parties_by_uscc(codes: Collection[str]) -> dict[str, int]:
    """Return code → party id for the codes whose party exists and is not refused. One query."""
    rows = Party.objects.filter(uscc__in=codes).exclude(state=PartyState.REFUSED).values_list("uscc", "id")
    return {uscc: party_id for uscc, party_id in rows if uscc}


def map_verified_by_name(names: Collection[str]) -> dict[str, int]:
    """Return normalised name → id of the only verified organisation with that name. One query.

    A name that two organisations share is left out.
    """
    rows = list(
        Party.objects.filter(kind=Party.ORGANISATION, state=PartyState.VERIFIED, match_name__in=names).values_list(
            "match_name", "id"
        )
    )
    times = Counter(name for name, _ in rows)
    return {name: party_id for name, party_id in rows if times[name] == 1}
