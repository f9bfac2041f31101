"""Sanctions (article 17)."""

from django.db import models
from django.db.models import F, Q

from core.database.triggers import legal_transitions
from core.models.states import StateField
from core.values.object_numbers import Series, object_number
from oversight.rules.sanctions import MEASURES
from oversight.rules.states import SANCTION, STANDING_SANCTIONS, SanctionState


class Sanction(models.Model):
    """A measure against a party (处理措施), proposed by one person and decided by another.

    It applies from `begins_on` to `until`, both included, unless it is lifted before: proposed by one person with a reason,
    confirmed by another (解除).
    """

    party = models.ForeignKey("accounts.Party", on_delete=models.PROTECT, related_name="sanctions")
    measure = models.CharField(max_length=30)
    reason = models.TextField()
    state = StateField(SanctionState, default=SanctionState.PROPOSED)
    begins_on = models.DateField()
    until = models.DateField()
    proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    statement = models.TextField("陈述申辩", default="")
    heard_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    lift_reason = models.TextField("解除理由", default="")
    lift_proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    lift_proposed_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="sanction_decided_by_another", condition=~Q(decided_by=F("proposed_by"))),
            models.CheckConstraint(name="sanction_measure_known", condition=Q(measure__in=list(MEASURES))),
            models.CheckConstraint(name="sanction_days_in_order", condition=Q(begins_on__lte=F("until"))),
            models.CheckConstraint(
                name="sanction_in_force_is_decided",
                condition=Q(state__in=[SanctionState.PROPOSED, SanctionState.HEARD]) | Q(decided_by__isnull=False),
            ),
            models.CheckConstraint(name="sanction_lifted_by_another", condition=~Q(lifted_by=F("lift_proposed_by"))),
            models.CheckConstraint(
                name="sanction_lifting_is_proposed",
                condition=Q(lift_proposed_by=None, lift_proposed_at=None, lift_reason="")
                | (Q(lift_proposed_by__isnull=False, lift_proposed_at__isnull=False) & ~Q(lift_reason="")),
            ),
            models.CheckConstraint(
                name="sanction_lifted_is_confirmed",
                condition=Q(
                    state=SanctionState.LIFTED,
                    lift_proposed_by__isnull=False,
                    lifted_by__isnull=False,
                    lifted_at__isnull=False,
                )
                | (~Q(state=SanctionState.LIFTED) & Q(lifted_by=None, lifted_at=None)),
            ),
        ]
        indexes = [
            models.Index(
                fields=["party", "until"],
                condition=Q(state__in=STANDING_SANCTIONS),
                name="sanction_in_force",
            ),
        ]
        triggers = legal_transitions("sanction", SANCTION)

    @property
    def number(self) -> str:
        """处理措施编号, as people read it: CL2026-0000004."""
        return object_number(Series.SANCTION, at=self.proposed_at, pk=self.pk)
