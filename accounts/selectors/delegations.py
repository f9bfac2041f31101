"""Delegations: who may see them, and in whose name a person may act."""

from collections.abc import Collection
from datetime import datetime
from typing import TypeAlias

from django.db.models import Q, QuerySet

from accounts.models import Delegation, Membership
from accounts.rules.delegations import is_eligible
from accounts.rules.roles import Role
from accounts.rules.states import DelegationState
from accounts.selectors.members import list_roles
from accounts.selectors.parties import get_authority
from core.access.checks import operations
from core.values.actors import Actor
from core.values.deadlines import beijing_day
from core.values.errors import DomainError

DelegationRow: TypeAlias = Delegation
"""The type of a row for pages, which do not import models."""


def visible_delegations(actor: Actor) -> QuerySet[Delegation]:
    """Return every delegation for administrators and auditors, for others those to and from the actor."""
    rows = Delegation.objects.select_related("principal", "delegate", "ended_by")
    if actor.has(Role.SYSTEM_ADMIN, Role.AUDITOR):
        return rows
    return rows.filter(Q(principal=actor.user_id) | Q(delegate=actor.user_id))


def search_delegations(actor: Actor, *, state: str = "") -> QuerySet[Delegation]:
    """Return the visible delegations, filtered by state."""
    rows = visible_delegations(actor)
    return rows.filter(state=DelegationState(state)) if state else rows


def get_visible_delegation(actor: Actor, delegation_id: int) -> Delegation:
    """Return a delegation that the actor may see. Raises `not_found`."""
    row = visible_delegations(actor).filter(pk=delegation_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def get_delegation(delegation_id: int) -> Delegation:
    """Return a delegation with both persons. Raises `not_found`."""
    row = Delegation.objects.select_related("principal", "delegate").filter(pk=delegation_id).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    return row


def count_offered_delegations(user_id: int, *, at: datetime) -> int:
    """Return how many delegations, not over yet, wait for the user's answer."""
    rows = Delegation.objects.filter(delegate=user_id, state=DelegationState.OFFERED)
    return rows.filter(until_on__gte=beijing_day(at)).count()


def map_principals(*, user_id: int, operation: str, at: datetime) -> dict[int, str]:
    """Return the people in whose name a person may do an operation now, by id, with their names.

    A principal counts with the roles of this moment only.
    """
    rows = _in_force(user_id, at=at).filter(operations__contains=[operation])
    names = dict(rows.values_list("principal_id", "principal__name"))
    able = {pk for pk, role in _roles_of(names) if role in operations()[operation]}
    return {pk: name for pk, name in names.items() if pk in able}


def list_delegated_operations(user_id: int, *, at: datetime) -> frozenset[str]:
    """Return the operations that a person may do in another's name now. Two queries at most."""
    found = list(_in_force(user_id, at=at).values_list("principal_id", "operations"))
    roles = _roles_of({principal_id for principal_id, _ in found})
    return frozenset(
        operation
        for principal_id, granted in found
        for operation in granted
        if any(pk == principal_id and role in operations()[operation] for pk, role in roles)
    )


def require_own_role(*, user_id: int, operation: str) -> None:
    """Refuse an act in the own name without an own role for the operation: `principal_required`."""
    if operations()[operation].isdisjoint(list_roles(user_id=user_id, party_id=get_authority().pk)):
        raise DomainError("principal_required", field="principal_id", kind="refused")


def is_delegate_eligible(user_id: int) -> bool:
    """Whether the user is staff, neither administrator nor auditor."""
    return is_eligible(list_roles(user_id=user_id, party_id=get_authority().pk))


def _in_force(user_id: int, *, at: datetime) -> QuerySet[Delegation]:
    today = beijing_day(at)
    rows = Delegation.objects.filter(delegate=user_id, state=DelegationState.ACCEPTED)
    return rows.filter(from_on__lte=today, until_on__gte=today)


def _roles_of(user_ids: Collection[int]) -> list[tuple[int, str]]:
    """Return user and role for each live role at the authority. Without users no query is made."""
    if not user_ids:
        return []
    live = Membership.objects.filter(user_id__in=user_ids, user__is_active=True, ended_at=None, party__kind="authority")
    return list(live.values_list("user_id", "role"))
