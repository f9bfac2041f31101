"""Members of the acting party."""

from datetime import datetime

from django.db.models import Model, QuerySet

from accounts.api.filters import MemberFilter
from accounts.api.member_serializers import LeftOutput, MemberOutput
from accounts.selectors.members import visible_members
from accounts.services.members import leave_party, remove_member
from core.api.serializers import Nothing
from core.api.views import ApiData, Command, ListView


class Members(ListView):
    """The members of the acting party."""

    operation = "member.read"
    serializer_class = MemberOutput
    filterset_class = MemberFilter

    def visible(self) -> QuerySet[Model]:
        return visible_members(self.actor)


class Leave(Command):
    """Leave the acting party: every role of the user in it ends."""

    operation = "member.leave"
    serializer_class = Nothing
    output_class = LeftOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return leave_party(actor=self.actor, at=at)


class RemoveMember(Command):
    """End a role of a member of the acting party."""

    operation = "member.manage"
    serializer_class = Nothing
    output_class = MemberOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return remove_member(membership_id=ids["pk"], actor=self.actor, at=at)
