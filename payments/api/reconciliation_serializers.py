"""Output of the API of the reconciliation."""

from rest_framework import serializers

from core.api.serializers import DayField, Input, TextField
from payments.models import PaymentAttempt, PeriodClosing, ReconciliationEntry


class SumOutput(serializers.Serializer[object]):
    """A number of payments and their sum in yuan."""

    count = serializers.IntegerField(read_only=True)
    amount = serializers.DecimalField(max_digits=14, decimal_places=2, read_only=True)


class FiguresOutput(serializers.Serializer[object]):
    """The figures of orders: ordered = paid + failed + open; what was returned is in failed."""

    ordered = SumOutput(read_only=True)
    paid = SumOutput(read_only=True)
    failed = SumOutput(read_only=True)
    open = SumOutput(read_only=True)
    returned = SumOutput(read_only=True)


class DueOutput(serializers.Serializer[object]):
    """What is due in a fiscal year beside its orders, with the roll-over of the fourth quarter."""

    unordered = SumOutput(read_only=True)
    rolled_in = SumOutput(read_only=True)
    rolled_out = SumOutput(read_only=True)


class YearOutput(serializers.Serializer[object]):
    """A fiscal year."""

    year = serializers.IntegerField(read_only=True)
    figures = FiguresOutput(read_only=True)
    due = DueOutput(read_only=True)


class PeriodFiguresOutput(serializers.Serializer[object]):
    """The figures of a period: opening + sent = paid + failed + closing; what was returned stands apart."""

    opening = SumOutput(read_only=True)
    sent = SumOutput(read_only=True)
    paid = SumOutput(read_only=True)
    failed = SumOutput(read_only=True)
    returned = SumOutput(read_only=True)
    closing = SumOutput(read_only=True)


class PeriodOutput(serializers.Serializer[object]):
    """A period, a calendar month, by its first day."""

    period = serializers.DateField(read_only=True)
    figures = PeriodFiguresOutput(read_only=True)


class ReconciliationOutput(serializers.Serializer[object]):
    """The fiscal years and the periods, the newest first."""

    years = YearOutput(many=True, read_only=True)
    periods = PeriodOutput(many=True, read_only=True)


class EntryOutput(serializers.ModelSerializer[ReconciliationEntry]):
    """An entry: what was recorded of an attempt, on which Beijing day."""

    number = serializers.CharField(source="attempt.number", read_only=True)
    order = serializers.IntegerField(source="attempt.order_id", read_only=True)
    fiscal_year = serializers.IntegerField(source="attempt.order.fiscal_year", read_only=True)
    payment = serializers.IntegerField(source="attempt.payment_id", read_only=True)

    class Meta:
        model = ReconciliationEntry
        fields = ["id", "kind", "day", "amount", "number", "order", "fiscal_year", "payment", "recorded_at"]
        read_only_fields = fields


class ReconciledAttemptOutput(serializers.ModelSerializer[PaymentAttempt]):
    """An attempt with the Beijing days on which it was sent, paid, failed and returned."""

    number = serializers.CharField(read_only=True)
    payee = serializers.IntegerField(source="payment.payee_id", read_only=True)
    payee_name = serializers.CharField(source="payment.payee.name", read_only=True)
    account = serializers.CharField(source="account.masked", read_only=True)
    sent_on = serializers.DateField(read_only=True)
    paid_on = serializers.DateField(read_only=True, allow_null=True)
    failed_on = serializers.DateField(read_only=True, allow_null=True)
    returned_on = serializers.DateField(read_only=True, allow_null=True)

    class Meta:
        model = PaymentAttempt
        fields = [
            "id",
            "number",
            "order",
            "payment",
            "payee",
            "payee_name",
            "account",
            "amount",
            "sent_on",
            "paid_on",
            "failed_on",
            "returned_on",
        ]
        read_only_fields = fields


class PeriodClosingOutput(serializers.ModelSerializer[PeriodClosing]):
    """The closing of a period with its figures."""

    figures = PeriodFiguresOutput(read_only=True)

    class Meta:
        model = PeriodClosing
        fields = [
            "id",
            "period",
            "state",
            "figures",
            "proposed_by",
            "proposed_at",
            "decided_by",
            "decided_at",
            "reason",
        ]
        read_only_fields = fields


class ProposeClosingInput(Input):
    """The first day of the month to close."""

    period = DayField()


class ClosingReasonInput(Input):
    """The reason."""

    reason = TextField(max_length=500)
