"""Input and output of the API of payments and payment orders."""

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.case_serializers import PrincipalInput, SetAsideOutput
from core.api.serializers import IdField, Input, TextField
from oversight.api.serializers import StageOutput
from oversight.rules.stages import FURTHER_STAGES
from oversight.selectors.stages import list_stage_lines
from payments.api.reconciliation_serializers import FiguresOutput
from payments.models import BankFile, OrderRun, Payment, PaymentAttempt, PaymentOrder
from payments.rules.bank_files import FIRST_FORMAT, FORMATS
from payments.rules.payee_accounts import ACCOUNT_KINDS, AccountKind
from payments.selectors.bank_files import find_bank_file, list_attempts
from payments.selectors.order_runs import find_run
from payments.selectors.reconciliation import figures_of_order


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


class BankFileOutput(serializers.ModelSerializer[BankFile]):
    """The file of an order for the bank, without its bytes."""

    class Meta:
        model = BankFile
        fields = ["name", "format", "sha256", "size", "count", "total", "made_by", "made_at"]
        read_only_fields = fields


class AttemptOutput(serializers.ModelSerializer[PaymentAttempt]):
    """An attempt to pay: its number stands in the file of the order."""

    number = serializers.CharField(read_only=True)
    account = serializers.CharField(source="account.masked", read_only=True)

    class Meta:
        model = PaymentAttempt
        fields = ["number", "order", "account", "amount", "made_at"]
        read_only_fields = fields


class PaymentDetailOutput(PaymentOutput):
    """A payment with its attempts, the newest first."""

    attempts = serializers.SerializerMethodField()

    class Meta(PaymentOutput.Meta):
        fields = [*PaymentOutput.Meta.fields, "attempts"]
        read_only_fields = fields

    @extend_schema_field(AttemptOutput(many=True))
    def get_attempts(self, payment: Payment) -> list[dict[str, object]]:
        return [dict(AttemptOutput(each).data) for each in list_attempts(payment.pk)]


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


class OrderRunOutput(serializers.ModelSerializer[OrderRun]):
    """A step of an order that is done in chunks: `done` of `planned` payments were looked at, `taken` of those taken."""

    class Meta:
        model = OrderRun
        fields = ["step", "begun_at", "planned", "done", "taken"]
        read_only_fields = fields


class OrderDetailOutput(OrderOutput):
    """A payment order with its approval stages, the figures of its reconciliation, and its file, null before it is sent.

    `run` is the step that is done in chunks at present, else null.
    """

    file = serializers.SerializerMethodField()
    stages = serializers.SerializerMethodField()
    reconciliation = serializers.SerializerMethodField()
    run = serializers.SerializerMethodField()

    class Meta(OrderOutput.Meta):
        fields = [*OrderOutput.Meta.fields, "file", "stages", "reconciliation", "run"]
        read_only_fields = fields

    @extend_schema_field(OrderRunOutput(allow_null=True))
    def get_run(self, order: PaymentOrder) -> dict[str, object] | None:
        run = find_run(order.pk)
        return dict(OrderRunOutput(run).data) if run else None

    @extend_schema_field(StageOutput(many=True))
    def get_stages(self, order: PaymentOrder) -> list[dict[str, object]]:
        lines = list_stage_lines(subject_kind="payment_order", subject_id=order.pk, amount=order.total)
        return [dict(StageOutput(each).data) for each in lines]

    @extend_schema_field(FiguresOutput)
    def get_reconciliation(self, order: PaymentOrder) -> dict[str, object]:
        return dict(FiguresOutput(figures_of_order(order)).data)

    @extend_schema_field(BankFileOutput(allow_null=True))
    def get_file(self, order: PaymentOrder) -> dict[str, object] | None:
        file = find_bank_file(order.pk)
        return dict(BankFileOutput(file).data) if file else None


class OrderStepOutput(OrderOutput):
    """A payment order after a step, and the payments that the person left to another for a conflict of interest."""

    set_aside = SetAsideOutput(many=True, read_only=True)

    class Meta(OrderOutput.Meta):
        fields = [*OrderOutput.Meta.fields, "set_aside"]
        read_only_fields = fields


class PrepareInput(Input):
    """The payments to put on one order."""

    payments = serializers.ListField(child=IdField(), min_length=1, max_length=500)


class BuildInput(Input):
    """The kind of the accounts to which everything that is due is paid."""

    kind = serializers.ChoiceField(ACCOUNT_KINDS, default=AccountKind.BANK)


class SignInput(PrincipalInput):
    """The further stage to decide."""

    stage = serializers.ChoiceField([stage.value for stage in FURTHER_STAGES])


class ExportInput(Input):
    """The format of the file for the bank."""

    format = serializers.ChoiceField(list(FORMATS), default=FIRST_FORMAT)


class PaymentReasonInput(Input):
    """The reason."""

    reason = TextField(max_length=500)
