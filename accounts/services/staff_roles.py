"""Roles of the authority: proposed by one administrator, confirmed by another; administrators replaced by a command."""

from collections.abc import Callable
from datetime import datetime

from accounts.models import Appointment, Membership
from accounts.rules.appointments import may_wait_since, replacement_blocked_until
from accounts.rules.roles import AUTHORITY_ROLES, STAFF_ROLES, Consent, Role, collide
from accounts.rules.states import APPOINTMENT, AppointmentState
from accounts.selectors.appointments import find_block
from accounts.selectors.locks import lock_appointment, lock_appointments_of, lock_overdue_appointments, lock_party
from accounts.selectors.parties import get_authority
from accounts.selectors.users import get_user_by_username
from accounts.services.members import end_membership, start_membership
from accounts.services.separation import refuse_member
from core.database.transactions import write
from core.events.recording import Change, record
from core.events.transitions import move, record_beginning
from core.values.actors import Actor
from core.values.errors import DomainError


@write
def propose_staff_role(*, username: str, role: str, actor: Actor, at: datetime) -> Appointment:
    """Propose a role of the authority, or the role of an expert, for a user (提请任命), by an administrator.

    Raises `same_person` for the administrator's own account, `role_not_given` for a role of other parties,
    `user_unknown`, `member_already`, `appointment_open`, `member_no_staff` for a staff role of a member of an applicant
    or a unit, and `roles_collide` where duties must be separate.
    """
    lock_party(get_authority().pk)
    if role not in AUTHORITY_ROLES:
        raise DomainError("role_not_given", field="role", kind="refused", role=role)
    user = get_user_by_username(username)
    if user.pk == actor.user_id:
        raise DomainError("same_person", field="username", kind="refused")
    _check_free(user_id=user.pk, role=role)
    if Appointment.objects.filter(user=user, role=role, state=AppointmentState.PROPOSED).exists():
        raise DomainError("appointment_open", field="username", kind="refused")
    return _propose(user_id=user.pk, role=role, origin=Appointment.PROPOSAL, by=actor.user_id, at=at)


@write
def confirm_staff_role(*, appointment_id: int, actor: Actor, at: datetime) -> Appointment:
    """Confirm an appointment (确认任命), by another administrator: the role begins.

    Raises `not_found`, `illegal_state`, `same_person` for who proposed it or gets the role, `member_already`,
    `roles_collide`, `account_ended`.
    """
    row = lock_appointment(appointment_id)
    _require_another(row, actor=actor)
    APPOINTMENT.get_transition(source=row.state, target=AppointmentState.CONFIRMED)
    _check_free(user_id=row.user_id, role=row.role)
    return _confirm(row, by=actor.user_id, at=at)


@write
def refuse_staff_role(*, appointment_id: int, reason: str, actor: Actor, at: datetime) -> Appointment:
    """Refuse an appointment with a reason (不予任命). Raises `not_found`, `illegal_state`, `same_person`."""
    row = lock_appointment(appointment_id)
    _require_another(row, actor=actor)
    return _decide(row, target=AppointmentState.REFUSED, by=actor.user_id, at=at, decision_reason=reason)


@write
def withdraw_staff_role(*, appointment_id: int, actor: Actor, at: datetime) -> Appointment:
    """Withdraw a proposed appointment (撤回任命). Raises `not_found`, `illegal_state`."""
    row = lock_appointment(appointment_id)
    return _decide(row, target=AppointmentState.WITHDRAWN, by=actor.user_id, at=at)


@write
def withdraw_appointments_of(user_id: int, *, by: int, at: datetime) -> None:
    """Withdraw the proposed appointments of a user whose account ends."""
    for row in lock_appointments_of(user_id):
        _decide(row, target=AppointmentState.WITHDRAWN, by=by, at=at)


@write
def end_staff_role(*, membership_id: int, actor: Actor, at: datetime) -> Membership:
    """End a role of the authority (收回角色), by an administrator.

    Raises `not_found`; `last_manager` where fewer than two administrators would remain.
    """
    party = lock_party(get_authority().pk)
    if not Membership.objects.filter(pk=membership_id, party=party).exists():
        raise DomainError("not_found", kind="missing")
    return end_membership(membership_id, by=actor.user_id, at=at)


@write
def appoint_founders(*, user_ids: tuple[int, int], at: datetime) -> None:
    """Make the two founding administrators of a new authority. The caller has created it."""
    lock_party(get_authority().pk)
    for user_id in user_ids:
        row = _propose(user_id=user_id, role=Role.SYSTEM_ADMIN, origin=Appointment.FOUNDING, by=None, at=at)
        _confirm(row, by=None, at=at)


@write
def replace_administrator(*, former: str, successor: str, reason: str, at: datetime) -> Appointment:
    """Give an administrator's role to another user (更换系统管理员), by a command of the server.

    For administrators who cannot act any more. Every member of staff is notified. Raises `user_unknown`; `not_found` if
    the first is no administrator; `member_already`, `roles_collide` for the successor; `replaced_recently` within seven
    days of another replacement.
    """
    party = lock_party(get_authority().pk)
    held = Membership.objects.filter(
        party=party, user=get_user_by_username(former), role=Role.SYSTEM_ADMIN, ended_at=None
    ).first()
    if held is None:
        raise DomainError("not_found", field="former", kind="missing")
    blocked_until = find_block(at=at)
    if blocked_until is not None:
        raise DomainError("replaced_recently", kind="refused", until=blocked_until.isoformat())
    user = get_user_by_username(successor)
    _check_free(user_id=user.pk, role=Role.SYSTEM_ADMIN)
    row = _propose(user_id=user.pk, role=Role.SYSTEM_ADMIN, origin=Appointment.REPLACEMENT, by=None, at=at)
    _confirm(row, by=None, at=at, blocked_until=replacement_blocked_until(at))
    end_membership(held.pk, by=None, at=at)
    record(
        Change(
            type="administrator.replaced",
            subject_kind="appointment",
            subject_id=row.pk,
            party_id=party.pk,
            at=at,
            actor_id=None,
            data={"former": held.user.username, "successor": user.username, "reason": reason},
        )
    )
    return row


def expire_appointments(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Run the job that expires appointments without confirmation after 14 days (任命逾期未确认)."""
    progress(count := _expire_appointments(at=at))
    return {"expired": count}


@write
def _expire_appointments(*, at: datetime) -> int:
    lock_party(get_authority().pk)
    rows = lock_overdue_appointments(proposed_before=may_wait_since(at))
    for row in rows:
        _decide(row, target=AppointmentState.EXPIRED, by=None, at=at)
    return len(rows)


def _check_free(*, user_id: int, role: str) -> None:
    """Refuse a role that the user has already, or that must be separate from another of the user's roles."""
    if role in STAFF_ROLES:
        refuse_member(user_id)
    live = Membership.objects.filter(party=get_authority(), user_id=user_id, ended_at=None)
    held = frozenset(live.values_list("role", flat=True))
    if role in held:
        raise DomainError("member_already", field="username", kind="refused")
    if collide(role, held):
        raise DomainError("roles_collide", field="role", kind="refused", role=role, held=sorted(held))


def _require_another(row: Appointment, *, actor: Actor) -> None:
    if actor.user_id in (row.proposed_by_id, row.user_id):
        raise DomainError("same_person", kind="refused")


def _propose(*, user_id: int, role: str, origin: str, by: int | None, at: datetime) -> Appointment:
    row = Appointment.objects.create(user_id=user_id, role=role, origin=origin, proposed_by_id=by, proposed_at=at)
    record_beginning(
        row,
        machine=APPOINTMENT,
        event="appointment.proposed",
        at=at,
        actor_id=by,
        party_id=get_authority().pk,
        data=_event_data(row),
    )
    return row


def _confirm(row: Appointment, *, by: int | None, at: datetime, **columns: object) -> Appointment:
    _decide(row, target=AppointmentState.CONFIRMED, by=by, at=at, **columns)
    start_membership(
        party_id=get_authority().pk,
        user_id=row.user_id,
        role=row.role,
        by=by,
        at=at,
        consent=Consent.APPOINTED,
        appointment_id=row.pk,
    )
    return row


def _decide(
    row: Appointment, *, target: AppointmentState, by: int | None, at: datetime, **columns: object
) -> Appointment:
    move(
        [row],
        machine=APPOINTMENT,
        target=target,
        at=at,
        actor_id=by,
        columns={"decided_by_id": by, "decided_at": at, **columns},
        data={**_event_data(row), "reason": str(columns.get("decision_reason", ""))},
        party=lambda _: get_authority().pk,
    )
    return row


def _event_data(row: Appointment) -> dict[str, object]:
    return {"user": row.user_id, "role": row.role, "origin": row.origin, "proposed_by": row.proposed_by_id}
