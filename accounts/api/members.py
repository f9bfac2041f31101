"""Members of the acting party, and the roles of the authority."""

from datetime import datetime

from django.db.models import Model, QuerySet

from accounts.api.filters import MemberFilter
from accounts.api.serializers import MemberInput, MemberOutput, StaffRoleInput
from accounts.selectors.members import visible_members
from accounts.services.members import add_member, end_role, grant_staff_role, remove_member
from core.api.serializers import Nothing
from core.api.views import ApiData, Collection, Command
from core.values.errors import DomainError


class Members(Collection):
    """The members of the acting party; a manager adds users."""

    operation = "member.read"
    adding = "member.manage"
    serializer_class = MemberOutput
    filterset_class = MemberFilter
    input_class = MemberInput
    output_class = MemberOutput
    success_status = 201

    def visible(self) -> QuerySet[Model]:
        return visible_members(self.actor)

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        if self.actor.party_id is None:
            raise DomainError("not_found", kind="missing")
        return add_member(party_id=self.actor.party_id, **data, actor=self.actor, at=at)


class RemoveMember(Command):
    """End a role of a member of the acting party."""

    operation = "member.manage"
    serializer_class = Nothing
    output_class = MemberOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return remove_member(membership_id=ids["pk"], actor=self.actor, at=at)


class GrantStaffRole(Command):
    """Give a user a role of the authority."""

    operation = "staff_role.manage"
    serializer_class = StaffRoleInput
    output_class = MemberOutput
    success_status = 201

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return grant_staff_role(**data, actor=self.actor, at=at)


class EndStaffRole(Command):
    """End a role of the authority."""

    operation = "staff_role.manage"
    serializer_class = Nothing
    output_class = MemberOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return end_role(membership_id=ids["pk"], actor=self.actor, at=at)
