"""Approval by stages (审批环节): the chain of one subject and the decision of each stage, both append-only."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce

from core.database.triggers import append_only
from oversight.rules.stages import Stage


class ApprovalChain(models.Model):
    """The stages of one subject since it was last prepared (审批链), as its policies say at that moment.

    The newest chain of a subject is the current one. `stages` is the JSON of rules.stages.to_plain.
    """

    subject_kind = models.CharField(max_length=30)
    subject_id = models.BigIntegerField()
    stages = models.JSONField()
    begun_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id", "-id"], name="chain_by_subject")]
        triggers = append_only("approval_chain")


def _one(*columns: str) -> Func:
    """Return a range that holds one id."""
    value = Coalesce(*columns) if len(columns) > 1 else F(columns[0])
    return Func(value, value, Value("[]"), function="int8range", output_field=BigIntegerRangeField())


class StageDecision(models.Model):
    """A decided stage of a chain (环节办理): who, in whose name, when, and the total in yuan that was decided on.

    PREPARE stands for the person who prepared the subject. Nobody is in one chain twice, as actor or as principal: one
    exclusion constraint compares both (I11).
    """

    chain = models.ForeignKey(ApprovalChain, on_delete=models.PROTECT, db_index=False, related_name="decisions")
    stage = models.CharField(max_length=20)
    actor = models.ForeignKey("accounts.User", on_delete=models.PROTECT, db_index=False, related_name="+")
    principal = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "stage"], name="stage_decided_once"),
            models.CheckConstraint(name="stage_known", condition=Q(stage__in=[stage.value for stage in Stage])),
            models.CheckConstraint(name="stage_for_another", condition=~Q(principal=F("actor"))),
            ExclusionConstraint(
                name="stage_nobody_twice",
                expressions=[
                    (_one("chain"), RangeOperators.OVERLAPS),
                    (
                        Func(
                            _one("actor"),
                            _one("principal", "actor"),
                            function="int8multirange",
                            output_field=BigIntegerRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        triggers = append_only("stage_decision")
