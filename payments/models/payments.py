"""Payments and payment orders (article 15.5)."""

from collections.abc import Sequence

import pgtrigger
from django.db import models
from django.db.models import F, Q

from accounts.rules.conflicts import SetAside
from core.database.triggers import legal_transitions, refuse_state
from core.models.states import StateField
from core.values.object_numbers import Series, object_number
from oversight.rules.stage_guards import missing_stage
from payments.models.payee_accounts import PAYMENT_ACCOUNT_FIXED, PAYMENT_TO_CHECKED_ACCOUNT, PayeeAccount
from payments.models.suspensions import PAYMENT_OF_SUSPENDED_PAYEE
from payments.rules.states import CANCELLED_ORDERS, ORDER, PAYMENT, UNORDERED_PAYMENTS, OrderState, PaymentState


class PaymentOrder(models.Model):
    """An order that groups payments for the bank (拨款单): prepared by one person, approved by another."""

    fiscal_year = models.PositiveSmallIntegerField()
    state = StateField(OrderState, default=OrderState.PREPARED)
    total = models.DecimalField(max_digits=14, decimal_places=2)
    count = models.PositiveIntegerField()
    prepared_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField()
    approved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    exported_at = models.DateTimeField(null=True)
    reconciled_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    set_aside: Sequence[SetAside] = ()
    """The payments that the person of the present step left to another, set by the services."""

    class Meta:
        constraints = [
            models.CheckConstraint(name="order_approved_by_another", condition=~Q(approved_by=F("prepared_by"))),
            models.CheckConstraint(
                name="order_beyond_prepared_is_approved",
                condition=Q(state__in=[OrderState.BUILDING, OrderState.PREPARED, *CANCELLED_ORDERS])
                | Q(approved_by__isnull=False),
            ),
            models.CheckConstraint(
                name="order_not_empty",
                condition=Q(count__gt=0, total__gt=0)
                | Q(count=0, total=0, state__in=[OrderState.BUILDING, OrderState.CANCELLED]),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "id"], name="payment_order_by_state"),
            models.Index(fields=["fiscal_year", "id"], name="payment_order_by_year"),
        ]
        triggers = [
            *legal_transitions("payment_order", ORDER),
            pgtrigger.ReadOnly(
                name="payment_order_terms_never_change", fields=["fiscal_year", "prepared_by", "prepared_at"]
            ),
            refuse_state(
                "order_approved_by_stages",
                state=OrderState.APPROVED,
                where=missing_stage(kind="payment_order", amount="NEW.total"),
            ),
        ]

    @property
    def number(self) -> str:
        """拨款单编号, as people read it: BK2026-0000004."""
        return object_number(Series.ORDER, at=self.prepared_at, pk=self.pk)


class Payment(models.Model):
    """Money to the payee of one subject (拨付), in yuan; at most one per subject that is not cancelled.

    `account` is the payee's account that was current when the payment was ordered.
    """

    payee = models.ForeignKey("accounts.Party", on_delete=models.PROTECT, db_index=False, related_name="payments")
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    label = models.CharField(max_length=300)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    state = StateField(PaymentState, default=PaymentState.PENDING)
    approved_on = models.DateField()
    not_before = models.DateField()
    fiscal_year = models.PositiveSmallIntegerField()
    window_opened_at = models.DateTimeField(null=True)
    order = models.ForeignKey(
        PaymentOrder, on_delete=models.PROTECT, db_index=False, null=True, related_name="payments"
    )
    account = models.ForeignKey(
        PayeeAccount, on_delete=models.PROTECT, db_index=False, null=True, related_name="payments"
    )
    created_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    failure_reason = models.CharField(max_length=500, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id"],
                condition=~Q(state=PaymentState.CANCELLED),
                name="payment_once_a_subject",
            ),
            models.CheckConstraint(name="payment_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="payment_ordered_has_order",
                condition=Q(state__in=[*UNORDERED_PAYMENTS, PaymentState.CANCELLED]) | Q(order__isnull=False),
            ),
            models.CheckConstraint(
                name="payment_ordered_has_account",
                condition=~Q(state__in=[PaymentState.ORDERED, PaymentState.SENT, PaymentState.PAID])
                | Q(account__isnull=False),
            ),
            models.CheckConstraint(
                name="payment_suspended_has_no_order",
                condition=~Q(state=PaymentState.SUSPENDED) | Q(order=None, account=None),
            ),
            models.CheckConstraint(
                name="payment_paid_has_moment", condition=~Q(state=PaymentState.PAID) | Q(paid_at__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["not_before", "id"], condition=Q(state=PaymentState.PENDING), name="payment_waiting"),
            models.Index(fields=["payee", "id"], name="payment_by_payee"),
            models.Index(fields=["state", "id"], name="payment_by_state"),
            models.Index(fields=["order", "id"], name="payment_by_order"),
            models.Index(fields=["fiscal_year", "id"], name="payment_by_year"),
        ]
        triggers = [
            *legal_transitions("payment", PAYMENT),
            pgtrigger.ReadOnly(
                name="payment_terms_never_change",
                fields=["payee", "subject_kind", "subject_id", "label", "amount", "created_at"],
            ),
            PAYMENT_TO_CHECKED_ACCOUNT,
            PAYMENT_ACCOUNT_FIXED,
            PAYMENT_OF_SUSPENDED_PAYEE,
        ]

    @property
    def number(self) -> str:
        """拨付编号, as people read it: ZF2026-0000004."""
        return object_number(Series.PAYMENT, at=self.created_at, pk=self.pk)
