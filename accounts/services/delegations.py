"""Delegations (代理): offered by the principal, accepted by the delegate, ended by either at once; acts in another's name."""

from collections.abc import Collection
from datetime import date, datetime

from django.conf import settings

from accounts.models import Delegation
from accounts.rules.delegations import delegation_refusals
from accounts.rules.states import DELEGATION, DelegationState
from accounts.selectors.delegations import is_delegate_eligible, map_principals, require_own_role
from accounts.selectors.handovers import is_substitute
from accounts.selectors.locks import lock_delegation, lock_delegations
from accounts.selectors.members import list_roles
from accounts.selectors.parties import get_authority
from accounts.selectors.users import get_user_by_username
from core.access.checks import operations as known_operations
from core.database.transactions import assert_inside, write
from core.events.transitions import move, record_beginning
from core.values.actors import Actor
from core.values.deadlines import beijing_day
from core.values.errors import DomainError, Refused


@write
def offer_delegation(
    *,
    username: str,
    operations: Collection[str],
    from_on: date,
    until_on: date,
    reason: str,
    actor: Actor,
    at: datetime,
) -> Delegation:
    """Ask a colleague to act in the actor's name in approvals, from one day to another (设定代理).

    Raises `user_unknown`, the refusals of `delegation_refusals` together, `delegation_offered` while another offer to the
    same colleague waits.
    """
    user, authority = get_user_by_username(username), get_authority()
    principal_roles = list_roles(user_id=actor.user_id, party_id=authority.pk)
    refusals = delegation_refusals(
        same=user.pk == actor.user_id,
        principal_roles=principal_roles,
        delegate_roles=list_roles(user_id=user.pk, party_id=authority.pk),
        unheld=[each for each in operations if known_operations()[each].isdisjoint(principal_roles)],
        from_on=from_on,
        until_on=until_on,
        today=beijing_day(at),
        most_days=settings.DELEGATION_DAYS,
    )
    if refusals:
        raise Refused(refusals)
    row = Delegation.objects.create(
        principal_id=actor.user_id,
        delegate=user,
        operations=sorted(set(operations)),
        from_on=from_on,
        until_on=until_on,
        reason=reason,
        offered_at=at,
    )
    data = {"name": user.name, "operations": row.operations, "from_on": str(from_on), "until_on": str(until_on)}
    record_beginning(row, machine=DELEGATION, event="delegation.offered", at=at, actor_id=actor.user_id, data=data)
    return row


@write
def accept_delegation(*, delegation_id: int, actor: Actor, at: datetime) -> Delegation:
    """Accept a delegation (接受代理), by the delegate. Raises `not_found`, `illegal_state`, `delegate_not_staff`,
    `delegation_over` after its last day.
    """
    row = _of_delegate(delegation_id, actor=actor)
    DELEGATION.get_transition(source=row.state, target=DelegationState.ACCEPTED)
    if not is_delegate_eligible(actor.user_id):
        raise DomainError("delegate_not_staff", kind="refused")
    if beijing_day(at) > row.until_on:
        raise DomainError("delegation_over", kind="refused", until_on=row.until_on.isoformat())
    return _move(row, target=DelegationState.ACCEPTED, columns={"answered_at": at}, actor=actor, at=at)


@write
def decline_delegation(*, delegation_id: int, actor: Actor, at: datetime) -> Delegation:
    """Decline a delegation (谢绝代理), by the delegate. Raises `not_found`, `illegal_state`."""
    row = _of_delegate(delegation_id, actor=actor)
    return _move(row, target=DelegationState.DECLINED, columns={"answered_at": at}, actor=actor, at=at)


@write
def end_delegation(*, delegation_id: int, actor: Actor, at: datetime) -> Delegation:
    """End a delegation at once (终止代理), by either person. Raises `not_found`, `illegal_state`."""
    row = lock_delegation(delegation_id)
    if actor.user_id not in (row.principal_id, row.delegate_id):
        raise DomainError("not_found", kind="missing")
    columns = {"ended_by_id": actor.user_id, "ended_at": at}
    return _move(row, target=DelegationState.ENDED, columns=columns, actor=actor, at=at)


def require_standing(*, actor_id: int, principal_id: int | None, operation: str, case_id: int, at: datetime) -> None:
    """Refuse an act in the name of a person who has not delegated it, or in the own name without a role.

    `delegation_not_in_force`, `principal_required`; a substitute for the case needs no role. Locks the delegations between
    both persons until the end of the transaction: an end in the same moment waits, or is seen.
    """
    assert_inside()
    if principal_id is None:
        if not is_substitute(user_id=actor_id, operation=operation, case_id=case_id, at=at):
            require_own_role(user_id=actor_id, operation=operation)
        return
    lock_delegations(principal_id=principal_id, delegate_id=actor_id)
    names = map_principals(user_id=actor_id, operation=operation, at=at)
    if principal_id not in names or not is_delegate_eligible(actor_id):
        raise DomainError("delegation_not_in_force", field="principal_id", kind="refused")


def _of_delegate(delegation_id: int, *, actor: Actor) -> Delegation:
    row = lock_delegation(delegation_id)
    if row.delegate_id != actor.user_id:
        raise DomainError("not_found", kind="missing")
    return row


def _move(
    row: Delegation, *, target: DelegationState, columns: dict[str, object], actor: Actor, at: datetime
) -> Delegation:
    move([row], machine=DELEGATION, target=target, at=at, actor_id=actor.user_id, columns=columns)
    return row
