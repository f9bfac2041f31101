"""Sanctions (article 17)."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from core.database.triggers import append_only, legal_transitions
from core.models.heard_cases import HeardCase, heard_case_constraints
from core.models.states import StateField
from core.values.object_numbers import Series, object_number
from oversight.rules.sanctions import MEASURES, ONCE
from oversight.rules.states import SANCTION, STANDING_SANCTIONS, SanctionState


class Sanction(HeardCase):
    """A measure against a party (处理措施), proposed by one person and decided by another.

    It applies from `begins_on` to `until`, both included, unless it is lifted before: proposed by one person with a reason,
    confirmed by another (解除). A measure that is carried out once (撤销创新券) has no days, but subjects.
    """

    party = models.ForeignKey("accounts.Party", on_delete=models.PROTECT, related_name="sanctions")
    measure = models.CharField(max_length=30)
    state = StateField(SanctionState, default=SanctionState.PROPOSED)
    begins_on = models.DateField(null=True)
    until = models.DateField(null=True)
    lift_reason = models.TextField("解除理由", default="")
    lift_proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    lift_proposed_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            *heard_case_constraints(
                "sanction",
                proposed=SanctionState.PROPOSED,
                heard=SanctionState.HEARD,
                dropped=SanctionState.DROPPED,
            ),
            models.CheckConstraint(name="sanction_measure_known", condition=Q(measure__in=list(MEASURES))),
            models.CheckConstraint(name="sanction_days_in_order", condition=Q(begins_on__lte=F("until"))),
            models.CheckConstraint(
                name="sanction_days_unless_once",
                condition=Q(measure__in=ONCE, begins_on=None, until=None)
                | (~Q(measure__in=ONCE) & Q(begins_on__isnull=False, until__isnull=False)),
            ),
            models.CheckConstraint(
                name="sanction_carried_out_once",
                condition=~Q(state=SanctionState.CARRIED_OUT) | Q(measure__in=ONCE),
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
        triggers = [
            *legal_transitions("sanction", SANCTION),
            pgtrigger.ReadOnly(
                name="sanction_terms_never_change",
                fields=["party", "measure", "begins_on", "until", "reason", "proposed_by", "proposed_at"],
            ),
        ]

    @property
    def number(self) -> str:
        """处理措施编号, as people read it: CL2026-0000004."""
        return object_number(Series.SANCTION, at=self.proposed_at, pk=self.pk)


class SanctionSubject(models.Model):
    """An object that a measure is carried out on (处理对象), known by kind and id, such as a coupon to be revoked."""

    sanction = models.ForeignKey(Sanction, on_delete=models.PROTECT, db_index=False, related_name="subjects")
    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sanction", "subject_kind", "subject_id"], name="sanction_subject_once_a_sanction"
            ),
        ]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="sanction_by_subject")]
        triggers = append_only("sanction_subject")
