"""Redemptions: the open unit's claim for the coupons of one contract (article 15.3)."""

from django.db import models
from django.db.models import F, Q

from core.database.triggers import legal_transitions
from core.models.states import StateField
from core.values.object_numbers import Series, object_number
from redemptions.models.appeal_guards import APPEAL_GUARDS
from redemptions.rules.states import REDEMPTION, UNPAID_REDEMPTIONS, RedemptionState


class Redemption(models.Model):
    """A redemption (兑现申请) of all coupons of one contract. Amounts in yuan.

    `payable` is what the rules allow for the actual amount; `decided_amount` is the amount of the decision.
    `own_payment` is the applicant's own payment according to the proofs of payment. `raised` marks a decision that an
    appeal raised: it stands as it is, and cannot be appealed again.
    """

    contract = models.ForeignKey("vouchers.ServiceContract", on_delete=models.PROTECT, related_name="redemptions")
    applicant = models.ForeignKey("accounts.Party", on_delete=models.PROTECT, db_index=False, related_name="+")
    unit = models.ForeignKey(
        "facilities.OpenUnit", on_delete=models.PROTECT, db_index=False, related_name="redemptions"
    )
    state = StateField(RedemptionState, default=RedemptionState.DRAFT)
    actual_amount = models.DecimalField(max_digits=14, decimal_places=2)
    own_payment = models.DecimalField("申领单位自付金额", max_digits=14, decimal_places=2, null=True)
    payable_limit = models.DecimalField(max_digits=14, decimal_places=2)
    payable = models.DecimalField(max_digits=14, decimal_places=2)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    return_reason = models.CharField(max_length=1000, default="")
    returned_content = models.CharField("退回时内容的校验值", max_length=64, default="")
    correction_answer = models.CharField("补正说明", max_length=1000, default="")
    correct_by_raw = models.DateField(null=True)
    correct_by = models.DateField(null=True)
    batch = models.ForeignKey(
        "redemptions.RedemptionBatch", on_delete=models.PROTECT, db_index=False, null=True, related_name="redemptions"
    )
    decision = models.CharField(max_length=10, default="")
    decided_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    decision_reason = models.CharField(max_length=1000, default="")
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    fault = models.CharField(max_length=20, default="")
    raised = models.BooleanField("经申诉提高", default=False)
    notified_on = models.DateField(null=True)
    appeal_by_raw = models.DateField(null=True)
    appeal_by = models.DateField(null=True)
    final_at = models.DateTimeField(null=True)
    provisional = models.BooleanField(default=False)
    calendar_version = models.CharField(max_length=40)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract"], condition=~Q(state__in=UNPAID_REDEMPTIONS), name="redemption_one_live_a_contract"
            ),
            models.CheckConstraint(name="redemption_actual_amount_positive", condition=Q(actual_amount__gt=0)),
            models.CheckConstraint(
                name="redemption_own_payment_not_negative", condition=Q(own_payment=None) | Q(own_payment__gte=0)
            ),
            models.CheckConstraint(
                name="redemption_payable_within_share",
                condition=Q(payable__gte=0, payable__lte=F("payable_limit"), payable_limit__lte=F("actual_amount")),
            ),
            models.CheckConstraint(
                name="redemption_decided_within_payable",
                condition=Q(decided_amount=None) | Q(decided_amount__gte=0, decided_amount__lte=F("payable")),
            ),
            models.CheckConstraint(
                name="redemption_decision_known", condition=Q(decision__in=["", "approve", "reduce", "reject"])
            ),
            models.CheckConstraint(
                name="redemption_decision_fits_amount",
                condition=Q(decision="", decided_amount=None)
                | Q(decision="approve", decided_amount=F("payable"))
                | Q(decision="reduce", decided_amount__gt=0, decided_amount__lt=F("payable"))
                | Q(decision="reject", decided_amount=0),
            ),
            models.CheckConstraint(
                name="redemption_reduced_with_reason",
                condition=~Q(decision__in=["reduce", "reject"]) | ~Q(decision_reason=""),
            ),
            models.CheckConstraint(
                name="redemption_fault_known", condition=Q(fault__in=["", "unit", "applicant", "neither"])
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "id"], name="redemption_by_unit"),
            models.Index(fields=["applicant", "-id"], name="redemption_by_applicant"),
            models.Index(fields=["state", "id"], name="redemption_by_state"),
            models.Index(fields=["batch", "id"], name="redemption_by_batch"),
            models.Index(
                fields=["correct_by"], condition=Q(state=RedemptionState.RETURNED), name="redemption_correcting"
            ),
            models.Index(
                fields=["appeal_by"], condition=Q(state=RedemptionState.DECIDED), name="redemption_appealable"
            ),
        ]
        triggers = [*legal_transitions("redemption", REDEMPTION), *APPEAL_GUARDS]

    @property
    def number(self) -> str:
        """兑现申请编号, as people read it: DX2026-0000004."""
        return object_number(Series.REDEMPTION, at=self.created_at, pk=self.pk)
