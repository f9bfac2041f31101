"""Members that verified teams have added: staff see them, case officers decide."""

from datetime import datetime

from django.db.models import Model, QuerySet

from applicants.api.filters import PendingMemberFilter
from applicants.api.member_serializers import MemberReasonInput, PendingMemberOutput
from applicants.api.serializers import TeamMemberOutput
from applicants.selectors.members import pending_members
from applicants.services.members import confirm_member, refuse_member
from core.api.serializers import Nothing
from core.api.views import ApiData, Command, ListView


class PendingMembers(ListView):
    """The members that await an officer, with the other verified team of the person."""

    operation = "team_member.read"
    serializer_class = PendingMemberOutput
    filterset_class = PendingMemberFilter

    def visible(self) -> QuerySet[Model]:
        return pending_members()


class ConfirmMember(Command):
    """Confirm a member."""

    operation = "team_member.decide"
    serializer_class = Nothing
    output_class = TeamMemberOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return confirm_member(member_id=ids["pk"], actor=self.actor, at=at)


class RefuseMember(Command):
    """Refuse a member, with the reason."""

    operation = "team_member.decide"
    serializer_class = MemberReasonInput
    output_class = TeamMemberOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return refuse_member(member_id=ids["pk"], reason=data["reason"], actor=self.actor, at=at)
