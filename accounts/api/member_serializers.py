"""Input and output of memberships, invitations, the default party, and roles of the authority."""

from typing import Any

from rest_framework import serializers

from accounts.models import (
    Appointment,
    Invitation,
    Membership,
    User,
)
from accounts.rules.invitations import state_for_inviter
from accounts.rules.roles import SIDE_ROLES
from core.api.serializers import IdField, Input, TextField

MEMBER_ROLES = sorted(role.value for role in SIDE_ROLES)


class MemberOutput(serializers.ModelSerializer[Membership]):
    """A member of the acting party."""

    username = serializers.CharField(source="user.username")
    name = serializers.CharField(source="user.name")

    class Meta:
        model = Membership
        fields = ["id", "user_id", "username", "name", "role", "since"]


class LeftOutput(serializers.Serializer[Any]):
    """The party that the user has left."""

    id = serializers.IntegerField()


class InvitationInput(Input):
    """A person to invite, by user name or mail address, and the role."""

    named = TextField(max_length=254)
    role = serializers.ChoiceField(choices=MEMBER_ROLES)


class InvitationOutput(serializers.ModelSerializer[Invitation]):
    """An invitation as the inviting party sees it: `state` is `invited` until it is accepted or ends."""

    state = serializers.SerializerMethodField()

    class Meta:
        model = Invitation
        fields = ["id", "named", "role", "invited_at", "expires_at", "state"]

    def get_state(self, row: Invitation) -> str:
        return state_for_inviter(row.state)


class ReceivedInvitationOutput(serializers.ModelSerializer[Invitation]):
    """An invitation as the invited person sees it."""

    party_id = IdField()
    party_name = serializers.CharField(source="party.name")
    party_state = serializers.CharField(source="party.state")

    class Meta:
        model = Invitation
        fields = ["id", "party_id", "party_name", "party_state", "role", "invited_at", "expires_at"]


class DeclinedOutput(serializers.ModelSerializer[Invitation]):
    """A declined invitation."""

    class Meta:
        model = Invitation
        fields = ["id", "state"]


class DefaultPartyInput(Input):
    """The party that the user acts for when a request names no party."""

    party = IdField()


class DefaultPartyOutput(serializers.ModelSerializer[User]):
    """The default party of the account."""

    default_party = serializers.IntegerField(source="default_party_id", allow_null=True)

    class Meta:
        model = User
        fields = ["id", "default_party"]


class AppointmentOutput(serializers.ModelSerializer[Appointment]):
    """An appointment to a role of the authority."""

    user_id = IdField()
    username = serializers.CharField(source="user.username")
    name = serializers.CharField(source="user.name")

    class Meta:
        model = Appointment
        fields = [
            "id",
            "user_id",
            "username",
            "name",
            "role",
            "origin",
            "state",
            "proposed_by",
            "proposed_at",
            "decided_by",
            "decided_at",
            "decision_reason",
        ]


class StaffRoleInput(Input):
    """A role of the authority to give (`case_officer`, `approver` …, or `expert`)."""

    username = serializers.CharField(max_length=150)
    role = TextField(max_length=30)
