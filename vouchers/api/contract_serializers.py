"""Input and output of the API of contracts and service records. Amounts in yuan, Beijing days."""

from typing import Any

from rest_framework import serializers

from core.api.serializers import AmountField, DayField, IdField, Input, LabelField, NumberField, TextField, VersionField
from core.values.actors import Actor
from core.values.money import yuan
from facilities.rules.services import CATEGORIES
from vouchers.models import ContractAmendment, Coupon, ServiceContract, ServiceRecord
from vouchers.rules.contracts import APPLICANT_STEPS, UNIT_STEPS, next_steps
from vouchers.rules.coupon_numbers import coupon_number
from vouchers.rules.registrations import own_share


class ContractCouponOut(serializers.ModelSerializer[Coupon]):
    """A coupon of a contract with its deadlines."""

    number = serializers.SerializerMethodField()

    class Meta:
        model = Coupon
        fields = [
            "id",
            "number",
            "amount",
            "state",
            "register_by",
            "registered_on",
            "valid_until",
            "redeem_by",
            "provisional",
            "payable",
        ]
        read_only_fields = fields

    def get_number(self, coupon: Coupon) -> str:
        return coupon_number(year=coupon.year, coupon_id=coupon.pk)


class AmendmentOut(serializers.ModelSerializer[ContractAmendment]):
    """An amendment: the terms before and after it."""

    class Meta:
        model = ContractAmendment
        fields = ["id", "amount_before", "amount_after", "end_before", "end_after", "reason", "at"]
        read_only_fields = fields


class ServiceRecordOut(serializers.ModelSerializer[ServiceRecord]):
    """A service record: the work, the day, hours, counted units of the price, amount in yuan."""

    class Meta:
        model = ServiceRecord
        fields = ["id", "contract", "service", "done_on", "hours", "quantity", "amount", "description", "at"]
        read_only_fields = fields


class ContractOut(serializers.ModelSerializer[ServiceContract]):
    """A contract with its deadlines and the next steps of the reader's side."""

    applicant_name = serializers.CharField(source="applicant.name", read_only=True)
    unit_name = serializers.CharField(source="unit.party.name", read_only=True)
    own_share = serializers.SerializerMethodField()
    warnings = serializers.SerializerMethodField()
    next = serializers.SerializerMethodField()

    class Meta:
        model = ServiceContract
        fields = [
            "id",
            "number",
            "project",
            "applicant",
            "applicant_name",
            "unit",
            "unit_name",
            "reference",
            "title",
            "category",
            "amount",
            "coupon_total",
            "coupon_limit",
            "own_share",
            "signed_on",
            "start_on",
            "end_on",
            "shortfall_bearer",
            "statutory_testing",
            "municipal_funding",
            "state",
            "valid_until",
            "redeem_by",
            "provisional",
            "registered_at",
            "completed_at",
            "results_accepted_at",
            "terminated_on",
            "termination_reason",
            "version",
            "warnings",
            "next",
        ]
        read_only_fields = fields

    def get_own_share(self, contract: ServiceContract) -> str:
        return yuan(own_share(amount=contract.amount, coupons=contract.coupon_total))

    def get_warnings(self, contract: ServiceContract) -> list[str]:
        return ["related_party"] if contract.related_party else []

    def get_next(self, contract: ServiceContract) -> list[str]:
        actor: Actor = self.context["view"].actor
        sides = {contract.unit_id: UNIT_STEPS, contract.applicant_id: APPLICANT_STEPS}
        if actor.party_id not in sides:
            return []
        is_open: bool = contract.redemption_open  # type: ignore[attr-defined]
        return next_steps(steps=sides[actor.party_id], state=contract.phase, redemption_open=is_open)


class ContractDetailOut(ContractOut):
    """A contract with its coupons, the coupons offered, its amendments and service records."""

    coupons = ContractCouponOut(many=True, read_only=True)
    offered = serializers.SerializerMethodField()
    amendments = AmendmentOut(many=True, read_only=True)
    records = ServiceRecordOut(many=True, read_only=True)

    class Meta(ContractOut.Meta):
        fields = [*ContractOut.Meta.fields, "coupons", "offered", "amendments", "records"]
        read_only_fields = fields

    def get_offered(self, contract: ServiceContract) -> list[dict[str, Any]]:
        waiting = [offer.coupon for offer in contract.offers.all() if offer.coupon.contract_id != contract.pk]
        return list(ContractCouponOut(waiting, many=True).data)


class TermsIn(Input):
    reference = LabelField(max_length=60)
    title = TextField(max_length=200)
    category = serializers.ChoiceField(CATEGORIES)
    amount = AmountField()
    signed_on = DayField()
    start_on = DayField()
    end_on = DayField()
    shortfall_bearer = serializers.ChoiceField(["applicant", "unit"])
    related_party = serializers.BooleanField(default=False)


class DraftIn(TermsIn):
    project = IdField()


class DraftUpdateIn(TermsIn):
    version = VersionField()


class CouponsIn(Input):
    coupons = serializers.ListField(child=IdField(), max_length=200)


class AmendmentIn(Input):
    amount = AmountField()
    end_on = DayField()
    reason = TextField(max_length=500)


class WorkIn(Input):
    service = IdField(allow_null=True, default=None)
    done_on = DayField()
    hours = NumberField(max_digits=8, decimal_places=2, min_value=0)
    quantity = NumberField(max_digits=10, decimal_places=2, min_value=0, required=False, allow_null=True, default=None)
    amount = AmountField(min_value=0, required=False, allow_null=True, default=None)
    description = TextField(max_length=500)
