"""Policy versions: the parameters of a scheme as data."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from core.database.triggers import legal_transitions
from core.models.states import StateField
from vouchers.rules.states import POLICY, PolicyState


class PolicyVersion(models.Model):
    """A version of a scheme (政策版本), in force from a day.

    One person drafts it, another approves it, then it never changes. A version that shipped as a file has no author.
    """

    code = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    source = models.CharField(max_length=300, default="")
    params = models.JSONField()
    state = StateField(PolicyState, default=PolicyState.DRAFT)
    in_force_from = models.DateField()
    drafted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    drafted_at = models.DateTimeField()
    approved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "number"], name="policy_version_number_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(state=PolicyState.IN_FORCE), name="policy_one_version_in_force"
            ),
            models.CheckConstraint(name="policy_approved_by_another", condition=~Q(approved_by=F("drafted_by"))),
            models.CheckConstraint(
                name="policy_beyond_draft_is_approved",
                condition=Q(state=PolicyState.DRAFT) | Q(approved_by__isnull=False),
            ),
        ]
        triggers = [
            *legal_transitions("policy", POLICY),
            pgtrigger.ReadOnly(name="policy_drafted_by_one_person", fields=["drafted_by", "drafted_at"]),
            pgtrigger.Trigger(
                name="policy_never_changes_after_draft",
                operation=pgtrigger.UpdateOf("code", "number", "params", "in_force_from", "title", "source"),
                when=pgtrigger.Before,
                condition=pgtrigger.Q(
                    old__state__in=[PolicyState.APPROVED, PolicyState.IN_FORCE, PolicyState.SUPERSEDED]
                ),
                func="RAISE EXCEPTION 'an approved policy version never changes' USING ERRCODE = 'restrict_violation', "
                "CONSTRAINT = 'policy_never_changes_after_draft';",
            ),
        ]
