"""Takeovers: a party whose managers cannot be reached gets a new one (管理员接管)."""

from collections.abc import Callable, Sequence
from datetime import datetime
from operator import attrgetter

from accounts.models import Party, Takeover
from accounts.rules.roles import MANAGER_ROLES, Consent
from accounts.rules.states import HOLDING_PARTIES, TAKEOVER, TakeoverState
from accounts.rules.takeovers import DAY, MOST_A_DAY, PENDING
from accounts.selectors.conflicts import require_no_conflict
from accounts.selectors.locks import (
    lock_competing_takeovers,
    lock_idle_takeovers,
    lock_parties_of_uscc,
    lock_party,
    lock_takeover,
    lock_takeovers_of,
    lock_user,
)
from accounts.selectors.members import is_manager
from accounts.services.members import end_all_memberships, start_membership
from accounts.services.separation import refuse_staff
from core.database.transactions import write
from core.events.transitions import move, record_beginning
from core.jobs.chunks import run_in_chunks
from core.personal_data.encryption import blind_index
from core.values import uscc as codes
from core.values.actors import Actor
from core.values.errors import DomainError

CHUNK = 200


@write
def request_takeover(*, uscc: str, role: str, reason: str, actor: Actor, at: datetime) -> Takeover:
    """Request to become manager of one side of an organisation whose managers cannot be reached (申请接管).

    The result is the same whether or not a verified party holds the code; requests for one party compete. Raises
    `uscc_shape`; `role_not_given` for a role that is not a manager's; `member_already`; `takeover_open` while the user's
    request for this code is pending; `takeovers_today` above the daily limit; `staff_no_membership`.
    """
    code = codes.normalise(uscc)
    if not codes.is_well_formed(code):
        raise DomainError("uscc_shape", field="uscc")
    lock_user(actor.user_id)
    holder = next((row for row in lock_parties_of_uscc(code) if row.state in HOLDING_PARTIES), None)
    return _request(holder, named=code, role=role, reason=reason, actor=actor, at=at)


@write
def request_takeover_of(
    *, party_id: int | None, named: str, role: str, reason: str, actor: Actor, at: datetime
) -> Takeover:
    """Request to take over a team, which has no code: `named` is the ID number that names it, None if it names none.

    Errors as `request_takeover`.
    """
    lock_user(actor.user_id)
    party = None if party_id is None else lock_party(party_id)
    return _request(party, named=named, role=role, reason=reason, actor=actor, at=at)


@write
def approve_takeover(*, takeover_id: int, reason: str, actor: Actor, at: datetime) -> Takeover:
    """Make the claimant manager in place of the present managers of that side (同意接管), by a case officer.

    The other requests for that side end. Raises `not_found`, `illegal_state`, `same_person` for the claimant's own
    request, `conflict_of_interest`, `staff_no_membership` for a claimant with a staff role, and `account_ended`.
    """
    takeover = _decide(takeover_id, target=TakeoverState.APPROVED, reason=reason, actor=actor, at=at)
    if takeover.party_id is None:
        raise DomainError("not_found", kind="missing")
    refuse_staff(takeover.claimant_id)
    _end(lock_competing_takeovers(party_id=takeover.party_id, role=takeover.role), by=actor.user_id, at=at)
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


@write
def end_takeovers_of(user_id: int, *, by: int, at: datetime) -> None:
    """End the pending requests of a claimant whose account ends."""
    _end(lock_takeovers_of(user_id), by=by, at=at)


def end_takeovers(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """End the requests that were not decided in time, whether or not they name a party (接管申请失效). Periodic job."""
    return {"ended": run_in_chunks(lambda: _end_some(at=at), progress=progress)}


@write
def _end_some(*, at: datetime) -> int:
    rows = lock_idle_takeovers(before=at - PENDING, limit=CHUNK)
    _end(rows, by=None, at=at)
    return len(rows)


def _request(party: Party | None, *, named: str, role: str, reason: str, actor: Actor, at: datetime) -> Takeover:
    if role not in MANAGER_ROLES:
        raise DomainError("role_not_given", field="role", kind="refused", role=role)
    refuse_staff(actor.user_id)
    if party is not None and is_manager(user_id=actor.user_id, party_id=party.pk, roles=[role]):
        raise DomainError("member_already", kind="refused")
    index = blind_index(named, kind="takeover")
    own = Takeover.objects.filter(claimant_id=actor.user_id)
    if own.filter(named_index=index, role=role, state=TakeoverState.REQUESTED).exists():
        raise DomainError("takeover_open", kind="refused")
    if own.filter(requested_at__gt=at - DAY).count() >= MOST_A_DAY:
        raise DomainError("takeovers_today", kind="refused", most=MOST_A_DAY)
    takeover = Takeover.objects.create(
        party=party, named_index=index, claimant_id=actor.user_id, role=role, reason=reason, requested_at=at
    )
    record_beginning(
        takeover,
        machine=TAKEOVER,
        event="takeover.requested",
        at=at,
        actor_id=actor.user_id,
        party_id=takeover.party_id,
        data={"claimant": actor.user_id, "role": role},
    )
    return takeover


def _end(rows: Sequence[Takeover], *, by: int | None, at: datetime) -> None:
    """End requests one by one: each event names its claimant, and no party, whose members would read it."""
    for row in rows:
        data = {"claimant": row.claimant_id, "role": row.role}
        move([row], machine=TAKEOVER, target=TakeoverState.ENDED, at=at, actor_id=by, data=data)


def _decide(takeover_id: int, *, target: TakeoverState, reason: str, actor: Actor, at: datetime) -> Takeover:
    takeover = lock_takeover(takeover_id)
    if takeover.party_id is None:
        raise DomainError("not_found", kind="missing")
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
