"""The steps of large orders that a job does in chunks, and how far each is."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from payments.models.payments import PaymentOrder
from payments.rules.payee_accounts import AccountKind
from payments.rules.states import OrderStep


class OrderRun(models.Model):
    """A step of an order that is done in chunks (分批办理): built, sent or cancelled, by the person who asked for it.

    At the beginning `planned` payments were to be looked at, up to the id `last_id`. `done` of them were, up to the id
    `cursor`; `taken` of those are on the order, sent or released. One run at a time for each order.
    """

    order = models.ForeignKey(PaymentOrder, on_delete=models.PROTECT, db_index=False, related_name="runs")
    step = models.CharField(max_length=10)
    by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, db_index=False, related_name="+")
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    account_kind = models.CharField(max_length=10, default="")
    format = models.CharField(max_length=20, default="")
    reason = models.CharField(max_length=500, default="")
    last_id = models.BigIntegerField()
    cursor = models.BigIntegerField(default=0)
    planned = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["order"], condition=Q(finished_at__isnull=True), name="order_run_one_at_a_time"
            ),
            models.CheckConstraint(
                name="order_run_of_a_step",
                condition=Q(step=OrderStep.BUILD, account_kind__in=list(AccountKind))
                | Q(step=OrderStep.SEND) & ~Q(format="")
                | Q(step=OrderStep.CANCEL) & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="order_run_within_its_plan",
                condition=Q(planned__gt=0, taken__lte=F("done"), cursor__lte=F("last_id")),
            ),
        ]
        indexes = [models.Index(fields=["order", "id"], name="order_run_by_order")]
        triggers = [
            pgtrigger.ReadOnly(
                name="order_run_terms_never_change",
                fields=["order", "step", "by", "begun_at", "account_kind", "format", "reason", "last_id"],
            )
        ]
