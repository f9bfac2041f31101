"""Input and output of the API of accounts."""

from typing import Any

from rest_framework import serializers

from accounts.models import (
    Appointment,
    HandOver,
    Interest,
    Invitation,
    Membership,
    Party,
    SecondFactorReset,
    Substitution,
    Takeover,
    UsccWaiver,
    User,
)
from accounts.rules.conflicts import Relation
from accounts.rules.invitations import state_for_inviter
from accounts.rules.roles import APPLICANT_ROLES, STAFF_ROLES, UNIT_ROLES
from accounts.rules.states import TakeoverState
from core.api.serializers import CodeField, DayField, IdField, Input, TextField
from core.values.masking import mask_name

EVIDENCE_KINDS = ("licence", "authorisation")
MEMBER_ROLES = sorted(role.value for role in APPLICANT_ROLES | UNIT_ROLES)


class TokenInput(Input):
    """Credentials; `code` is required where a second factor is set up."""

    username = serializers.CharField(max_length=150)
    password = serializers.CharField(max_length=200, trim_whitespace=False)
    code = CodeField(max_length=20, required=False, allow_blank=True, default="")


class TokenOutput(serializers.Serializer[Any]):
    """A token, shown once: `Authorization: Bearer …`. `expires_at` is real time."""

    token = serializers.CharField()
    expires_at = serializers.DateTimeField()
    user_id = serializers.IntegerField()


class SignUpInput(Input):
    """The mail address of a new account."""

    email = serializers.EmailField(max_length=254)


class SignUpOutput(serializers.Serializer[Any]):
    """The answer to every sign-up: a mail was sent to the address."""

    sent = serializers.BooleanField()


class CompleteInput(Input):
    """The key of the link in the mail, and what the new account is to have."""

    key = serializers.CharField(max_length=300)
    username = serializers.CharField(max_length=150)
    name = TextField(max_length=50)
    password = serializers.CharField(max_length=200, trim_whitespace=False)


class UserOutput(serializers.ModelSerializer[User]):
    """An account as its holder sees it."""

    username = serializers.CharField()  # without the model's pattern: in JSON Schema \w matches ASCII letters only

    class Meta:
        model = User
        fields = ["id", "username", "name", "email", "language"]


class AccountOutput(serializers.ModelSerializer[User]):
    """An account as an administrator sees it; the name is masked."""

    username = serializers.CharField()
    name = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ["id", "username", "name", "is_active"]

    def get_name(self, row: User) -> str:
        return mask_name(row.name)


class ResetOutput(serializers.ModelSerializer[SecondFactorReset]):
    """A reset of a second factor."""

    username = serializers.CharField(source="user.username")
    requested_by_username = serializers.CharField(source="requested_by.username")

    class Meta:
        model = SecondFactorReset
        fields = ["id", "username", "reason", "requested_by_username", "requested_at", "state"]


class OwnPartyOutput(serializers.Serializer[Any]):
    """A party of which the user is a member, with the user's roles in it."""

    id = serializers.IntegerField()
    kind = serializers.CharField()
    name = serializers.CharField()
    state = serializers.CharField()
    roles = serializers.ListField(child=serializers.CharField())


class MeOutput(UserOutput):
    """The account in use, with its parties."""

    has_second_factor = serializers.BooleanField()
    needs_second_factor = serializers.BooleanField()
    default_party = serializers.IntegerField(source="default_party_id", allow_null=True)
    parties = OwnPartyOutput(many=True)

    class Meta(UserOutput.Meta):
        fields = [*UserOutput.Meta.fields, "has_second_factor", "needs_second_factor", "default_party", "parties"]


class PartyOutput(serializers.ModelSerializer[Party]):
    """A party."""

    class Meta:
        model = Party
        fields = [
            "id",
            "kind",
            "name",
            "uscc",
            "uscc_override_reason",
            "state",
            "registered_at",
            "asked_for",
            "asked_at",
            "answered_at",
            "decided_at",
            "decision_reason",
        ]


class OrganisationInput(Input):
    """An organisation by its code."""

    name = TextField(max_length=200)
    uscc = CodeField(max_length=40)


class PartyReasonInput(Input):
    """A decision that needs a reason."""

    reason = TextField(max_length=500)


class PartyNoteInput(Input):
    """A decision with an optional note."""

    reason = TextField(max_length=500, required=False, allow_blank=True, default="")


class EvidenceInput(Input):
    """A file that proves who registers the party."""

    kind = serializers.ChoiceField(choices=EVIDENCE_KINDS)
    file = serializers.FileField(allow_empty_file=True, max_length=400)


class WaiverInput(Input):
    """A code to accept although its check character is wrong, and why."""

    uscc = CodeField(max_length=40)
    reason = TextField(max_length=500)


class WaiverOutput(serializers.ModelSerializer[UsccWaiver]):
    """A code that was accepted although its check character is wrong."""

    class Meta:
        model = UsccWaiver
        fields = ["id", "uscc", "reason", "granted_at"]


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


class TakeoverInput(Input):
    """A request to take over a party, as `applicant_manager` or `unit_manager`."""

    uscc = CodeField(max_length=40)
    role = TextField(max_length=30)
    reason = TextField(max_length=1000)


class TakeoverOutput(serializers.ModelSerializer[Takeover]):
    """A takeover request. The claimant's name is masked; the user name of the account is not.

    The claimant sees the party once the request is approved.
    """

    party_name = serializers.SerializerMethodField()
    claimant_username = serializers.CharField(source="claimant.username")
    claimant_name = serializers.SerializerMethodField()
    party_id = serializers.SerializerMethodField()
    claimant_id = IdField()

    class Meta:
        model = Takeover
        fields = [
            "id",
            "party_id",
            "party_name",
            "claimant_id",
            "claimant_username",
            "claimant_name",
            "role",
            "reason",
            "state",
            "requested_at",
            "decided_at",
            "decision_reason",
        ]

    def get_party_id(self, row: Takeover) -> int | None:
        return row.party_id if self._shows_party(row) else None

    def get_party_name(self, row: Takeover) -> str:
        return row.party.name if row.party is not None and self._shows_party(row) else ""

    def _shows_party(self, row: Takeover) -> bool:
        return row.state == TakeoverState.APPROVED or self.context["view"].actor.has(*STAFF_ROLES)

    def get_claimant_name(self, row: Takeover) -> str:
        return mask_name(row.claimant.name)


class ConflictOutput(serializers.Serializer[Any]):
    """Why a person may not act on a case: what ties them to a party, and the last Beijing day on which it counts."""

    party_id = IdField()
    reason = serializers.CharField()
    last_day = serializers.DateField()


class SetAsideOutput(serializers.Serializer[Any]):
    """A case that the person left to another, and why."""

    case_id = IdField()
    conflicts = ConflictOutput(many=True)


class InterestInput(Input):
    """An interest in a party, by its code or its name. Without `until` it lasts; Beijing days."""

    party_name = TextField(max_length=200, required=False, allow_blank=True, default="")
    uscc = CodeField(max_length=40, required=False, allow_blank=True, default="")
    relation = serializers.ChoiceField(choices=[each.value for each in Relation])
    note = TextField(max_length=200, required=False, allow_blank=True, default="")
    since = DayField()
    until = DayField(required=False, allow_null=True, default=None)


class InterestOutput(serializers.ModelSerializer[Interest]):
    """A declared interest, and the user who declared it."""

    user_id = IdField()
    user_name = serializers.CharField(source="user.name")

    class Meta:
        model = Interest
        fields = [
            "id",
            "user_id",
            "user_name",
            "party_name",
            "uscc",
            "relation",
            "note",
            "since",
            "until",
            "declared_at",
            "ended_at",
        ]


class CaseInput(Input):
    """A case by its operation and id, the person who is to act on it, and why."""

    operation = TextField(max_length=60)
    case_id = IdField()
    username = TextField(max_length=150)
    reason = TextField(max_length=500)


class HandOverOutput(serializers.ModelSerializer[HandOver]):
    """A case that was handed over."""

    from_user_id = IdField()
    from_name = serializers.CharField(source="from_user.name")
    to_user_id = IdField()
    to_name = serializers.CharField(source="to_user.name")

    class Meta:
        model = HandOver
        fields = [
            "id",
            "operation",
            "case_id",
            "from_user_id",
            "from_name",
            "to_user_id",
            "to_name",
            "reason",
            "state",
            "handed_at",
            "done_at",
        ]


class SubstitutionOutput(serializers.ModelSerializer[Substitution]):
    """A substitute for one case; it holds until the end of `expires_on`, a Beijing day."""

    substitute_id = IdField()
    substitute_name = serializers.CharField(source="substitute.name")
    named_by_id = IdField()
    decided_by_id = IdField(allow_null=True)

    class Meta:
        model = Substitution
        fields = [
            "id",
            "operation",
            "case_id",
            "substitute_id",
            "substitute_name",
            "reason",
            "state",
            "named_by_id",
            "named_at",
            "decided_by_id",
            "decided_at",
            "expires_on",
        ]
