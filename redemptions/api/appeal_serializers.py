"""Input and output of the API of appeals. Amounts in yuan."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api.serializers import AmountField, AttachmentOut, Input, TextField
from core.files.attachment_selectors import AttachmentRow, list_attachments
from redemptions.models import Appeal
from redemptions.permissions import STAFF
from redemptions.rules.states import DECIDED_APPEALS

INTERNAL = {"findings": "", "examined_by": None, "examined_at": None, "decided_by": None}
"""The fields of an examination as the parties see them: nothing of it."""


class AppealOut(serializers.ModelSerializer[Appeal]):
    """An appeal or a waiver; the findings and the people of the authority for staff only."""

    redemption_number = serializers.CharField(source="redemption.number", read_only=True)
    party_name = serializers.CharField(source="party.name", read_only=True)

    class Meta:
        model = Appeal
        fields = [
            "id",
            "number",
            "redemption",
            "redemption_number",
            "party",
            "party_name",
            "side",
            "state",
            "text",
            "filed_at",
            "findings",
            "examined_by",
            "examined_at",
            "amount",
            "reason",
            "decided_by",
            "decided_at",
        ]
        read_only_fields = fields

    def to_representation(self, instance: Appeal) -> dict[str, object]:
        shown = super().to_representation(instance)
        return shown if self.context["view"].actor.has(*STAFF) else {**shown, **INTERNAL}


class AppealDetailOut(AppealOut):
    """An appeal with its files."""

    attachments = serializers.SerializerMethodField()

    class Meta(AppealOut.Meta):
        fields = [*AppealOut.Meta.fields, "attachments"]
        read_only_fields = fields

    @extend_schema_field(AttachmentOut(many=True))
    def get_attachments(self, appeal: Appeal) -> list[dict[str, object]]:
        files: list[AttachmentRow] = list(list_attachments(owner_kind="appeal", owner_id=appeal.pk))
        return [dict(AttachmentOut(file).data) for file in files]


class AppealIn(Input):
    """The reasons of an appeal."""

    text = TextField(max_length=5_000)


class AppealFileIn(Input):
    """A file for an appeal."""

    file = serializers.FileField(allow_empty_file=True, max_length=400)


class FindingsIn(Input):
    """The findings on the appeals against one decision."""

    findings = TextField(max_length=5_000)


class DecideAppealIn(Input):
    """The decision: `raised` needs the new `amount`."""

    outcome = serializers.ChoiceField(DECIDED_APPEALS)
    amount = AmountField(allow_null=True, default=None)
    reason = TextField(max_length=1000)
