"""Takeovers: a party whose managers cannot be reached gets a new one (管理员接管)."""

from datetime import datetime
from operator import attrgetter

from accounts.models import Takeover
from accounts.rules.roles import MANAGER_ROLES, Consent
from accounts.rules.states import TAKEOVER, PartyState, TakeoverState
from accounts.selectors.conflicts import require_no_conflict
from accounts.selectors.locks import lock_party, lock_party_by_uscc, lock_takeover
from accounts.selectors.members import is_manager
from accounts.services.members import end_all_memberships, start_membership
from accounts.services.separation import refuse_staff
from core.database.transactions import write
from core.events.transitions import move, record_beginning
from core.values import uscc as codes
from core.values.actors import Actor
from core.values.errors import DomainError


@write
def request_takeover(*, uscc: str, role: str, reason: str, actor: Actor, at: datetime) -> Takeover:
    """Request to become manager of one side of an organisation whose managers cannot be reached (申请接管).

    Raises `role_not_given` for a role that is not a manager's, `party_unknown` for a code without a party,
    `illegal_state` for a refused party (it is registered again instead), `member_already`, and `takeover_open` while
    another request is pending.
    """
    party = lock_party_by_uscc(codes.normalise(uscc))
    if party is None:
        raise DomainError("party_unknown", field="uscc", kind="refused")
    return _request(party_id=party.pk, role=role, reason=reason, actor=actor, at=at)


@write
def request_takeover_of(*, party_id: int, role: str, reason: str, actor: Actor, at: datetime) -> Takeover:
    """Request to take over a team, which has no code. The caller has checked that the claimant is in the team.

    Errors as `request_takeover`.
    """
    lock_party(party_id)
    return _request(party_id=party_id, role=role, reason=reason, actor=actor, at=at)


@write
def approve_takeover(*, takeover_id: int, reason: str, actor: Actor, at: datetime) -> Takeover:
    """Make the claimant manager in place of the present managers of that side (同意接管), by a case officer.

    <<<<<<< HEAD
        Raises `not_found`, `illegal_state`, `same_person` for the claimant's own request, and `staff_no_membership` for a
        claimant with a staff role.
    =======
        Raises `not_found`, `illegal_state`, `same_person` for the claimant's own request, and `conflict_of_interest`.
    >>>>>>> 36eaa74 (conflicts: one rule, asked by every operation of the authority)
    """
    takeover = _decide(takeover_id, target=TakeoverState.APPROVED, reason=reason, actor=actor, at=at)
    refuse_staff(takeover.claimant_id)
    end_all_memberships(party_id=takeover.party_id, roles=[takeover.role], by=actor.user_id, at=at)
    start_membership(
        party_id=takeover.party_id,
        user_id=takeover.claimant_id,
        role=takeover.role,
        by=actor.user_id,
        at=at,
        consent=Consent.TOOK_OVER,
    )
    return takeover


@write
def refuse_takeover(*, takeover_id: int, reason: str, actor: Actor, at: datetime) -> Takeover:
    """Refuse a takeover with a reason (不同意接管). Errors as `approve_takeover`."""
    return _decide(takeover_id, target=TakeoverState.REFUSED, reason=reason, actor=actor, at=at)


def _request(*, party_id: int, role: str, reason: str, actor: Actor, at: datetime) -> Takeover:
    party = lock_party(party_id)
    if role not in MANAGER_ROLES:
        raise DomainError("role_not_given", field="role", kind="refused", role=role)
    refuse_staff(actor.user_id)
    if party.state == PartyState.REFUSED:
        raise DomainError("illegal_state", kind="refused", state=party.state)
    if is_manager(user_id=actor.user_id, party_id=party_id, roles=[role]):
        raise DomainError("member_already", kind="refused")
    if Takeover.objects.filter(party=party, state=TakeoverState.REQUESTED).exists():
        raise DomainError("takeover_open", kind="refused")
    takeover = Takeover.objects.create(
        party=party, claimant_id=actor.user_id, role=role, reason=reason, requested_at=at
    )
    record_beginning(
        takeover,
        machine=TAKEOVER,
        event="takeover.requested",
        at=at,
        actor_id=actor.user_id,
        party_id=party_id,
        data={"claimant": actor.user_id, "role": role},
    )
    return takeover


def _decide(takeover_id: int, *, target: TakeoverState, reason: str, actor: Actor, at: datetime) -> Takeover:
    takeover = lock_takeover(takeover_id)
    if takeover.claimant_id == actor.user_id:
        raise DomainError("same_person", kind="refused")
    require_no_conflict(user_id=actor.user_id, party_ids=[takeover.party_id], at=at)
    move(
        [takeover],
        machine=TAKEOVER,
        target=target,
        at=at,
        actor_id=actor.user_id,
        columns={"decided_by_id": actor.user_id, "decided_at": at, "decision_reason": reason},
        data={"claimant": takeover.claimant_id, "role": takeover.role, "reason": reason},
        party=attrgetter("party_id"),
    )
    return takeover
