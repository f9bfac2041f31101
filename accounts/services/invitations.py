"""Invitations: nobody becomes a member of a party without accepting (成员邀请)."""

from collections.abc import Callable
from datetime import datetime

from accounts.models import Invitation, Membership
from accounts.rules.invitations import DAY, MOST_A_DAY, PENDING, is_over, named_as
from accounts.rules.roles import Consent
from accounts.rules.states import INVITATION, OPEN_PARTIES, UNANSWERED_FOR_INVITER, InvitationState
from accounts.selectors.invitations import find_invited_user, get_received_invitation
from accounts.selectors.locks import lock_expired_invitations, lock_invitation, lock_invitations_of, lock_party
from accounts.services.members import check_may_give, start_membership
from accounts.services.separation import refuse_staff
from core.database.transactions import write
from core.events.transitions import move, record_beginning
from core.jobs.chunks import run_in_chunks
from core.values.actors import Actor
from core.values.errors import DomainError

CHUNK = 500


@write
def invite_member(*, party_id: int, named: str, role: str, actor: Actor, at: datetime) -> Invitation:
    """Invite a person to the party by user name or mail address (邀请成员), by a manager of that side.

    Nothing changes for the person until they accept, and the result is the same whether or not there is such a person.
    Raises `role_not_given` for a role of another side, `illegal_state` for a refused party, `invitation_open` while one
    like it is open, `invitations_today` above the daily limit of the inviter.
    """
    party = lock_party(party_id)
    check_may_give(role, actor=actor, party_id=party_id)
    if party.state not in OPEN_PARTIES:
        raise DomainError("illegal_state", kind="refused", state=party.state)
    normal = named_as(named)
    _check_daily_limit(actor, at=at)
    _check_none_open(party_id=party_id, role=role, named=normal)
    row = Invitation.objects.create(
        party=party,
        role=role,
        named=normal,
        user_id=find_invited_user(normal),
        invited_by_id=actor.user_id,
        invited_at=at,
        expires_at=at + PENDING,
    )
    record_beginning(
        row,
        machine=INVITATION,
        event="invitation.sent",
        at=at,
        actor_id=actor.user_id,
        party_id=party_id,
        data={"role": role},
    )
    return row


@write
def withdraw_invitation(*, invitation_id: int, actor: Actor, at: datetime) -> Invitation:
    """Withdraw an invitation of the acting party (撤回邀请), by a manager of that side.

    Raises `not_found`, `role_not_given`, `illegal_state` for an accepted or ended one.
    """
    row = lock_invitation(invitation_id)
    if row.party_id != actor.party_id:
        raise DomainError("not_found", kind="missing")
    check_may_give(row.role, actor=actor, party_id=row.party_id)
    _move([row], target=InvitationState.ENDED, by=actor.user_id, at=at)
    return row


@write
def accept_invitation(*, invitation_id: int, actor: Actor, at: datetime) -> Membership:
    """Accept an invitation and become a member (接受邀请), by the person whom it names.

    Raises `not_found`, `illegal_state` where the invitation is over or the party was refused, `staff_no_membership` for
    a person with a staff role.
    """
    row = _lock_received(invitation_id, actor=actor, at=at)
    if row.party.state not in OPEN_PARTIES:
        raise DomainError("illegal_state", kind="refused", state=row.party.state)
    refuse_staff(actor.user_id)
    _move([row], target=InvitationState.ACCEPTED, by=actor.user_id, at=at, party_id=row.party_id)
    return start_membership(
        party_id=row.party_id,
        user_id=actor.user_id,
        role=row.role,
        by=actor.user_id,
        at=at,
        consent=Consent.INVITED,
        invitation_id=row.pk,
    )


@write
def decline_invitation(*, invitation_id: int, actor: Actor, at: datetime) -> Invitation:
    """Decline an invitation (谢绝邀请), by the person whom it names. The inviter gets no notification. Errors as for acceptance."""
    row = _lock_received(invitation_id, actor=actor, at=at)
    _move([row], target=InvitationState.DECLINED, by=actor.user_id, at=at)
    return row


@write
def decline_invitations_of(user_id: int, *, by: int, at: datetime) -> None:
    """Decline the open invitations that name a user whose account ends: to the inviters they look pending as before."""
    rows = lock_invitations_of(user_id)
    move(rows, machine=INVITATION, target=InvitationState.DECLINED, at=at, actor_id=by, columns={"answered_at": at})


def end_invitations(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """End the invitations that were not accepted in time (邀请到期). Periodic job."""
    return {"ended": run_in_chunks(lambda: _end_some(at=at), progress=progress)}


@write
def _end_some(*, at: datetime) -> int:
    rows = lock_expired_invitations(at=at, limit=CHUNK)
    _move(rows, target=InvitationState.ENDED, by=None, at=at)
    return len(rows)


def _check_daily_limit(actor: Actor, *, at: datetime) -> None:
    sent = Invitation.objects.filter(invited_by_id=actor.user_id, invited_at__gt=at - DAY).count()
    if sent >= MOST_A_DAY:
        raise DomainError("invitations_today", kind="refused", most=MOST_A_DAY)


def _check_none_open(*, party_id: int, role: str, named: str) -> None:
    same = Invitation.objects.filter(party_id=party_id, role=role, named=named, state__in=UNANSWERED_FOR_INVITER)
    if same.exists():
        raise DomainError("invitation_open", field="named", kind="refused")


def _lock_received(invitation_id: int, *, actor: Actor, at: datetime) -> Invitation:
    """Lock an open invitation of the user. What another request did meanwhile raises `illegal_state`."""
    get_received_invitation(user_id=actor.user_id, invitation_id=invitation_id)
    row = lock_invitation(invitation_id)
    if is_over(expires_at=row.expires_at, at=at):
        raise DomainError("illegal_state", kind="refused", state=InvitationState.ENDED)
    return row


def _move(
    rows: list[Invitation], *, target: InvitationState, by: int | None, at: datetime, party_id: int | None = None
) -> None:
    """Move invitations. Events of a party are read by its members: only the acceptance names the party."""
    answer = {"user_id": by, "answered_at": at} if target in ANSWERS else {}
    move(rows, machine=INVITATION, target=target, at=at, actor_id=by, columns=answer, party=lambda _row: party_id)


ANSWERS = frozenset({InvitationState.ACCEPTED, InvitationState.DECLINED})
