"""What an administrator does to an account: end it, end its sign-ins, and with another administrator reset its second factor."""

from collections.abc import Callable
from datetime import datetime

from allauth.mfa.models import Authenticator

from accounts.models import SecondFactorReset, TotpStep, User
from accounts.rules.resets import PENDING
from accounts.rules.states import RESET, ResetState
from accounts.selectors.locks import lock_overdue_resets, lock_reset, lock_user
from accounts.selectors.users import get_user, has_second_factor
from accounts.services.account_mail import send_account_mail
from accounts.services.invitations import decline_invitations_of
from accounts.services.members import end_memberships_of
from accounts.services.revocations import end_sign_ins
from accounts.services.staff_roles import withdraw_appointments_of
from accounts.services.takeovers import end_takeovers_of
from core.database.transactions import write
from core.events.recording import Change, record
from core.events.transitions import move, record_beginning
from core.jobs.chunks import run_in_chunks
from core.values.actors import Actor
from core.values.errors import DomainError

CHUNK = 200


@write
def end_account(*, user_id: int, reason: str, actor: Actor, at: datetime) -> User:
    """End an account (注销账号): it can no longer sign in; its memberships and pending requests end. Its records and its name stay.

    Raises `not_found`, `same_person` for the own account, `illegal_state` for one that ended, `last_manager` for the
    last administrator.
    """
    lock_user(user_id)
    user = get_user(user_id)
    _refuse_own(user_id, actor=actor)
    if not user.is_active:
        raise DomainError("illegal_state", kind="refused", state="ended")
    end_memberships_of(user_id, by=actor.user_id, at=at)
    end_takeovers_of(user_id, by=actor.user_id, at=at)
    decline_invitations_of(user_id, by=actor.user_id, at=at)
    withdraw_appointments_of(user_id, by=actor.user_id, at=at)
    end_sign_ins(user_id=user_id, by=actor.user_id, at=at)
    user = get_user(user_id)
    user.is_active = False
    user.save(update_fields=["is_active"])
    record(
        Change(
            type="user.ended",
            subject_kind="user",
            subject_id=user_id,
            at=at,
            actor_id=actor.user_id,
            data={"reason": reason},
        )
    )
    return user


@write
def sign_out_account(*, user_id: int, actor: Actor, at: datetime) -> User:
    """End every session and token of an account (强制下线), by an administrator. Raises `not_found`."""
    user = get_user(user_id)
    end_sign_ins(user_id=user_id, by=actor.user_id, at=at)
    return user


@write
def request_reset(*, user_id: int, reason: str, actor: Actor, at: datetime) -> SecondFactorReset:
    """Request that a lost second factor is removed (申请重置二次验证); another administrator confirms.

    Raises `not_found`, `same_person` for the own account, `second_factor_none`, `reset_open`.
    """
    lock_user(user_id)
    get_user(user_id)
    _refuse_own(user_id, actor=actor)
    if not has_second_factor(user_id):
        raise DomainError("second_factor_none", kind="refused")
    if SecondFactorReset.objects.filter(user_id=user_id, state=ResetState.REQUESTED).exists():
        raise DomainError("reset_open", kind="refused")
    row = SecondFactorReset.objects.create(
        user_id=user_id, reason=reason, requested_by_id=actor.user_id, requested_at=at
    )
    record_beginning(
        row,
        machine=RESET,
        event="second_factor_reset.requested",
        at=at,
        actor_id=actor.user_id,
        data={"user": user_id, "reason": reason},
    )
    send_account_mail("account.reset_requested", user_id=user_id, at=at)
    return row


@write
def confirm_reset(*, reset_id: int, actor: Actor, at: datetime) -> SecondFactorReset:
    """Remove a lost second factor (确认重置), by another administrator than requested it; all sign-ins of the account end.

    Raises `not_found`, `illegal_state`, `same_person`.
    """
    row = lock_reset(reset_id)
    if actor.user_id in (row.requested_by_id, row.user_id):
        raise DomainError("same_person", kind="refused")
    if at >= row.requested_at + PENDING:
        raise DomainError("illegal_state", kind="refused", state=ResetState.ENDED)
    _move(row, target=ResetState.CONFIRMED, by=actor.user_id, at=at)
    Authenticator.objects.filter(user_id=row.user_id).delete()
    TotpStep.objects.filter(user_id=row.user_id).delete()
    end_sign_ins(user_id=row.user_id, by=actor.user_id, at=at)
    send_account_mail("account.second_factor_removed", user_id=row.user_id, at=at)
    return row


@write
def refuse_reset(*, reset_id: int, actor: Actor, at: datetime) -> SecondFactorReset:
    """Refuse or withdraw a reset (不予重置), by any administrator. Raises `not_found`, `illegal_state`."""
    row = lock_reset(reset_id)
    _move(row, target=ResetState.REFUSED, by=actor.user_id, at=at)
    return row


def end_resets(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """End the resets that nobody confirmed in time (重置申请失效). Periodic job."""
    return {"ended": run_in_chunks(lambda: _end_some(at=at), progress=progress)}


@write
def _end_some(*, at: datetime) -> int:
    rows = lock_overdue_resets(before=at - PENDING, limit=CHUNK)
    move(rows, machine=RESET, target=ResetState.ENDED, at=at, actor_id=None)
    return len(rows)


def _refuse_own(user_id: int, *, actor: Actor) -> None:
    if user_id == actor.user_id:
        raise DomainError("same_person", kind="refused")


def _move(row: SecondFactorReset, *, target: ResetState, by: int, at: datetime) -> None:
    columns = {"decided_by_id": by, "decided_at": at}
    move([row], machine=RESET, target=target, at=at, actor_id=by, columns=columns, data={"user": row.user_id})
