"""Units that open their instruments (articles 5, 6)."""

from django.db import models
from django.db.models import Q

from core.database.triggers import legal_transitions
from core.models.states import StateField
from facilities.rules.states import OPEN_UNIT, OpenUnitState
from facilities.rules.units import CATEGORIES


class OpenUnit(models.Model):
    """An open unit (开放单位): municipal 市属, in_beijing 在京, recognised 京津冀互认."""

    party = models.OneToOneField("accounts.Party", on_delete=models.PROTECT, primary_key=True, related_name="open_unit")
    category = models.CharField(max_length=20)
    state = StateField(OpenUnitState, default=OpenUnitState.APPLIED)
    third_party_tester = models.BooleanField(default=False)
    introduction = models.TextField(default="")
    entered_at = models.DateTimeField()
    publicity_ends = models.DateField(null=True)
    decision_reason = models.CharField(max_length=500, default="")
    admitted_on = models.DateField(null=True)
    leaves_on = models.DateField(null=True)
    exit_reason = models.CharField(max_length=500, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(name="open_unit_category_known", condition=Q(category__in=CATEGORIES)),
            models.CheckConstraint(
                name="open_unit_exit_has_reason",
                condition=~Q(state__in=[OpenUnitState.EXITING, OpenUnitState.EXITED, OpenUnitState.STRUCK_OFF])
                | ~Q(exit_reason=""),
            ),
            models.CheckConstraint(
                name="open_unit_leaves_on_a_day",
                condition=~Q(state__in=[OpenUnitState.EXITING, OpenUnitState.EXITED]) | Q(leaves_on__isnull=False),
            ),
            models.CheckConstraint(
                name="open_unit_admitted_has_day",
                condition=~Q(
                    state__in=[
                        OpenUnitState.ADMITTED,
                        OpenUnitState.EXITING,
                        OpenUnitState.EXITED,
                        OpenUnitState.STRUCK_OFF,
                    ]
                )
                | Q(admitted_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["leaves_on"], condition=Q(state=OpenUnitState.EXITING), name="open_unit_leaving"),
        ]
        triggers = legal_transitions("open_unit", OPEN_UNIT)
