"""Cases that pass to another person: handed over by an officer, or given to a substitute by two administrators."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from accounts.rules.states import HAND_OVER, SUBSTITUTION, HandOverState, SubstitutionState
from core.database.triggers import legal_transitions
from core.models.states import StateField


class HandOver(models.Model):
    """A case that a person hands over to another (移交), who has the role for its operation and no conflict."""

    operation = models.CharField(max_length=60)
    case_id = models.BigIntegerField()
    from_user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, db_index=False, related_name="+")
    to_user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, db_index=False, related_name="+")
    reason = models.CharField(max_length=500)
    state = StateField(HandOverState, default=HandOverState.OPEN)
    handed_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="hand_over_to_another", condition=~Q(to_user=F("from_user"))),
            models.UniqueConstraint(
                fields=["to_user", "operation", "case_id"],
                condition=Q(state=HandOverState.OPEN),
                name="hand_over_once_while_open",
            ),
        ]
        indexes = [models.Index(fields=["from_user", "id"], name="hand_over_by_giver")]
        triggers = [
            *legal_transitions("hand_over", HAND_OVER),
            pgtrigger.ReadOnly(
                name="hand_over_terms_never_change",
                fields=["operation", "case_id", "from_user", "to_user", "reason", "handed_at"],
            ),
        ]


class Substitution(models.Model):
    """A person who acts on one case in place of its role (指定代办), named by one administrator, confirmed by another.

    It holds until the end of `expires_on`, a Beijing day.
    """

    operation = models.CharField(max_length=60)
    case_id = models.BigIntegerField()
    substitute = models.ForeignKey("accounts.User", on_delete=models.PROTECT, db_index=False, related_name="+")
    reason = models.CharField(max_length=500)
    state = StateField(SubstitutionState, default=SubstitutionState.NAMED)
    named_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, db_index=False, related_name="+")
    named_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    expires_on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="substitution_three_persons",
                condition=~Q(named_by=F("substitute"))
                & (Q(decided_by=None) | (~Q(decided_by=F("named_by")) & ~Q(decided_by=F("substitute")))),
            ),
            models.CheckConstraint(
                name="substitution_decided_by_somebody",
                condition=Q(state=SubstitutionState.NAMED) | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["substitute", "operation", "case_id"],
                condition=Q(state=SubstitutionState.NAMED),
                name="substitution_once_while_named",
            ),
        ]
        indexes = [
            models.Index(
                fields=["substitute", "case_id"],
                condition=Q(state=SubstitutionState.CONFIRMED),
                name="substitution_confirmed",
            ),
        ]
        triggers = [
            *legal_transitions("substitution", SUBSTITUTION),
            pgtrigger.ReadOnly(
                name="substitution_terms_never_change",
                fields=["operation", "case_id", "substitute", "reason", "named_by", "named_at", "expires_on"],
            ),
        ]
