"""Input and output of the API of recoveries and repayments. Amounts in yuan."""

from typing import Any

from rest_framework import serializers

from core.api.serializers import AmountField, CodeField, CountField, DayField, IdField, Input, TextField
from payments.models import Recovery, RecoveryInstalment, Repayment
from payments.permissions import STAFF
from payments.rules.recoveries import MOST_INSTALMENTS

NOT_PROPOSED: dict[str, Any] = {
    "write_off_reason": "",
    "write_off_proposed_by": None,
    "write_off_proposed_at": None,
}
"""What a debtor sees of a proposed write-off."""


class InstalmentOutput(serializers.ModelSerializer[RecoveryInstalment]):
    """A part of what is owed and the last day to repay it."""

    class Meta:
        model = RecoveryInstalment
        fields = ["due_on", "amount"]
        read_only_fields = fields


class RepaymentOutput(serializers.ModelSerializer[Repayment]):
    """Money that came back."""

    class Meta:
        model = Repayment
        fields = [
            "id",
            "recovery",
            "state",
            "amount",
            "paid_on",
            "reference",
            "entered_by",
            "entered_at",
            "settled_by",
            "settled_at",
            "refuse_reason",
        ]
        read_only_fields = fields


class RecoveryOutput(serializers.ModelSerializer[Recovery]):
    """Money of a payment to be paid back, with its instalments and repayments."""

    party_name = serializers.CharField(source="party.name", read_only=True)
    label = serializers.CharField(source="payment.label", read_only=True)  # type: ignore[assignment]
    instalments = InstalmentOutput(many=True, read_only=True)
    repayments = RepaymentOutput(many=True, read_only=True)

    class Meta:
        model = Recovery
        fields = [
            "id",
            "number",
            "party",
            "party_name",
            "payment",
            "label",
            "state",
            "amount",
            "repaid",
            "reason",
            "answer_by",
            "statement",
            "heard_at",
            "proposed_by",
            "proposed_at",
            "decided_by",
            "decided_at",
            "drop_reason",
            "notified_at",
            "instalments",
            "repayments",
            "write_off_reason",
            "write_off_proposed_by",
            "write_off_proposed_at",
            "written_off_by",
            "written_off_at",
        ]
        read_only_fields = fields

    def to_representation(self, instance: Recovery) -> dict[str, Any]:
        """Leave a proposed write-off out for the debtor, who is notified of the decision."""
        shown = super().to_representation(instance)
        open_to = instance.written_off_at or self.context["view"].actor.has(*STAFF)
        return shown if open_to else {**shown, **NOT_PROPOSED}


class RecoveryInput(Input):
    """A proposed recovery of a paid payment."""

    payment = IdField()
    amount = AmountField()
    reason = TextField(max_length=5_000)


class HearingInput(Input):
    """The statement of the debtor; empty where its days are over without one."""

    statement = TextField(max_length=5_000, allow_blank=True)


class RecoveryAnswerInput(Input):
    """The statement of the debtor that answers."""

    statement = TextField(max_length=5_000)


class RecoveryReasonInput(Input):
    """The reason of a step."""

    reason = TextField(max_length=5_000)


class RepaymentReasonInput(Input):
    """The reason of a refused repayment."""

    reason = TextField(max_length=500)


class ScheduleInput(Input):
    """The last day of the first instalment, and the number of monthly instalments."""

    first_due_on = DayField()
    count = CountField(min_value=1, max_value=MOST_INSTALMENTS)


class RepaymentInput(Input):
    """A repayment: amount, day and number at the bank, and the bank's paper."""

    amount = AmountField()
    paid_on = DayField()
    reference = CodeField(max_length=100)
    file = serializers.FileField(max_length=400, allow_empty_file=True)
