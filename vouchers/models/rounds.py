"""Rounds and their money."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from core.database.triggers import legal_transitions
from core.models.states import StateField
from vouchers.rules.states import ROUND, RoundState


class Round(models.Model):
    """A release of coupons (发放周期): a time window, a budget in yuan, and the buckets that hold it (I1)."""

    name = models.CharField(max_length=100)
    policy_version = models.ForeignKey("vouchers.PolicyVersion", on_delete=models.PROTECT, related_name="rounds")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    state = StateField(RoundState, default=RoundState.DRAFT)
    budget = models.DecimalField(max_digits=14, decimal_places=2)
    free = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    held = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    approved = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    paid = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    forfeited = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    recovered = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    created_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="round_money_adds_up",
                condition=Q(budget=F("free") + F("held") + F("approved") + F("paid") + F("forfeited")),
            ),
            models.CheckConstraint(
                name="round_reserved_within_budget",
                condition=Q(free__gte=0, held__gte=0, approved__gte=0, paid__gte=0, forfeited__gte=0),
            ),
            models.CheckConstraint(
                name="round_recovered_within_paid", condition=Q(recovered__gte=0, recovered__lte=F("paid"))
            ),
            models.CheckConstraint(name="round_closes_after_opening", condition=Q(closes_at__gt=F("opens_at"))),
        ]
        indexes = [models.Index(fields=["state", "opens_at"], name="round_by_state")]
        triggers = [
            *legal_transitions("round", ROUND),
            pgtrigger.Trigger(
                name="round_policy_pinned",
                operation=pgtrigger.UpdateOf("policy_version_id"),
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__policy_version_id__df=pgtrigger.F("new__policy_version_id"))
                & ~pgtrigger.Q(old__state=RoundState.DRAFT),
                func="RAISE EXCEPTION 'a round pins its policy version for ever' USING ERRCODE = 'restrict_violation', "
                "CONSTRAINT = 'round_policy_pinned';",
            ),
        ]
