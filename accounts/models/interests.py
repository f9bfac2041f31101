"""Interests that staff and experts declare (利害关系申报)."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from accounts.models.parties import Party
from accounts.rules.conflicts import Relation


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
