"""Delegations: a member of staff acts in another's name, for a time and for named operations."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.rules.delegations import DELEGABLE
from accounts.rules.states import DELEGATION, DelegationState
from core.database.triggers import legal_transitions
from core.models.states import StateField
from core.values.object_numbers import Series, object_number


class Delegation(models.Model):
    """A delegation (代理) from `from_on` to `until_on`, both included, once the delegate has accepted it.

    Either person ends it at once. Its terms never change.
    """

    principal = models.ForeignKey("accounts.User", on_delete=models.PROTECT, db_index=False, related_name="+")
    delegate = models.ForeignKey("accounts.User", on_delete=models.PROTECT, db_index=False, related_name="+")
    operations = ArrayField(models.CharField(max_length=60))
    from_on = models.DateField()
    until_on = models.DateField()
    reason = models.CharField(max_length=500)
    state = StateField(DelegationState, default=DelegationState.OFFERED)
    offered_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, db_index=False, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="delegation_to_another", condition=~Q(delegate=F("principal"))),
            models.CheckConstraint(name="delegation_days_in_order", condition=Q(from_on__lte=F("until_on"))),
            models.CheckConstraint(
                name="delegation_of_known_operations",
                condition=Q(operations__len__gt=0, operations__contained_by=list(DELEGABLE)),
            ),
            models.CheckConstraint(
                name="delegation_answered_has_moment",
                condition=~Q(state__in=[DelegationState.ACCEPTED, DelegationState.DECLINED])
                | Q(answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="delegation_ended_by_either",
                condition=Q(state=DelegationState.ENDED, ended_at__isnull=False, ended_by__isnull=False)
                & (Q(ended_by=F("principal")) | Q(ended_by=F("delegate")))
                | ~Q(state=DelegationState.ENDED) & Q(ended_at=None, ended_by=None),
            ),
            models.UniqueConstraint(
                fields=["principal", "delegate"],
                condition=Q(state=DelegationState.OFFERED),
                name="delegation_one_offered",
            ),
        ]
        indexes = [
            models.Index(fields=["delegate", "id"], name="delegation_by_delegate"),
            models.Index(fields=["principal", "id"], name="delegation_by_principal"),
        ]
        triggers = [
            *legal_transitions("delegation", DELEGATION),
            pgtrigger.ReadOnly(
                name="delegation_terms_never_change",
                fields=["principal", "delegate", "operations", "from_on", "until_on", "reason", "offered_at"],
            ),
            pgtrigger.Protect(name="delegation_never_deleted", operation=pgtrigger.Delete),
        ]

    @property
    def number(self) -> str:
        """代理编号, as people read it: DL2026-0000004."""
        return object_number(Series.DELEGATION, at=self.offered_at, pk=self.pk)
