"""The columns of what is proposed against a party, heard, and decided or dropped by a second person (article 17)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class HeardCase(models.Model):
    """A case against a party: proposed with a reason, heard (陈述申辩), decided or dropped (不予处理) by another person.

    Each table has its own states, among them proposed, heard, dropped and decided. `answer_by` is the last Beijing day of the
    party's answer. An empty `statement` of a heard case: its days were over.
    """

    party_id: int
    """The party is a column of each table."""
    reason = models.TextField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    answer_by = models.DateField("陈述申辩期限", null=True)
    statement = models.TextField("陈述申辩", default="")
    heard_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    drop_reason = models.TextField("不予处理理由", default="", db_default="")

    class Meta:
        abstract = True


def heard_case_constraints(name: str, *, proposed: str, heard: str, dropped: str) -> list[models.CheckConstraint]:
    """Return the constraints of a table of heard cases: decided by another person (I11), dropped with a reason.

    `proposed`, `heard` and `dropped` are states of the table.
    """
    return [
        models.CheckConstraint(name=f"{name}_decided_by_another", condition=~Q(decided_by=F("proposed_by"))),
        models.CheckConstraint(
            name=f"{name}_beyond_hearing_is_decided",
            condition=Q(state__in=[proposed, heard]) | Q(decided_by__isnull=False, decided_at__isnull=False),
        ),
        models.CheckConstraint(
            name=f"{name}_beyond_proposal_is_heard", condition=Q(state=proposed) | Q(heard_at__isnull=False)
        ),
        models.CheckConstraint(name=f"{name}_dropped_has_reason", condition=Q(state=dropped) ^ Q(drop_reason="")),
    ]
