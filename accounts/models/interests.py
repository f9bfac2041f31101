"""Interests that staff and experts declare (利害关系申报)."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from accounts.models.parties import Party
from accounts.rules.conflicts import Relation
from accounts.rules.states import CORRECTION, CorrectionState
from core.database.triggers import legal_transitions
from core.models.states import StateField


class Interest(models.Model):
    """An interest in a party, declared by the person whom it ties to that party (利害关系申报).

    The party is named by code or by name, for it may register only later; `party` is the one that was found when the
    interest was declared. `until` is the last day, None while the interest lasts. A row is never changed but for its
    end, and never deleted.
    """

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, db_index=False, related_name="interests")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, db_index=False, related_name="+")
    party_name = models.CharField(max_length=200)
    match_name = models.CharField(max_length=200)
    uscc = models.CharField("统一社会信用代码", max_length=18, default="")
    relation = models.CharField(max_length=20)
    note = models.CharField(max_length=200, default="")
    since = models.DateField()
    until = models.DateField(null=True)
    declared_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="interest_relation_known", condition=Q(relation__in=[each.value for each in Relation])
            ),
            models.CheckConstraint(name="interest_days_in_order", condition=Q(until=None) | Q(until__gte=F("since"))),
            models.CheckConstraint(name="interest_names_a_party", condition=~Q(uscc="") | ~Q(match_name="")),
            models.CheckConstraint(
                name="interest_ended_has_last_day", condition=Q(ended_at=None) | Q(until__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["user", "id"], name="interest_by_user")]
        triggers = [
            pgtrigger.Protect(name="interest_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="interest_only_ends",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Condition(
                    "OLD.until IS NOT NULL OR NEW.until IS NULL OR NEW.ended_at IS NULL OR "
                    "ROW(OLD.id, OLD.user_id, OLD.party_id, OLD.party_name, OLD.match_name, OLD.uscc, OLD.relation, "
                    "OLD.note, OLD.since, OLD.declared_at) IS DISTINCT FROM "
                    "ROW(NEW.id, NEW.user_id, NEW.party_id, NEW.party_name, NEW.match_name, NEW.uscc, NEW.relation, "
                    "NEW.note, NEW.since, NEW.declared_at)"
                ),
                func="RAISE EXCEPTION 'a declared interest only ends' "
                "USING ERRCODE = 'check_violation', CONSTRAINT = 'interest_only_ends';",
            ),
        ]


class InterestCorrection(models.Model):
    """A request of its author to end a declaration as mistaken (利害关系更正), decided by an administrator with a reason.

    The declaration itself stays as it is. A confirmed request ends its effect from that moment, not before.
    """

    interest = models.ForeignKey(Interest, on_delete=models.PROTECT, related_name="corrections")
    reason = models.CharField(max_length=500)
    requested_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, db_index=False, related_name="+")
    requested_at = models.DateTimeField()
    state = StateField(CorrectionState, default=CorrectionState.REQUESTED)
    decided_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.CharField(max_length=500, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["interest"], condition=~Q(state=CorrectionState.REFUSED), name="interest_correction_once"
            ),
            models.CheckConstraint(
                name="interest_correction_by_another",
                condition=Q(state=CorrectionState.REQUESTED)
                | (Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(decided_by=F("requested_by"))),
            ),
            models.CheckConstraint(
                name="interest_correction_has_reasons",
                condition=~Q(reason="") & (Q(state=CorrectionState.REQUESTED) | ~Q(decision_reason="")),
            ),
        ]
        triggers = [
            *legal_transitions("interest_correction", CORRECTION),
            pgtrigger.ReadOnly(
                name="interest_correction_terms_never_change",
                fields=["interest", "reason", "requested_by", "requested_at"],
            ),
            pgtrigger.Protect(name="interest_correction_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="interest_correction_by_its_author",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM accounts_interest i WHERE i.id = NEW.interest_id AND i.user_id = NEW.requested_by_id
                    ) THEN
                        RAISE EXCEPTION 'interest % was declared by another person', NEW.interest_id
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'interest_correction_by_its_author';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]
