"""Memberships: they begin and end, and are never changed."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from accounts.models import Membership, Party
from accounts.rules.roles import (
    APPLICANT_ROLES,
    MANAGER_ROLES,
    STAFF_ROLES,
    UNIT_ROLES,
    Consent,
    Role,
    collide,
    grantable_roles,
)
from accounts.selectors.locks import lock_party, lock_user
from accounts.selectors.parties import get_authority
from accounts.selectors.users import get_user_by_username
from accounts.services.default_parties import keep_default_party, release_default_party
from accounts.services.separation import end_memberships_of_staff, refuse_member
from core.database.transactions import write
from core.events.recording import Change, record, record_many
from core.values.actors import Actor
from core.values.errors import DomainError

SIDE_ROLES = APPLICANT_ROLES | UNIT_ROLES
REQUIRED_ROLES = MANAGER_ROLES | {Role.SYSTEM_ADMIN}
"""Roles of which a party must always have at least one active holder."""


@write
def remove_member(*, membership_id: int, actor: Actor, at: datetime) -> Membership:
    """End a role of a member (移除成员), by a manager of that side.

    Raises `not_found`, `role_not_given`, `last_manager`.
    """
    row = Membership.objects.filter(pk=membership_id, party_id=actor.party, ended_at=None).first()
    if row is None:
        raise DomainError("not_found", kind="missing")
    lock_party(row.party_id)
    check_may_give(row.role, actor=actor, party_id=row.party_id)
    return _end(row.pk, by=actor.user_id, at=at)


@write
def leave_party(*, actor: Actor, at: datetime) -> Party:
    """End every role of the actor in the acting party (退出单位). Raises `last_manager`, `not_found`."""
    party = lock_party(actor.party)
    own = Membership.objects.filter(party=party, user_id=actor.user_id, ended_at=None, role__in=SIDE_ROLES)
    rows = list(own.order_by("pk"))
    if not rows:
        raise DomainError("not_found", kind="missing")
    for row in rows:
        _check_not_last(row)
    _end_all(rows, event="member.left", by=actor.user_id, at=at)
    return party


@write
def grant_staff_role(*, username: str, role: str, actor: Actor, at: datetime) -> Membership:
    """Grant a user a role of the authority, or the role of an expert (授予角色), by the system administrator.

    Raises `same_person` for the administrator's own account, `role_not_given` for a role of other parties,
    `user_unknown`, `member_already`, `member_no_staff` for a staff role of a member of an applicant or a unit, and
    `roles_collide` where duties must be separate.
    """
    party = lock_party(get_authority().pk)
    if role not in STAFF_ROLES | {Role.EXPERT}:
        raise DomainError("role_not_given", field="role", kind="refused", role=role)
    user = get_user_by_username(username)
    if user.pk == actor.user_id:
        raise DomainError("same_person", field="username", kind="refused")
    if role in STAFF_ROLES:
        refuse_member(user.pk)
    held = Membership.objects.filter(party=party, user=user, ended_at=None).values_list("role", flat=True)
    if collide(role, frozenset(held)):
        raise DomainError("roles_collide", field="role", kind="refused", role=role, held=sorted(held))
    return _start_new(party_id=party.pk, user_id=user.pk, role=role, actor=actor, at=at)


@write
def end_role(*, membership_id: int, actor: Actor, at: datetime) -> Membership:
    """End a role of the authority (收回角色), by the system administrator. Raises `not_found`, `last_manager`."""
    party = lock_party(get_authority().pk)
    if not Membership.objects.filter(pk=membership_id, party=party).exists():
        raise DomainError("not_found", kind="missing")
    return _end(membership_id, by=actor.user_id, at=at)


@write
def start_membership(
    *,
    party_id: int,
    user_id: int,
    role: str,
    by: int,
    at: datetime,
    consent: Consent = Consent.APPOINTED,
    invitation_id: int | None = None,
) -> Membership:
    """Begin a membership unless there is a live one. The caller must have locked the party; the user is locked after it.

    `consent` says how the user agreed; the database accepts an appointment for roles of the authority only. Tokens and
    sessions stay as they are: without a header they act for the same party as before. What a new member of staff was a
    member of ends.
    """
    if role in STAFF_ROLES:
        end_memberships_of_staff(user_id=user_id, by=by, at=at)
    lock_user(user_id)
    row, created = Membership.objects.get_or_create(
        party_id=party_id,
        user_id=user_id,
        role=role,
        ended_at=None,
        defaults={"since": at, "consent": consent, "invitation_id": invitation_id},
    )
    if created:
        keep_default_party(user_id=user_id, joined=party_id)
        record(_change("member.added", row, by=by, at=at))
    return row


@write
def end_all_memberships(*, party_id: int, roles: Iterable[str] | None, by: int, at: datetime) -> None:
    """End every live membership with one of the roles, or all for None. The caller must have locked the party."""
    live = Membership.objects.filter(party_id=party_id, ended_at=None)
    rows = list(live if roles is None else live.filter(role__in=list(roles)))
    _end_all(rows, event="member.removed", by=by, at=at)


def check_may_give(role: str, *, actor: Actor, party_id: int) -> None:
    """Refuse a role that the actor may not grant in this party. Raises `role_not_given`."""
    allowed = {grantable for own in actor.roles for grantable in grantable_roles(own)}
    if actor.party_id != party_id or role not in allowed:
        raise DomainError("role_not_given", field="role", kind="refused", role=role)


def _start_new(*, party_id: int, user_id: int, role: str, actor: Actor, at: datetime) -> Membership:
    if Membership.objects.filter(party_id=party_id, user_id=user_id, role=role, ended_at=None).exists():
        raise DomainError("member_already", field="username", kind="refused")
    return start_membership(party_id=party_id, user_id=user_id, role=role, by=actor.user_id, at=at)


def _end(membership_id: int, *, by: int, at: datetime) -> Membership:
    row = Membership.objects.get(pk=membership_id)  # read under the lock of the party: it may have ended meanwhile
    if row.ended_at is not None:
        raise DomainError("illegal_state", kind="refused", state="ended")
    _check_not_last(row)
    _end_all([row], event="member.removed", by=by, at=at)
    return row


def _check_not_last(row: Membership) -> None:
    others = Membership.objects.filter(party_id=row.party_id, role=row.role, ended_at=None, user__is_active=True)
    if row.role in REQUIRED_ROLES and not others.exclude(user_id=row.user_id).exists():
        raise DomainError("last_manager", kind="refused", role=row.role)


def _end_all(rows: Sequence[Membership], *, event: str, by: int, at: datetime) -> None:
    Membership.objects.filter(pk__in=[row.pk for row in rows]).update(ended_at=at)
    for row in rows:
        row.ended_at = at
    release_default_party(user_ids={row.user_id for row in rows})
    record_many([_change(event, row, by=by, at=at) for row in rows])


def _change(event_type: str, row: Membership, *, by: int, at: datetime) -> Change:
    data = {"user": row.user_id, "role": row.role}
    return Change(
        type=event_type,
        subject_kind="membership",
        subject_id=row.pk,
        party_id=row.party_id,
        actor_id=by,
        at=at,
        data=data,
    )
