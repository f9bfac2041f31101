"""Output of the API of the reconciliation."""

from rest_framework import serializers

from payments.models import PaymentAttempt


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
