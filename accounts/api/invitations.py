"""Invitations to become a member: those of the acting party, and those that the user received."""

from datetime import datetime

from django.db.models import Model, QuerySet

from accounts.api.filters import InvitationFilter
from accounts.api.member_serializers import (
    DeclinedOutput,
    DefaultPartyInput,
    DefaultPartyOutput,
    InvitationInput,
    InvitationOutput,
    MemberOutput,
    ReceivedInvitationOutput,
)
from accounts.api.personal import Individual
from accounts.selectors.invitations import received_invitations, sent_invitations
from accounts.services.default_parties import choose_default_party
from accounts.services.invitations import accept_invitation, decline_invitation, invite_member, withdraw_invitation
from core.api.serializers import Nothing
from core.api.views import ApiData, Collection, Command, ListView


class Invitations(Collection):
    """The open and accepted invitations of the acting party; a manager invites a person by user name or mail address.

    The answer is the same whether or not there is such a person.
    """

    operation = adding = "member.manage"
    serializer_class = InvitationOutput
    filterset_class = InvitationFilter
    input_class = InvitationInput
    output_class = InvitationOutput
    success_status = 201

    def visible(self) -> QuerySet[Model]:
        return sent_invitations(self.actor)

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return invite_member(party_id=self.actor.party, **data, actor=self.actor, at=at)


class WithdrawInvitation(Command):
    """Withdraw an invitation of the acting party."""

    operation = "member.manage"
    serializer_class = Nothing
    output_class = InvitationOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return withdraw_invitation(invitation_id=ids["pk"], actor=self.actor, at=at)


class ReceivedInvitations(Individual, ListView):
    """The open invitations that name the user, by user name or confirmed mail address."""

    operation = "invitation.answer"
    serializer_class = ReceivedInvitationOutput
    filterset_class = InvitationFilter

    def visible(self) -> QuerySet[Model]:
        return received_invitations(self.actor.user_id)


class AcceptInvitation(Individual, Command):
    """Accept an invitation and become a member."""

    operation = "invitation.answer"
    serializer_class = Nothing
    output_class = MemberOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return accept_invitation(invitation_id=ids["pk"], actor=self.actor, at=at)


class DeclineInvitation(Individual, Command):
    """Decline an invitation. The inviting party gets no notification."""

    operation = "invitation.answer"
    serializer_class = Nothing
    output_class = DeclinedOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return decline_invitation(invitation_id=ids["pk"], actor=self.actor, at=at)


class ChooseDefaultParty(Individual, Command):
    """Choose the party that requests act for where they name none."""

    operation = "account.read"
    serializer_class = DefaultPartyInput
    output_class = DefaultPartyOutput

    def execute(self, *, data: ApiData, at: datetime, **ids: int) -> Model:
        return choose_default_party(party_id=data["party"], user_id=self.actor.user_id)
