"""Applications of organisations to become open units (article 6)."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from core.database.triggers import legal_transitions
from core.models.states import StateField
from core.values.object_numbers import Series, object_number
from facilities.rules.states import APPLICATION, ApplicationState
from facilities.rules.units import CATEGORIES


class UnitApplication(models.Model):
    """A registered organisation that asks to become an open unit (开放单位申请), answered by a case officer."""

    party = models.ForeignKey("accounts.Party", on_delete=models.PROTECT, db_index=False, related_name="+")
    category = models.CharField(max_length=20)
    introduction = models.CharField(max_length=2_000)
    contact_encrypted = models.BinaryField()
    state = StateField(ApplicationState, default=ApplicationState.REQUESTED)
    requested_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party"], condition=Q(state=ApplicationState.REQUESTED), name="unit_application_one_open"
            ),
            models.CheckConstraint(name="unit_application_category_known", condition=Q(category__in=CATEGORIES)),
            models.CheckConstraint(
                name="unit_application_answered_by_another",
                condition=~Q(state__in=[ApplicationState.ACCEPTED, ApplicationState.REFUSED])
                | (Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(decided_by=F("requested_by"))),
            ),
            models.CheckConstraint(
                name="unit_application_refused_has_reason",
                condition=~Q(state=ApplicationState.REFUSED) | ~Q(reason=""),
            ),
        ]
        indexes = [models.Index(fields=["state", "id"], name="unit_application_by_state")]
        triggers = [
            *legal_transitions("unit_application", APPLICATION),
            pgtrigger.ReadOnly(
                name="unit_application_terms_never_change",
                fields=["party", "category", "introduction", "requested_by", "requested_at"],
            ),
        ]

    @property
    def number(self) -> str:
        """开放单位申请编号, as people read it: DW2026-0000004."""
        return object_number(Series.UNIT_APPLICATION, at=self.requested_at, pk=self.pk)
