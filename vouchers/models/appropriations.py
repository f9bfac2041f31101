"""The money that the city gives for a year."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from core.database.triggers import legal_transitions
from core.models.states import StateField
from core.values.object_numbers import Series, object_number
from vouchers.rules.states import APPROPRIATION, AppropriationState


class Appropriation(models.Model):
    """The money of a year for rounds (年度预算), in yuan (articles 4, 8).

    Finance enters it, another person confirms it. `committed` is the sum of the budgets of the announced rounds that
    open in the year; it is counted on the confirmed row only.
    """

    year = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    committed = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    document = models.CharField(max_length=200)
    state = StateField(AppropriationState, default=AppropriationState.PROPOSED)
    entered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, db_index=False, related_name="+")
    entered_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.CharField(max_length=500, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(name="appropriation_not_negative", condition=Q(amount__gte=0)),
            models.CheckConstraint(
                name="appropriation_covers_budgets", condition=Q(committed__gte=0, committed__lte=F("amount"))
            ),
            models.CheckConstraint(
                name="appropriation_confirmed_by_another",
                condition=Q(state__in=[AppropriationState.PROPOSED, AppropriationState.WITHDRAWN])
                | Q(decided_by__isnull=False) & ~Q(decided_by=F("entered_by")),
            ),
            models.UniqueConstraint(
                fields=["year"], condition=Q(state=AppropriationState.CONFIRMED), name="appropriation_one_a_year"
            ),
            models.UniqueConstraint(
                fields=["year"],
                condition=Q(state=AppropriationState.PROPOSED),
                name="appropriation_one_proposed_a_year",
            ),
        ]
        indexes = [models.Index(fields=["state", "id"], name="appropriation_by_state")]
        triggers = [
            *legal_transitions("appropriation", APPROPRIATION),
            pgtrigger.ReadOnly(
                name="appropriation_terms_never_change", fields=["year", "amount", "document", "entered_by"]
            ),
        ]

    @property
    def number(self) -> str:
        """年度预算编号, as people read it: YS2026-0000004."""
        return object_number(Series.APPROPRIATION, at=self.entered_at, pk=self.pk)
