"""Staff are staff: who has a staff role is no member of an applicant or a unit (人员分离). Experts are not staff."""

from accounts.models import Membership
from accounts.rules.roles import SIDE_ROLES
from accounts.selectors.members import has_staff_role
from core.values.errors import DomainError


def refuse_staff(user_id: int) -> None:
    """Raise `staff_no_membership` where the user has a staff role."""
    if has_staff_role(user_id):
        raise DomainError("staff_no_membership", kind="refused")


def refuse_member(user_id: int) -> None:
    """Raise `member_no_staff` where the user is a member of an applicant or a unit."""
    if Membership.objects.filter(user_id=user_id, role__in=SIDE_ROLES, ended_at=None).exists():
        raise DomainError("member_no_staff", field="username", kind="refused")
