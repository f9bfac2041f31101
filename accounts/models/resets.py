"""Resets of lost second factors, by two administrators."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from accounts.rules.states import RESET, ResetState
from core.database.triggers import legal_transitions
from core.models.states import StateField


class SecondFactorReset(models.Model):
    """A reset of a lost second factor (二次验证重置): one administrator requests it, another confirms it."""

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=500)
    requested_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    state = StateField(ResetState, default=ResetState.REQUESTED)
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(state=ResetState.REQUESTED), name="second_factor_reset_one_open"
            ),
            models.CheckConstraint(
                name="second_factor_reset_of_another", condition=~Q(user=F("requested_by")) & ~Q(user=F("decided_by"))
            ),
            models.CheckConstraint(
                name="second_factor_reset_by_two",
                condition=~Q(state=ResetState.CONFIRMED)
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("requested_by"))),
            ),
        ]
        triggers = [
            *legal_transitions("second_factor_reset", RESET),
            pgtrigger.ReadOnly(
                name="second_factor_reset_terms_never_change", fields=["user", "reason", "requested_by", "requested_at"]
            ),
        ]
