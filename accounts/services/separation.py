"""Staff are staff: who has a staff role is no member of an applicant or a unit (人员分离). Experts are not staff."""

from datetime import datetime

from accounts.models import Membership
from accounts.rules.roles import APPLICANT_ROLES, STAFF_ROLES, UNIT_ROLES
from accounts.selectors.locks import lock_live
from accounts.services.default_parties import release_default_party
from core.events.recording import Change, record_many
from core.values.errors import DomainError


def refuse_staff(user_id: int) -> None:
    """Raise `staff_no_membership` where the user has a staff role."""
    if Membership.objects.filter(user_id=user_id, role__in=STAFF_ROLES, ended_at=None).exists():
        raise DomainError("staff_no_membership", kind="refused")


def refuse_member(user_id: int) -> None:
    """Raise `member_no_staff` where the user is a member of an applicant or a unit."""
    if Membership.objects.filter(user_id=user_id, role__in=APPLICANT_ROLES | UNIT_ROLES, ended_at=None).exists():
        raise DomainError("member_no_staff", field="username", kind="refused")


def end_memberships_of_staff(*, user_id: int, by: int | None, at: datetime) -> None:
    """End what a user who becomes staff is a member of; the event notifies the user."""
    rows = lock_live(Membership.objects.filter(user_id=user_id, role__in=APPLICANT_ROLES | UNIT_ROLES))
    Membership.objects.filter(pk__in=[row.pk for row in rows]).update(ended_at=at)
    release_default_party(user_ids=[user_id] if rows else [])
    record_many(
        [
            Change(
                type="member.became_staff",
                subject_kind="membership",
                subject_id=row.pk,
                party_id=row.party_id,
                actor_id=by,
                at=at,
                data={"user": row.user_id, "role": row.role},
            )
            for row in rows
        ]
    )
