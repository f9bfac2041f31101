"""The actor of a request: the user, the acting party, and the roles in it."""

from collections.abc import Sequence
from typing import TypeAlias

from accounts.models import Membership
from core.values.actors import Actor
from core.values.errors import DomainError

Live: TypeAlias = tuple[int, str, str]
"""A membership that has not ended: the party's id and name, the role."""


def resolve(*, user_id: int, party: str | int | None, known: Sequence[Live] | None = None) -> Actor:
    """Return the actor for the named party (Acting-Party), or for the only party of the user.

    `known` are the user's live memberships, where they were read already. A user without a party acts for none.
    Raises `acting_party_required` where the user has several parties and names none, and `not_found` (404) for a party
    of which the user is not a member, exactly as for one that does not exist.
    """
    rows = _memberships(user_id) if known is None else known
    parties = {party_id: name for party_id, name, _ in rows}
    chosen = _chosen(parties, party)
    roles = frozenset(role for party_id, _, role in rows if party_id == chosen)
    return Actor(user_id=user_id, party_id=chosen, party_name=parties.get(chosen, "") if chosen else "", roles=roles)


def _memberships(user_id: int) -> list[Live]:
    live = Membership.objects.filter(user_id=user_id, user__is_active=True, ended_at=None)
    return list(live.values_list("party_id", "party__name", "role"))


def _chosen(parties: dict[int, str], party: str | int | None) -> int | None:
    if party is not None:
        text = str(party)
        wanted = int(text) if text.isascii() and text.isdigit() and len(text) < 20 else 0
        if wanted not in parties:
            raise DomainError("not_found", field="Acting-Party", kind="missing")
        return wanted
    if len(parties) > 1:
        raise DomainError("acting_party_required", field="Acting-Party")
    return next(iter(parties), None)
