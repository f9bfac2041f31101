"""Input and output of parties, their evidence, waivers of codes, and takeovers."""

from rest_framework import serializers

from accounts.models import (
    Party,
    Takeover,
    UsccWaiver,
)
from accounts.rules.roles import STAFF_ROLES
from accounts.rules.states import TakeoverState
from core.api.serializers import CodeField, IdField, Input, TextField
from core.values.masking import mask_name

EVIDENCE_KINDS = ("licence", "authorisation")


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
            "draft",
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
