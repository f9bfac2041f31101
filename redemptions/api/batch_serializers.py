"""Input and output of the API of batches. Amounts in yuan."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.case_serializers import PrincipalInput, SetAsideOutput
from core.api.serializers import AmountField, IdField, Input, TextField
from core.values.money import ZERO
from oversight.api.serializers import StageOutput
from oversight.rules.stages import FURTHER_STAGES
from oversight.selectors.stages import list_stage_lines
from redemptions.models import Redemption, RedemptionBatch
from vouchers.api.serializers import VersionIn


class BatchItemOut(serializers.ModelSerializer[Redemption]):
    """A redemption in its batch. Amounts are in yuan."""

    unit_name = serializers.CharField(source="unit.party.name", read_only=True)
    applicant_name = serializers.CharField(source="applicant.name", read_only=True)
    contract_reference = serializers.CharField(source="contract.reference", read_only=True)

    class Meta:
        model = Redemption
        fields = [
            "id",
            "number",
            "unit",
            "unit_name",
            "applicant",
            "applicant_name",
            "contract",
            "contract_reference",
            "state",
            "actual_amount",
            "payable",
            "decision",
            "decided_amount",
            "decision_reason",
            "decided_by",
            "fault",
            "notified_on",
            "appeal_by",
            "final_at",
            "version",
        ]
        read_only_fields = fields


class BatchOut(serializers.ModelSerializer[RedemptionBatch]):
    """A batch with the number of its items and their sums in yuan."""

    items_count = serializers.IntegerField(read_only=True)
    payable_total = serializers.DecimalField(14, 2, read_only=True, allow_null=True)
    decided_total = serializers.DecimalField(14, 2, read_only=True, allow_null=True)

    class Meta:
        model = RedemptionBatch
        fields = [
            "id",
            "number",
            "title",
            "state",
            "items_count",
            "payable_total",
            "decided_total",
            "prepared_by",
            "created_at",
            "summarised_by",
            "summarised_at",
            "cleared_by",
            "cleared_at",
            "notice",
            "approved_by",
            "approved_at",
            "sent_back_reason",
            "closed_at",
            "version",
        ]
        read_only_fields = fields


class BatchStepOut(BatchOut):
    """A batch after a step, and the items that the person left to another for a conflict of interest."""

    set_aside = SetAsideOutput(many=True, read_only=True)

    class Meta(BatchOut.Meta):
        fields = [*BatchOut.Meta.fields, "set_aside"]
        read_only_fields = fields


class BatchDetailOut(BatchOut):
    """A batch with its items and its approval stages, empty before its summary."""

    items = BatchItemOut(many=True, read_only=True)
    stages = serializers.SerializerMethodField()

    class Meta(BatchOut.Meta):
        fields = [*BatchOut.Meta.fields, "items", "stages"]
        read_only_fields = fields

    @extend_schema_field(StageOutput(many=True))
    def get_stages(self, batch: Any) -> list[dict[str, object]]:
        lines = list_stage_lines(subject_kind="batch", subject_id=batch.pk, amount=batch.decided_total or ZERO)
        return [dict(StageOutput(each).data) for each in lines]


class BatchIn(Input):
    """A new batch."""

    title = TextField(max_length=200)


class CollectIn(Input):
    """The redemptions to collect in the batch."""

    redemptions = serializers.ListField(child=IdField(), min_length=1, max_length=500)


class RemoveIn(Input):
    """The redemption to remove."""

    redemption = IdField()


class SendBackIn(PrincipalInput):
    """The reason for sending the batch back, and in whose name."""

    reason = TextField(max_length=1000)


class BatchActIn(VersionIn, PrincipalInput):
    """The version that was seen, and in whose name."""


class SignIn(BatchActIn):
    """The further stage to decide."""

    stage = serializers.ChoiceField([stage.value for stage in FURTHER_STAGES])


class DecideIn(VersionIn):
    """A decision: a reduction needs `amount` and `reason`, a rejection `reason`, both `fault`."""

    decision = serializers.ChoiceField(["approve", "reduce", "reject"])
    amount = AmountField(allow_null=True, default=None)
    reason = TextField(max_length=1000, allow_blank=True, default="")
    fault = serializers.ChoiceField(["unit", "applicant", "neither"], allow_blank=True, default="")
