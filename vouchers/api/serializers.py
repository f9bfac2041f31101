"""Input and output of the API of policies, rounds and coupons."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.api.serializers import AmountField, CountField, DayField, IdField, Input, MomentField, TextField, VersionField
from core.messages.catalogue import sentence
from core.values.errors import Refusal
from core.values.numbers import parse_decimal
from vouchers.models import Appropriation, BudgetChange, Coupon, Movement, PolicyVersion, Round
from vouchers.permissions import STAFF
from vouchers.rules.appropriations import FIRST_YEAR, LAST_YEAR
from vouchers.rules.coupon_numbers import coupon_number
from vouchers.rules.policy_warnings import WARNINGS
from vouchers.selectors.policies import list_acknowledged, list_policy_warnings


class PolicyVersionOut(serializers.ModelSerializer[PolicyVersion]):
    """A policy version with its parameters."""

    class Meta:
        model = PolicyVersion
        fields = ["id", "code", "number", "title", "source", "state", "in_force_from", "approved_at", "params"]
        read_only_fields = fields


class PolicyWarningOut(serializers.Serializer[Any]):
    """An unusual parameter (提示): the code to acknowledge, the path of the parameter, the sentence."""

    code = serializers.CharField()
    field = serializers.CharField()
    params = serializers.DictField()
    detail = serializers.SerializerMethodField()

    def get_detail(self, warning: Refusal) -> str:
        return sentence(warning.code, warning.params)


class PolicyVersionWithWarnings(PolicyVersionOut):
    """A policy version; of a draft what is unusual in it, of another version what its approver acknowledged."""

    warnings = serializers.SerializerMethodField()
    acknowledged = serializers.SerializerMethodField()

    class Meta(PolicyVersionOut.Meta):
        fields = [*PolicyVersionOut.Meta.fields, "warnings", "acknowledged"]
        read_only_fields = fields

    def get_acknowledged(self, version: PolicyVersion) -> list[str]:
        return list_acknowledged(version)

    @extend_schema_field(PolicyWarningOut(many=True))
    def get_warnings(self, version: PolicyVersion) -> object:
        return PolicyWarningOut(list_policy_warnings(version), many=True).data


class PolicyDraftIn(Input):
    """A draft: every parameter. The first day in force is one of them, and may be repeated beside them."""

    params = serializers.DictField()
    in_force_from = DayField(required=False, allow_null=True, default=None)


class PolicyApprovalIn(Input):
    """An approval: the codes of the warnings that the approver acknowledges."""

    acknowledged = serializers.ListField(
        child=serializers.ChoiceField(WARNINGS), required=False, default=list, max_length=len(WARNINGS)
    )


class RoundOut(serializers.ModelSerializer[Round]):
    """A round with the state of its money."""

    policy = serializers.CharField(source="policy_version.code", read_only=True)

    class Meta:
        model = Round
        fields = [
            "id",
            "name",
            "policy",
            "policy_version",
            "opens_at",
            "closes_at",
            "state",
            "budget",
            "free",
            "held",
            "approved",
            "paid",
            "forfeited",
            "recovered",
            "version",
        ]
        read_only_fields = fields


class RoundIn(Input):
    """A new round."""

    name = TextField(max_length=100)
    policy_version = IdField()
    budget = AmountField()
    opens_at = MomentField()
    closes_at = MomentField()


class VersionIn(Input):
    """The version that the user saw, so that a change made since is refused instead of signed unseen."""

    version = VersionField()


class RoundEditIn(RoundIn, VersionIn):
    """The complete new terms of a draft; `version` is the one they replace."""


class BudgetIn(Input):
    """A new budget and the reason."""

    budget = AmountField()
    reason = TextField(max_length=500)


class MovementOut(serializers.ModelSerializer[Movement]):
    """A movement of a round's money between two buckets, in yuan."""

    round_name = serializers.CharField(source="round.name", read_only=True)
    coupon_number = serializers.CharField(source="coupon.number", read_only=True, default=None, allow_null=True)

    class Meta:
        model = Movement
        fields = ["id", "round", "round_name", "coupon", "coupon_number", "cause", "source", "target", "amount", "at"]
        read_only_fields = fields


class BudgetChangeOut(serializers.ModelSerializer[BudgetChange]):
    """A change of a round's budget."""

    round_name = serializers.CharField(source="round.name", read_only=True)

    class Meta:
        model = BudgetChange
        fields = [
            "id",
            "round",
            "round_name",
            "budget_before",
            "budget",
            "reason",
            "state",
            "proposed_by",
            "proposed_at",
            "decided_by",
            "decided_at",
            "decision_reason",
        ]
        read_only_fields = fields


class AppropriationOut(serializers.ModelSerializer[Appropriation]):
    """The money of a year. `committed` is the sum of the budgets of its announced rounds."""

    class Meta:
        model = Appropriation
        fields = [
            "id",
            "year",
            "amount",
            "committed",
            "document",
            "state",
            "entered_by",
            "entered_at",
            "decided_by",
            "decided_at",
            "decision_reason",
        ]
        read_only_fields = fields


class AppropriationIn(Input):
    """The money of a year, and the document that gives it."""

    year = CountField(min_value=FIRST_YEAR, max_value=LAST_YEAR)
    amount = AmountField()
    document = TextField(max_length=200)


class ReasonIn(Input):
    """A reason."""

    reason = TextField(max_length=500)


class WrittenAmountField(serializers.RegexField):
    """An amount in yuan as text; the rules decide whether a coupon can have it. A JSON fraction is refused."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(r"^-?[0-9]{1,12}(\.[0-9]{1,6})?\Z", **kwargs)

    def to_internal_value(self, data: str | float) -> str:
        if isinstance(data, float):
            self.fail("invalid")
        try:
            return super().to_internal_value(f"{parse_decimal(str(data)):f}")
        except ValueError:
            self.fail("invalid")


class ClaimIn(Input):
    """A claim: the round and the amount. The rules refuse an impossible amount together with all other reasons."""

    round = IdField()
    amount = WrittenAmountField()


class CouponOut(serializers.ModelSerializer[Coupon]):
    """A coupon with its deadlines."""

    number = serializers.SerializerMethodField()
    applicant_name = serializers.CharField(source="applicant.name", read_only=True)
    round_name = serializers.CharField(source="round.name", read_only=True)

    class Meta:
        model = Coupon
        fields = [
            "id",
            "number",
            "round",
            "round_name",
            "applicant",
            "applicant_name",
            "year",
            "amount",
            "state",
            "claimed_at",
            "register_by",
            "registered_on",
            "valid_until",
            "redeem_by",
            "provisional",
            "contract",
            "payable",
            "fault",
            "ended_at",
        ]
        read_only_fields = fields

    def get_number(self, coupon: Coupon) -> str:
        return coupon_number(year=coupon.year, coupon_id=coupon.pk)


class CouponDetailOut(CouponOut):
    """A coupon with the facts that its claim was decided on.

    `facts` hold the applicant's declarations: for the applicant and staff; null for the unit (article 9.3).
    """

    facts = serializers.SerializerMethodField()

    class Meta(CouponOut.Meta):
        fields = [*CouponOut.Meta.fields, "facts"]
        read_only_fields = fields

    def get_facts(self, coupon: Coupon) -> dict[str, Any] | None:
        actor = self.context["view"].actor
        return coupon.facts if actor.has(*STAFF) or actor.party_id == coupon.applicant_id else None
