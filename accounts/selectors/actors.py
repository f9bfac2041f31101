"""The actor of a request: the user, the acting party, and the roles in it."""

from collections.abc import Sequence
from typing import TypeAlias

from accounts.models import Membership
from accounts.rules.roles import MFA_ROLES, Role
from accounts.selectors.users import get_user_by_username, has_second_factor
from core.access.checks import second_factor_missing
from core.values.actors import Actor
from core.values.errors import DomainError
from core.values.ids import parse_id

Live: TypeAlias = tuple[int, str, str]
"""A membership that has not ended: the party's id and name, the role."""


def resolve(
    *, user_id: int, party: str | int | None, known: Sequence[Live] | None = None, default: int | None = None
) -> Actor:
    """Return the actor for the named party (Acting-Party), or for the user's default or only party.

    `known` are the user's live memberships and `default` the default party, where they were read already. A user
    without a party acts for none. Raises `acting_party_required` where the user has several parties and neither names
    one nor has a default, `not_found` (404) for a party of which the user is not a member, exactly as for one that does
    not exist, and `second_factor_missing` (403) where every role in that party requires a second factor that is not set up;
    where some do, those are withheld.
    """
    if known is None:
        known, default = _read(user_id)
    parties = {party_id: name for party_id, name, _ in known}
    chosen = _chosen(parties, party, default=default)
    roles = frozenset(role for party_id, _, role in known if party_id == chosen)
    withheld = _withheld(roles, user_id=user_id)
    if roles and withheld == roles:
        raise second_factor_missing()
    return Actor(
        user_id=user_id,
        party_id=chosen,
        party_name=parties.get(chosen, "") if chosen else "",
        roles=roles - withheld,
        withheld=withheld,
    )


def get_administrator(username: str) -> Actor:
    """Return the actor of a system administrator, who answers for a command of the server.

    Raises `user_unknown`, `second_factor_missing`, and `denied` for anybody else.
    """
    user_id = get_user_by_username(username).pk
    held = Membership.objects.filter(user_id=user_id, role=Role.SYSTEM_ADMIN, ended_at=None)
    party_id = held.values_list("party_id", flat=True).first()
    if party_id is None:
        raise DomainError("denied", field="by", kind="denied", operation="account.manage")
    return resolve(user_id=user_id, party=party_id)


def _read(user_id: int) -> tuple[list[Live], int | None]:
    """Return the live memberships and the default party of an active user. One query."""
    live = Membership.objects.filter(user_id=user_id, user__is_active=True, ended_at=None)
    rows = list(live.values_list("party_id", "party__name", "role", "user__default_party_id"))
    return [row[:3] for row in rows], rows[0][3] if rows else None


def _withheld(roles: frozenset[str], *, user_id: int) -> frozenset[str]:
    """Return those of the roles that require a second factor, where the user has none. A query only for such roles."""
    required = roles & MFA_ROLES
    return frozenset() if not required or has_second_factor(user_id) else required


def _chosen(parties: dict[int, str], party: str | int | None, *, default: int | None) -> int | None:
    if party is not None:
        wanted = parse_id(str(party))
        if wanted is None or wanted not in parties:
            raise DomainError("not_found", field="Acting-Party", kind="missing")
        return wanted
    if default in parties:
        return default
    if len(parties) > 1:
        raise DomainError("acting_party_required", field="Acting-Party")
    return next(iter(parties), None)
