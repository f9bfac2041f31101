"""Memberships: they begin and end, and are never changed."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from accounts.models import Membership, Party
from accounts.rules.roles import SIDE_ROLES, STAFF_ROLES, Consent, Role, grantable_roles
from accounts.selectors.locks import lock_live, lock_parties, lock_party, lock_user
from accounts.selectors.members import list_kept_roles
from accounts.selectors.users import get_user
from accounts.services.default_parties import keep_default_party, release_default_party
from core.access.checks import second_factor_missing
from core.database.transactions import write
from core.events.recording import Change, record, record_many
from core.values.actors import Actor
from core.values.errors import DomainError


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
    return end_membership(row.pk, by=actor.user_id, at=at)


@write
def leave_party(*, actor: Actor, at: datetime) -> Party:
    """End every role of the actor in the acting party (退出单位). Raises `last_manager`, `not_found`."""
    party = lock_party(actor.party)
    rows = lock_live(Membership.objects.filter(party=party, user_id=actor.user_id, role__in=SIDE_ROLES))
    if not rows:
        raise DomainError("not_found", kind="missing")
    for row in rows:
        _check_not_last(row)
    _end_all(rows, event="member.left", by=actor.user_id, at=at)
    return party


@write
def start_membership(
    *,
    party_id: int,
    user_id: int,
    role: str,
    by: int | None,
    at: datetime,
    consent: Consent,
    invitation_id: int | None = None,
    appointment_id: int | None = None,
) -> Membership:
    """Begin a membership unless there is a live one. The caller must have locked the party; the user is locked after it.

    `consent` says how the user agreed; the database wants the accepted invitation or the confirmed appointment. Tokens and
    sessions stay as they are: without a header they act for the same party as before. What a new member of staff was a
    member of ends. Raises `account_ended`.
    """
    lock_user(user_id)
    if not get_user(user_id).is_active:
        raise DomainError("account_ended", kind="refused")
    if role in STAFF_ROLES:
        others = lock_live(Membership.objects.filter(user_id=user_id, role__in=SIDE_ROLES))
        _end_all(others, event="member.became_staff", by=by, at=at)
    row, created = Membership.objects.get_or_create(
        party_id=party_id,
        user_id=user_id,
        role=role,
        ended_at=None,
        defaults={
            "since": at,
            "consent": consent,
            "invitation_id": invitation_id,
            "appointment_id": appointment_id,
        },
    )
    if created:
        keep_default_party(user_id=user_id, joined=party_id)
        record(_change("member.added", row, by=by, at=at))
    return row


@write
def end_all_memberships(*, party_id: int, roles: Iterable[str] | None, by: int, at: datetime) -> None:
    """End every live membership with one of the roles, or all for None. The caller must have locked the party."""
    members = Membership.objects.filter(party_id=party_id)
    rows = lock_live(members if roles is None else members.filter(role__in=list(roles)))
    _end_all(rows, event="member.removed", by=by, at=at)


@write
def end_memberships_of(user_id: int, *, by: int, at: datetime) -> None:
    """End every membership of a user whose account ends. A party may lose its last manager: then it is taken over.

    Raises `last_manager` for the last administrator of the authority.
    """
    own = Membership.objects.filter(user_id=user_id)
    lock_parties(list(own.filter(role=Role.SYSTEM_ADMIN, ended_at=None).values_list("party_id", flat=True)))
    rows = lock_live(own)
    for row in rows:
        if row.role == Role.SYSTEM_ADMIN:
            _check_not_last(row)
    _end_all(rows, event="member.removed", by=by, at=at)


def check_may_give(role: str, *, actor: Actor, party_id: int) -> None:
    """Refuse a role that the actor may not grant in this party.

    Raises `role_not_given`, and `second_factor_missing` where the role that may grant it waits for a second factor.
    """
    if actor.party_id == party_id and role in _grantable(actor.roles):
        return
    if actor.party_id == party_id and role in _grantable(actor.withheld):
        raise second_factor_missing()
    raise DomainError("role_not_given", field="role", kind="refused", role=role)


def _grantable(roles: Iterable[str]) -> set[Role]:
    return {grantable for own in roles for grantable in grantable_roles(own)}


@write
def end_membership(membership_id: int, *, by: int | None, at: datetime) -> Membership:
    """End a role of a member. The caller must have locked the party. Raises `illegal_state`, `last_manager`."""
    rows = lock_live(Membership.objects.filter(pk=membership_id))
    if not rows:
        raise DomainError("illegal_state", kind="refused", state="ended")
    _check_not_last(rows[0])
    _end_all(rows, event="member.removed", by=by, at=at)
    return rows[0]


def _check_not_last(row: Membership) -> None:
    """Refuse to end the last of a role, but for a party that was refused or has ended."""
    if row.role in list_kept_roles(row.party_id):
        raise DomainError("last_manager", kind="refused", role=row.role)


def _end_all(rows: Sequence[Membership], *, event: str, by: int | None, at: datetime) -> None:
    """End memberships that the caller has locked (`lock_live`)."""
    Membership.objects.filter(pk__in=[row.pk for row in rows]).update(ended_at=at)
    for row in rows:
        row.ended_at = at
    release_default_party(user_ids={row.user_id for row in rows})
    record_many([_change(event, row, by=by, at=at) for row in rows])


def _change(event_type: str, row: Membership, *, by: int | None, at: datetime) -> Change:
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
