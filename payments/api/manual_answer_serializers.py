"""Input and output of the API of answers entered by hand."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api.serializers import AttachmentOut, CodeField, DayField, Input, TextField, VersionField
from core.files.attachment_selectors import list_attachments
from payments.models import ManualAnswer
from payments.rules.manual_answers import RECORDED_OUTCOMES


class ManualAnswerOutput(serializers.ModelSerializer[ManualAnswer]):
    """An answer entered by hand. `line` is the line of the bank's file that it matches; without one there is a paper."""

    number = serializers.CharField(source="attempt.number", read_only=True)
    payment = serializers.IntegerField(source="attempt.payment_id", read_only=True)
    amount = serializers.DecimalField(source="attempt.amount", max_digits=14, decimal_places=2, read_only=True)
    outcome = serializers.ChoiceField(RECORDED_OUTCOMES, read_only=True)

    class Meta:
        model = ManualAnswer
        fields = [
            "id",
            "number",
            "payment",
            "amount",
            "outcome",
            "said_on",
            "reason",
            "line",
            "state",
            "entered_by",
            "entered_at",
            "decided_by",
            "decided_at",
            "refusal",
            "version",
        ]
        read_only_fields = fields


class ManualAnswerDetailOutput(ManualAnswerOutput):
    """An answer entered by hand, with the bank's paper; of a return what was kept as repayment and what is paid again."""

    attachments = serializers.SerializerMethodField()
    kept = serializers.DecimalField(
        source="kept_return.kept", max_digits=14, decimal_places=2, read_only=True, allow_null=True
    )
    rest = serializers.DecimalField(
        source="kept_return.rest", max_digits=14, decimal_places=2, read_only=True, allow_null=True
    )

    class Meta(ManualAnswerOutput.Meta):
        fields = [*ManualAnswerOutput.Meta.fields, "attachments", "kept", "rest"]
        read_only_fields = fields

    @extend_schema_field(AttachmentOut(many=True))
    def get_attachments(self, answer: ManualAnswer) -> list[dict[str, object]]:
        files = list_attachments(owner_kind="manual_answer", owner_id=answer.pk)
        return [dict(AttachmentOut(file).data) for file in files]


class ManualAnswerInput(Input):
    """What the bank did with the last attempt of a payment, its Beijing day, the reason where it did not pay, its paper."""

    outcome = serializers.ChoiceField(RECORDED_OUTCOMES)
    said_on = DayField()
    reason = TextField(max_length=500, allow_blank=True, default="")
    file = serializers.FileField(allow_empty_file=True, max_length=400)


class MatchInput(Input):
    """The number of the attempt that a line is about."""

    number = CodeField(max_length=60)


class ManualAnswerVersion(Input):
    """The version that was seen."""

    version = VersionField()
