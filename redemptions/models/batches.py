"""Redemption batches: reviewed, publicised and paid together (articles 15.4, 15.5)."""

from collections.abc import Sequence

import pgtrigger
from django.db import models
from django.db.models import F, Q

from accounts.rules.conflicts import SetAside
from core.database.triggers import legal_transitions, refuse_state
from core.models import Event
from core.models.states import StateField
from core.values.object_numbers import Series, object_number
from oversight.rules.stage_guards import cleared_by_approver, missing_stage
from redemptions.rules.states import APPROVED_BATCHES, BATCH, UNPAID_REDEMPTIONS, BatchState

DECIDED_TOTAL = f"""
    SELECT coalesce(sum(r.decided_amount), 0) FROM redemptions_redemption r WHERE r.batch_id = NEW.id
        AND r.state NOT IN ({", ".join(f"'{state}'" for state in UNPAID_REDEMPTIONS)})
"""
"""SQL of the decided total of a batch: its items that are not withdrawn, expired or revoked."""

DECIDED_BY_NO_CLEARER = pgtrigger.Trigger(
    name="redemption_decided_by_no_clearer",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    condition=pgtrigger.Condition("NEW.type = 'redemption.decided'"),
    func="""
        IF EXISTS (
            SELECT FROM redemptions_redemption r JOIN redemptions_redemptionbatch b ON b.id = r.batch_id
            LEFT JOIN core_event c ON c.subject_kind = 'batch' AND c.subject_id = b.id AND c.type = 'batch.cleared'
            WHERE r.id = NEW.subject_id AND ARRAY[NEW.actor_id, (NEW.data ->> 'principal')::bigint] && ARRAY[
                b.prepared_by_id, b.summarised_by_id, b.cleared_by_id, c.actor_id, (c.data ->> 'principal')::bigint]
        ) THEN
            RAISE EXCEPTION 'redemption % is decided by who prepared or cleared its batch', NEW.subject_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'redemption_decided_by_no_clearer';
        END IF;
        RETURN NEW;
    """,
)
"""On events: a carried item is decided without a stage of its own, so its event alone names the persons (I11)."""


class RedemptionBatch(models.Model):
    """A batch of redemptions (兑现批次): summarised by one person, cleared by a second, publicised, approved."""

    title = models.CharField(max_length=200)
    state = StateField(BatchState, default=BatchState.COLLECTING)
    prepared_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    summarised_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    summarised_at = models.DateTimeField(null=True)
    cleared_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    cleared_at = models.DateTimeField(null=True)
    notice = models.ForeignKey("oversight.Notice", on_delete=models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    sent_back_reason = models.CharField(max_length=1000, default="")
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    set_aside: Sequence[SetAside] = ()
    """The items that the person of the present step left to another, set by the services."""

    class Meta:
        constraints = [
            models.CheckConstraint(name="batch_cleared_by_another", condition=~Q(cleared_by=F("summarised_by"))),
            models.CheckConstraint(
                name="batch_approved_by_another",
                condition=~Q(approved_by=F("summarised_by"))
                & ~Q(approved_by=F("prepared_by"))
                & ~Q(approved_by=F("cleared_by")),
            ),
            models.CheckConstraint(
                name="batch_publicised_is_cleared",
                condition=~Q(state__in=[BatchState.CLEARED, BatchState.PUBLICISED, *APPROVED_BATCHES])
                | Q(cleared_by__isnull=False),
            ),
            models.CheckConstraint(
                name="batch_publicised_has_notice",
                condition=~Q(state__in=[BatchState.PUBLICISED, *APPROVED_BATCHES]) | Q(notice__isnull=False),
            ),
            models.CheckConstraint(
                name="batch_approved_has_approver",
                condition=~Q(state__in=APPROVED_BATCHES) | Q(approved_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="batch_by_state")]
        triggers = [
            *legal_transitions("batch", BATCH),
            pgtrigger.ReadOnly(name="batch_prepared_by_one_person", fields=["prepared_by", "created_at"]),
            refuse_state(
                "batch_approved_by_stages",
                state=BatchState.APPROVED,
                where=missing_stage(kind="batch", amount=DECIDED_TOTAL),
            ),
            refuse_state(
                "batch_approved_by_no_clearer",
                state=BatchState.APPROVED,
                where=cleared_by_approver(kind="batch"),
            ),
        ]

    @property
    def number(self) -> str:
        """批次编号, as people read it: PC2026-0000004."""
        return object_number(Series.BATCH, at=self.created_at, pk=self.pk)


pgtrigger.register(DECIDED_BY_NO_CLEARER)(Event)
