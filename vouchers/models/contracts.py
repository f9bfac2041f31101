"""Service contracts, their amendments and service records (article 15.2)."""

from django.db import models
from django.db.models import F, Q

from core.database.triggers import append_only, legal_transitions
from core.models.states import StateField
from core.values.object_numbers import Series, object_number
from vouchers.rules.states import CONTRACT, OPEN_CONTRACTS, ContractState

DROPPED = Q(state=ContractState.TERMINATED, registered_at=None)
"""A dropped draft (放弃的草稿). Its project and its reference may be used again."""


class ServiceContract(models.Model):
    """A contract between an applicant and an open unit (创新券服务合同) on which coupons are registered. Yuan.

    `coupon_limit` is the policy's share of the contract amount, rounded down to the fen. `coupon_total` is the sum of
    the coupons that are registered and not returned; it never exceeds the limit (I4).
    """

    project = models.ForeignKey("matching.Project", on_delete=models.PROTECT, related_name="contracts")
    applicant = models.ForeignKey("accounts.Party", on_delete=models.PROTECT, db_index=False, related_name="contracts")
    unit = models.ForeignKey("facilities.OpenUnit", on_delete=models.PROTECT, db_index=False, related_name="contracts")
    policy_version = models.ForeignKey("vouchers.PolicyVersion", on_delete=models.PROTECT, null=True, related_name="+")
    reference = models.CharField("合同编号", max_length=60)
    title = models.CharField(max_length=200)
    category = models.CharField(max_length=20)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    signed_on = models.DateField()
    start_on = models.DateField()
    end_on = models.DateField()
    shortfall_bearer = models.CharField("差额承担方", max_length=10)
    statutory_testing = models.BooleanField()
    municipal_funding = models.BooleanField()
    related_party = models.BooleanField(default=False)
    state = StateField(ContractState, default=ContractState.DRAFT)
    coupon_total = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    coupon_limit = models.DecimalField(max_digits=14, decimal_places=2)
    valid_until = models.DateField(null=True)
    registered_at = models.DateTimeField(null=True)
    redeem_by_raw = models.DateField(null=True)
    redeem_by = models.DateField(null=True)
    provisional = models.BooleanField(default=False)
    calendar_version = models.CharField(max_length=40, default="")
    completed_at = models.DateTimeField(null=True)
    results_accepted_at = models.DateTimeField(null=True)
    results_accepted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    pressed_on = models.DateField(null=True)
    terminated_on = models.DateField(null=True)
    termination_reason = models.CharField(max_length=500, default="")
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(name="contract_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="contract_coupons_within_share",
                condition=Q(coupon_total__gte=0, coupon_total__lte=F("coupon_limit")),
            ),
            models.CheckConstraint(
                name="contract_limit_within_amount", condition=Q(coupon_limit__gte=0, coupon_limit__lte=F("amount"))
            ),
            models.CheckConstraint(name="contract_ends_after_start", condition=Q(end_on__gte=F("start_on"))),
            models.CheckConstraint(
                name="contract_registered_is_complete",
                condition=Q(state=ContractState.DRAFT)
                | DROPPED
                | Q(redeem_by__isnull=False, registered_at__isnull=False, policy_version__isnull=False),
            ),
            models.CheckConstraint(
                name="contract_terminated_has_day_and_reason",
                condition=~Q(state=ContractState.TERMINATED)
                | Q(terminated_on__isnull=False) & ~Q(termination_reason=""),
            ),
            models.CheckConstraint(
                name="contract_shortfall_bearer_known", condition=Q(shortfall_bearer__in=["applicant", "unit"])
            ),
            models.UniqueConstraint(
                fields=["unit", "reference"],
                condition=~DROPPED,
                name="contract_reference_once_a_unit",
            ),
            models.UniqueConstraint(
                fields=["project"],
                condition=~DROPPED,
                name="contract_one_a_project",
            ),
        ]
        indexes = [
            models.Index(fields=["applicant", "-id"], name="contract_by_applicant"),
            models.Index(fields=["unit", "id"], name="contract_by_unit"),
            models.Index(fields=["state", "id"], name="contract_by_state"),
            models.Index(fields=["id"], condition=Q(state__in=OPEN_CONTRACTS), name="contract_under_way"),
            models.Index(fields=["redeem_by", "id"], condition=Q(state__in=OPEN_CONTRACTS), name="contract_unredeemed"),
        ]
        triggers = legal_transitions("contract", CONTRACT)

    @property
    def phase(self) -> ContractState | None:
        """The state, or None for a dropped draft (放弃的草稿), which allows no step."""
        return None if self.state == ContractState.TERMINATED and self.registered_at is None else self.state

    @property
    def number(self) -> str:
        """服务合同编号, as people read it: HT2026-0000004."""
        return object_number(Series.CONTRACT, at=self.created_at, pk=self.pk)


class CouponOffer(models.Model):
    """A coupon that its applicant offers for a contract (拟用创新券); the unit can register no other.

    A coupon may be offered for several contracts. The first registration uses it.
    """

    contract = models.ForeignKey(ServiceContract, on_delete=models.PROTECT, db_index=False, related_name="offers")
    coupon = models.ForeignKey("vouchers.Coupon", on_delete=models.PROTECT, related_name="offers")
    offered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "coupon"], name="coupon_offered_once_a_contract"),
        ]


class ContractAmendment(models.Model):
    """A change of a registered contract (合同变更): the terms before and after it, and the reason. Append-only."""

    contract = models.ForeignKey(ServiceContract, on_delete=models.PROTECT, db_index=False, related_name="amendments")
    amount_before = models.DecimalField(max_digits=14, decimal_places=2)
    amount_after = models.DecimalField(max_digits=14, decimal_places=2)
    end_before = models.DateField()
    end_after = models.DateField()
    reason = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["contract", "id"], name="contract_amendment_by_contract")]
        triggers = append_only("contract_amendment")


class ServiceRecord(models.Model):
    """Work done under a contract (服务记录): the day, the service, the hours, the amount in yuan.

    `quantity` counts the units of a price that is not by the hour.
    """

    contract = models.ForeignKey(ServiceContract, on_delete=models.PROTECT, db_index=False, related_name="records")
    service = models.ForeignKey("facilities.Service", on_delete=models.PROTECT, null=True, related_name="+")
    done_on = models.DateField()
    hours = models.DecimalField(max_digits=8, decimal_places=2)
    quantity = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    description = models.CharField(max_length=500)
    recorded_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="service_record_figures_not_negative", condition=Q(hours__gte=0, amount__gte=0)
            ),
            models.CheckConstraint(
                name="service_record_quantity_not_negative", condition=Q(quantity=None) | Q(quantity__gte=0)
            ),
        ]
        indexes = [models.Index(fields=["contract", "done_on"], name="service_record_by_contract")]
