"""Input and output of the API of payments and payment orders."""

from rest_framework import serializers

from accounts.api.case_serializers import SetAsideOutput
from core.api.serializers import IdField, Input, TextField
from payments.models import Payment, PaymentOrder


class PaymentOutput(serializers.ModelSerializer[Payment]):
    """A payment, in yuan, with its window and the masked account that it was ordered to."""

    payee_name = serializers.CharField(source="payee.name", read_only=True)
    account = serializers.CharField(source="account.masked", read_only=True, default=None, allow_null=True)

    class Meta:
        model = Payment
        fields = [
            "id",
            "number",
            "payee",
            "payee_name",
            "subject_kind",
            "subject_id",
            "label",
            "amount",
            "state",
            "approved_on",
            "not_before",
            "fiscal_year",
            "window_opened_at",
            "order",
            "account",
            "created_at",
            "paid_at",
            "failure_reason",
        ]
        read_only_fields = fields


class OrderOutput(serializers.ModelSerializer[PaymentOrder]):
    """A payment order, in yuan."""

    class Meta:
        model = PaymentOrder
        fields = [
            "id",
            "number",
            "fiscal_year",
            "state",
            "total",
            "count",
            "prepared_by",
            "prepared_at",
            "approved_by",
            "approved_at",
            "exported_at",
            "reconciled_at",
            "version",
        ]
        read_only_fields = fields


class OrderStepOutput(OrderOutput):
    """A payment order after a step, and the payments that the person left to another for a conflict of interest."""

    set_aside = SetAsideOutput(many=True, read_only=True)

    class Meta(OrderOutput.Meta):
        fields = [*OrderOutput.Meta.fields, "set_aside"]
        read_only_fields = fields


class PrepareInput(Input):
    """The payments to put on one order."""

    payments = serializers.ListField(child=IdField(), min_length=1, max_length=500)


class PaymentReasonInput(Input):
    """The reason."""

    reason = TextField(max_length=500)
