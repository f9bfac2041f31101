"""Rounds, their money, and the changes of their budgets."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from core.database.triggers import legal_transitions
from core.models.states import StateField
from core.values.object_numbers import Series, object_number
from vouchers.rules.states import BUDGET_CHANGE, PUBLIC_ROUNDS, ROUND, BudgetChangeState, RoundState

NEWEST_CHANGE_MUST_BE_THIS = f"""
    IF (OLD.budget, NEW.budget) IS DISTINCT FROM (
        SELECT (c.budget_before, c.budget) FROM vouchers_budgetchange c
        WHERE c.round_id = NEW.id AND c.state = '{BudgetChangeState.APPROVED}' ORDER BY c.decided_at DESC, c.id DESC LIMIT 1
    ) THEN
        RAISE EXCEPTION 'a budget changes by an approved change' USING ERRCODE = 'restrict_violation',
            CONSTRAINT = 'round_budget_by_approved_change';
    END IF;
    RETURN NEW;
"""


class Round(models.Model):
    """A release of coupons (发放周期): a time window, a budget in yuan, and the buckets that hold it (I1).

    One person proposes a draft, another announces it. After that the budget follows approved changes only (I11).
    """

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
    edited_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, db_index=False, related_name="+")
    proposed_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True)
    announced_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    announced_at = models.DateTimeField(null=True)
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
            models.CheckConstraint(
                name="round_proposed_by_somebody",
                condition=Q(state=RoundState.DRAFT) | Q(proposed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="round_announced_by_another",
                condition=~Q(state__in=PUBLIC_ROUNDS)
                | Q(announced_by__isnull=False)
                & ~Q(announced_by=F("created_by"))
                & ~Q(announced_by=F("edited_by"))
                & ~Q(announced_by=F("proposed_by")),
            ),
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
            pgtrigger.Trigger(
                name="round_budget_by_approved_change",
                operation=pgtrigger.UpdateOf("budget"),
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__budget__df=pgtrigger.F("new__budget"))
                & ~pgtrigger.Q(old__state=RoundState.DRAFT),
                func=NEWEST_CHANGE_MUST_BE_THIS,
            ),
            pgtrigger.Trigger(
                name="round_terms_change_in_draft",
                operation=pgtrigger.UpdateOf("name", "opens_at", "closes_at", "created_by_id", "edited_by_id"),
                when=pgtrigger.Before,
                condition=pgtrigger.Condition(
                    f"OLD.state <> '{RoundState.DRAFT}' AND "
                    "(OLD.name, OLD.opens_at, OLD.closes_at, OLD.created_by_id, OLD.edited_by_id) IS DISTINCT FROM "
                    "(NEW.name, NEW.opens_at, NEW.closes_at, NEW.created_by_id, NEW.edited_by_id)"
                ),
                func="RAISE EXCEPTION 'only a draft of a round can be edited' USING ERRCODE = 'restrict_violation', "
                "CONSTRAINT = 'round_terms_change_in_draft';",
            ),
        ]

    @property
    def number(self) -> str:
        """发放周期编号, as people read it: FF2026-0000004."""
        return object_number(Series.ROUND, at=self.created_at, pk=self.pk)


class BudgetChange(models.Model):
    """A change of the budget of an announced round (预算调整), proposed by one person and approved by another (I11).

    `budget_before` and `budget` are yuan.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, db_index=False, related_name="budget_changes")
    budget_before = models.DecimalField(max_digits=14, decimal_places=2)
    budget = models.DecimalField(max_digits=14, decimal_places=2)
    reason = models.CharField(max_length=500)
    state = StateField(BudgetChangeState, default=BudgetChangeState.PROPOSED)
    proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, db_index=False, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.CharField(max_length=500, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="budget_change_of_an_amount", condition=Q(budget__gte=0) & ~Q(budget=F("budget_before"))
            ),
            models.CheckConstraint(
                name="budget_change_approved_by_another",
                condition=Q(state__in=[BudgetChangeState.PROPOSED, BudgetChangeState.WITHDRAWN])
                | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(decided_by=F("proposed_by")),
            ),
            models.UniqueConstraint(
                fields=["round"], condition=Q(state=BudgetChangeState.PROPOSED), name="budget_change_one_open_a_round"
            ),
        ]
        indexes = [
            models.Index(fields=["round", "id"], name="budget_change_by_round"),
            models.Index(fields=["state", "id"], name="budget_change_by_state"),
        ]
        triggers = [
            *legal_transitions("budget_change", BUDGET_CHANGE),
            pgtrigger.ReadOnly(
                name="budget_change_terms_never_change",
                fields=["round", "budget_before", "budget", "reason", "proposed_by"],
            ),
            pgtrigger.Protect(name="budget_change_never_deleted", operation=pgtrigger.Delete),
        ]

    @property
    def number(self) -> str:
        """预算调整编号, as people read it: TZ2026-0000004."""
        return object_number(Series.BUDGET_CHANGE, at=self.proposed_at, pk=self.pk)
