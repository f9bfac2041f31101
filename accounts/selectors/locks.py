"""Locks of accounts. The party comes first of all: whatever a sanction or a manager may change waits for it."""

from django.db.models import QuerySet

from accounts.models import Party, Takeover
from core.sql import Compiled
from core.values.errors import DomainError


def lock_party(party_id: int) -> Party:
    """The party, locked to the end of the transaction: the first lock of every service that takes one. `not_found`."""
    party = locked_party.first(party_id=party_id)
    if party is None:
        raise DomainError("not_found", kind="missing")
    return party


@Compiled
def locked_party(party_id: int) -> QuerySet[Party]:
    return Party.objects.select_for_update(no_key=True).filter(pk=party_id)


def lock_party_by_uscc(uscc: str) -> Party | None:
    """The party of a code, locked, or None."""
    return Party.objects.select_for_update(no_key=True).filter(uscc=uscc).first()


def lock_takeover(takeover_id: int) -> Takeover:
    """The takeover, locked after its party. `not_found`."""
    takeover = Takeover.objects.filter(pk=takeover_id).first()
    if takeover is None:
        raise DomainError("not_found", kind="missing")
    lock_party(takeover.party_id)
    return Takeover.objects.select_for_update(no_key=True).get(pk=takeover_id)
