"""Memberships: who acts for which party."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from django.db.models import Count, QuerySet

from accounts.models import Membership
from accounts.rules.roles import LEAST_HOLDERS, MANAGER_ROLES, MFA_ROLES, STAFF_ROLES, Role
from accounts.rules.states import OPEN_PARTIES
from core.access.checks import of_party
from core.values.actors import Actor
from core.values.errors import DomainError


def visible_members(actor: Actor) -> QuerySet[Membership]:
    """Return the live memberships of the acting party."""
    rows = Membership.objects.select_related("user").filter(ended_at=None, user__is_active=True)
    return of_party(rows, actor, column="party_id")


def get_visible_member(*, actor: Actor, membership_id: int) -> Membership:
    """Return a live membership of the acting party. Raises `not_found` (404), also for another party's."""
    row = visible_members(actor).filter(pk=membership_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def list_party_members(party_id: int) -> list[Membership]:
    """Return the live memberships of a party, by name. The caller checks who may see them."""
    rows = Membership.objects.filter(party_id=party_id, ended_at=None).select_related("user")
    return list(rows.order_by("user__name", "pk"))


def map_member_names(party_id: int) -> dict[int, str]:
    """Return user id → name for all present and former members of the party. One query."""
    return dict(Membership.objects.filter(party_id=party_id).values_list("user_id", "user__name"))


def list_user_ids(*, party_id: int, roles: Iterable[str]) -> list[int]:
    """Return the ids of the active users with one of the roles in the party, as recipients of a notification."""
    rows = Membership.objects.filter(party_id=party_id, role__in=list(roles), ended_at=None, user__is_active=True)
    return sorted(set(rows.values_list("user_id", flat=True)))


def map_user_ids(*, party_ids: Iterable[int], roles: Iterable[str]) -> dict[int, list[int]]:
    """Return party → ids of the active users with one of the roles. One query."""
    rows = Membership.objects.filter(
        party_id__in=list(party_ids), role__in=list(roles), ended_at=None, user__is_active=True
    )
    users: dict[int, set[int]] = {}
    for party_id, user_id in rows.values_list("party_id", "user_id"):
        users.setdefault(party_id, set()).add(user_id)
    return {party_id: sorted(found) for party_id, found in users.items()}


def list_roles(*, user_id: int, party_id: int) -> list[str]:
    """Return the user's live roles in the party."""
    rows = Membership.objects.filter(user_id=user_id, party_id=party_id, ended_at=None)
    return sorted(rows.values_list("role", flat=True))


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnParty:
    """A party of which the user is a member, with the user's roles in it."""

    id: int
    kind: str
    number: str
    name: str
    state: str
    roles: list[str]


def list_own_parties(user_id: int) -> list[OwnParty]:
    """Return the parties of which the user is a member now, by id. One query."""
    live = Membership.objects.filter(user_id=user_id, ended_at=None).select_related("party")
    rows = groupby(live.order_by("party_id", "role"), key=attrgetter("party"))
    return [
        OwnParty(
            id=party.pk,
            kind=party.kind,
            number=party.number,
            name=party.name,
            state=party.state,
            roles=[row.role for row in own],
        )
        for party, own in rows
    ]


def list_kept_roles(party_id: int) -> set[str]:
    """Return the roles of a party that no holder may lose: no more people hold one than must (LEAST_HOLDERS). One query.

    None for a party that was refused or has ended.
    """
    live = Membership.objects.filter(party_id=party_id, party__state__in=OPEN_PARTIES, ended_at=None)
    holders = live.filter(user__is_active=True).values_list("role").annotate(n=Count("user", distinct=True)).order_by()
    return {role for role, n in holders if n <= LEAST_HOLDERS.get(Role(role), 0)}


def has_staff_role(user_id: int) -> bool:
    """Whether the user has a staff role, and so becomes no member of an applicant or a unit (人员分离)."""
    return _live_memberships(user_id, STAFF_ROLES).exists()


def is_manager(*, user_id: int, party_id: int, roles: Iterable[str] = tuple(MANAGER_ROLES)) -> bool:
    """Whether the user is a manager (负责人) of the party now."""
    return _live_memberships(user_id, roles).filter(party_id=party_id).exists()


def is_member(*, user_id: int, party_id: int) -> bool:
    """Whether the user has any role in the party now."""
    return Membership.objects.filter(user_id=user_id, party_id=party_id, ended_at=None).exists()


def needs_second_factor(user_id: int) -> bool:
    """Whether one of the user's roles requires a second factor (MFA_ROLES)."""
    return _live_memberships(user_id, MFA_ROLES).exists()


def _live_memberships(user_id: int, roles: Iterable[str]) -> QuerySet[Membership]:
    return Membership.objects.filter(user_id=user_id, role__in=list(roles), ended_at=None)
