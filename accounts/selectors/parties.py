"""Parties, as far as the one who asks may see them."""

from collections import Counter
from collections.abc import Collection
from typing import TypeAlias

from django.db.models import Q, QuerySet

from accounts.models import Party, Takeover
from accounts.rules.roles import STAFF_ROLES
from accounts.rules.states import PartyState
from core.access.checks import of_party
from core.values.actors import Actor
from core.values.errors import DomainError

PartyRow: TypeAlias = Party
"""What pages and views call the row that they read, without importing its model."""


def visible_parties(actor: Actor) -> QuerySet[Party]:
    """Staff see every party, others the one they act for."""
    rows = Party.objects.all()
    return rows if actor.has(*STAFF_ROLES) else of_party(rows, actor, column="pk")


def visible_takeovers(actor: Actor) -> QuerySet[Takeover]:
    """Staff see every takeover, others those they asked for themselves."""
    rows = Takeover.objects.select_related("party", "claimant")
    return rows if actor.has(*STAFF_ROLES) else rows.filter(claimant_id=actor.user_id)


def search_parties(actor: Actor, *, state: str = "", kind: str = "", text: str = "") -> QuerySet[Party]:
    """The parties the actor may see, of a state and a kind, by name or code."""
    rows = visible_parties(actor).select_related("decided_by")
    rows = rows.filter(state=PartyState(state)) if state else rows
    rows = rows.filter(kind=kind) if kind else rows
    return rows.filter(Q(name__icontains=text) | Q(uscc__icontains=text)) if text else rows


def get_visible_party(actor: Actor, party_id: int) -> Party:
    """A party the actor may see; `not_found`."""
    party = search_parties(actor).filter(pk=party_id).first()
    if party is None:
        raise DomainError("not_found", kind="missing")
    return party


def count_unverified() -> int:
    """Parties that wait for a case officer."""
    return Party.objects.filter(state=PartyState.REGISTERED).count()


def get_party(party_id: int) -> Party:
    """The party; `not_found` (404)."""
    party = Party.objects.filter(pk=party_id).first()
    if party is None:
        raise DomainError("not_found", kind="missing")
    return party


def get_authority() -> Party:
    """The one party of the authority (市科委、中关村管委会); `not_found` before it is founded."""
    party = Party.objects.filter(kind=Party.AUTHORITY).first()
    if party is None:
        raise DomainError("not_found", kind="missing")
    return party


def map_parties_by_uscc(codes: Collection[str]) -> dict[str, int]:
    """Code → id of its party, unless refused, for as many of the codes as have one. One query."""
    rows = Party.objects.filter(uscc__in=codes).exclude(state=PartyState.REFUSED).values_list("uscc", "id")
    return {uscc: party_id for uscc, party_id in rows if uscc}


def map_verified_by_name(names: Collection[str]) -> dict[str, int]:
    """Normalised name → id of the one verified organisation of that name; a name two have is left out. One query."""
    rows = list(
        Party.objects.filter(kind=Party.ORGANISATION, state=PartyState.VERIFIED, match_name__in=names).values_list(
            "match_name", "id"
        )
    )
    times = Counter(name for name, _ in rows)
    return {name: party_id for name, party_id in rows if times[name] == 1}
