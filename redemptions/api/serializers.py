"""Input and output of the API of redemptions."""

from typing import Any

from rest_framework import serializers

from core.api.serializers import (
    AmountField,
    AttachmentOut,
    CodeField,
    DayField,
    IdField,
    Input,
    TextField,
)
from core.messages.catalogue import sentence
from core.models import Attachment
from payments.rules.payee_accounts import AccountStanding
from redemptions.models import Invoice, Redemption
from redemptions.permissions import STAFF
from redemptions.rules.checks import Check
from redemptions.selectors.evidence import UPLOADED_KINDS, list_evidence
from redemptions.selectors.payees import account_standing_of
from redemptions.selectors.redemptions import redemptions_with_evidence
from vouchers.api.serializers import VersionIn
from vouchers.models import Coupon

FAULTS = ("unit", "applicant", "neither")
UNDISCLOSED_DECISION = {"decision": "", "decided_amount": None, "decision_reason": "", "fault": ""}
"""The fields of a decision as the parties see them before they are notified."""


class RedemptionOut(serializers.ModelSerializer[Redemption]):
    """A redemption with its amounts in yuan and its deadlines; the decision once the parties are notified."""

    contract_reference = serializers.CharField(source="contract.reference", read_only=True)
    contract_title = serializers.CharField(source="contract.title", read_only=True)
    applicant_name = serializers.CharField(source="applicant.name", read_only=True)
    unit_name = serializers.CharField(source="unit.party.name", read_only=True)
    redeem_by = serializers.DateField(source="contract.redeem_by", read_only=True)

    class Meta:
        model = Redemption
        fields = [
            "id",
            "number",
            "contract",
            "contract_reference",
            "contract_title",
            "applicant",
            "applicant_name",
            "unit",
            "unit_name",
            "state",
            "actual_amount",
            "own_payment",
            "payable_limit",
            "payable",
            "redeem_by",
            "created_at",
            "submitted_at",
            "return_reason",
            "correction_answer",
            "correct_by",
            "provisional",
            "batch",
            "decision",
            "decided_amount",
            "decision_reason",
            "fault",
            "notified_on",
            "appeal_by",
            "final_at",
            "version",
        ]
        read_only_fields = fields

    def to_representation(self, instance: Redemption) -> dict[str, object]:
        shown = super().to_representation(instance)
        if instance.decision and instance.notified_on is None and not self.context["view"].actor.has(*STAFF):
            shown |= UNDISCLOSED_DECISION
        return shown


class RedeemedCouponOut(serializers.ModelSerializer[Coupon]):
    """A coupon of the contract; `payable` once the decision is final."""

    class Meta:
        model = Coupon
        fields = ["id", "amount", "state", "payable", "fault"]
        read_only_fields = fields


class InvoiceOut(serializers.ModelSerializer[Invoice]):
    """An invoice as entered."""

    class Meta:
        model = Invoice
        fields = ["id", "code", "number", "issued_on", "seller_uscc", "buyer_uscc", "buyer_name", "amount"]
        read_only_fields = fields


class EvidenceOut(serializers.Serializer[Any]):
    """The evidence of a redemption: invoices and files."""

    invoices = InvoiceOut(many=True)
    attachments = AttachmentOut(many=True)


class DamagedFileOut(AttachmentOut):
    """A file of evidence of a redemption or party that is altered or lost; `problem_part` is "original" or "shown"."""

    class Meta(AttachmentOut.Meta):
        fields = ["owner_kind", "owner_id", *AttachmentOut.Meta.fields, "problem_part"]
        read_only_fields = fields


class RedemptionDetailOut(RedemptionOut):
    """A redemption with its coupons. `evidence` is for the unit and staff, null for others.

    `payee_account` says whether the payee can be paid: none, unchecked, changing, ready.
    """

    coupons = RedeemedCouponOut(source="contract.coupons", many=True, read_only=True)
    evidence = serializers.SerializerMethodField()
    payee_account = serializers.SerializerMethodField()

    class Meta(RedemptionOut.Meta):
        fields = [*RedemptionOut.Meta.fields, "coupons", "payee_account", "evidence"]
        read_only_fields = fields

    def get_payee_account(self, redemption: Redemption) -> AccountStanding:
        return account_standing_of(redemption)[1]

    def get_evidence(self, redemption: Redemption) -> dict[str, Any] | None:
        actor = self.context["view"].actor
        if not redemptions_with_evidence(actor).filter(pk=redemption.pk).exists():
            return None
        files: list[Attachment] = list_evidence(redemption)
        return dict(EvidenceOut({"invoices": redemption.invoices.all(), "attachments": files}).data)


class CheckOut(serializers.Serializer[Any]):
    """A line of the check sheet: the check, its verdict (ok, warn or fail) and the reason."""

    code = serializers.CharField()
    verdict = serializers.ChoiceField(choices=["ok", "warn", "fail"])
    params = serializers.DictField()
    title = serializers.SerializerMethodField()
    detail = serializers.SerializerMethodField()

    def get_title(self, check: Check) -> str:
        return sentence(f"check_{check.code}", {})

    def get_detail(self, check: Check) -> str:
        if check.verdict == "ok":
            return ""
        params = {
            name: "、".join(value) if isinstance(value, list | tuple) else value for name, value in check.params.items()
        }
        return sentence(f"check_{check.code}_{check.verdict}", params)


class SubmissionIn(VersionIn):
    """The version; after a return with the written answer to its points."""

    answer = TextField(max_length=1000, allow_blank=True, required=False, default="")


class RedemptionIn(Input):
    """The contract to redeem."""

    contract = IdField()


class RedemptionUpdateIn(VersionIn):
    """The actual amount of the contract and the applicant's own payment, in yuan."""

    actual_amount = AmountField()
    own_payment = AmountField(required=False, allow_null=True, default=None)


class InvoiceIn(Input):
    """An invoice. A fully digital one has 20 digits and no code. `amount` is the total with tax."""

    code = CodeField(max_length=20, allow_blank=True, required=False, default="")
    number = CodeField(max_length=40)
    issued_on = DayField()
    seller_uscc = CodeField(max_length=40)
    buyer_uscc = CodeField(max_length=40, allow_blank=True, required=False, default="")
    buyer_name = TextField(max_length=200)
    amount = AmountField()


class InvoicesIn(VersionIn):
    """All invoices of the redemption; they replace the earlier ones."""

    invoices = InvoiceIn(many=True, allow_empty=True)


class EvidenceIn(Input):
    """A file and its kind of evidence."""

    kind = serializers.ChoiceField(choices=UPLOADED_KINDS)
    file = serializers.FileField(allow_empty_file=True, max_length=400)


class FailureIn(VersionIn):
    """The reason and the side at fault."""

    reason = TextField(max_length=1000)
    fault = serializers.ChoiceField(choices=FAULTS)


class WithdrawalIn(VersionIn):
    """The reason and the side at fault, by default the unit."""

    reason = TextField(max_length=500)
    fault = serializers.ChoiceField(choices=FAULTS, required=False, default="unit")
