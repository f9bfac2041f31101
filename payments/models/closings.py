"""Closings of periods (关账): proposed by one person of finance, confirmed by another; closed figures never change."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from core.database.triggers import legal_transitions
from core.models.states import StateField
from core.values.object_numbers import Series, object_number
from payments.models.reconciliation import ReconciliationEntry
from payments.rules.closings import month_of
from payments.rules.reconciliation import PeriodFigures, Sum
from payments.rules.states import PERIOD_CLOSING, PeriodClosingState

FIGURES = ("opening", "sent", "paid", "failed", "returned", "closing")
_COLUMNS = [f"{name}_{part}" for name in FIGURES for part in ("count", "amount")]

CLOSED_IN_ORDER = pgtrigger.Trigger(
    name="period_closed_in_order",
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
    when=pgtrigger.Before,
    condition=pgtrigger.Condition("NEW.state IN ('proposed', 'closed')"),
    func="""
        IF (coalesce(NEW.decided_at, NEW.proposed_at) AT TIME ZONE 'Asia/Shanghai')::date < NEW.period + interval '1 month'
            OR NOT EXISTS (SELECT FROM payments_reconciliationentry e WHERE e.day < NEW.period + interval '1 month')
            OR EXISTS (SELECT FROM payments_reconciliationentry e WHERE e.day < NEW.period)
                AND NOT EXISTS (SELECT FROM payments_periodclosing c
                    WHERE c.state = 'closed' AND c.period = NEW.period - interval '1 month')
        THEN RAISE EXCEPTION 'period_closed_in_order'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'period_closed_in_order'; END IF;
        RETURN NEW;
    """,
)
"""On closings: of a period that is over, that has entries or follows one, and after the period before it was closed."""

ENTRY_IN_OPEN_PERIOD = pgtrigger.Trigger(
    name="reconciliation_entry_in_open_period",
    operation=pgtrigger.Insert,
    when=pgtrigger.After,
    level=pgtrigger.Statement,
    referencing=pgtrigger.Referencing(new="entered"),
    func="""
        IF EXISTS (SELECT FROM entered n JOIN payments_periodclosing c
            ON c.state = 'closed' AND n.day < c.period + interval '1 month')
        THEN RAISE EXCEPTION 'period_closed' USING ERRCODE = 'check_violation', CONSTRAINT = 'period_closed'; END IF;
        RETURN NULL;
    """,
)
"""On entries: none of a day that lies in a closed period or before it."""


class PeriodClosing(models.Model):
    """The closing of a period (关账) with its figures, in yuan. `period` is the first day of the month."""

    period = models.DateField()
    state = StateField(PeriodClosingState, default=PeriodClosingState.PROPOSED)
    opening_count = models.IntegerField()
    opening_amount = models.DecimalField(max_digits=14, decimal_places=2)
    sent_count = models.IntegerField()
    sent_amount = models.DecimalField(max_digits=14, decimal_places=2)
    paid_count = models.IntegerField()
    paid_amount = models.DecimalField(max_digits=14, decimal_places=2)
    failed_count = models.IntegerField()
    failed_amount = models.DecimalField(max_digits=14, decimal_places=2)
    returned_count = models.IntegerField()
    returned_amount = models.DecimalField(max_digits=14, decimal_places=2)
    closing_count = models.IntegerField()
    closing_amount = models.DecimalField(max_digits=14, decimal_places=2)
    proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, db_index=False, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, db_index=False, null=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=500, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["period"],
                condition=Q(state__in=[PeriodClosingState.PROPOSED, PeriodClosingState.CLOSED]),
                name="period_closing_once",
            ),
            models.CheckConstraint(name="period_closing_of_a_month", condition=Q(period__day=1)),
            models.CheckConstraint(
                name="period_closing_adds_up",
                condition=Q(
                    opening_count=F("paid_count") + F("failed_count") + F("closing_count") - F("sent_count"),
                    opening_amount=F("paid_amount") + F("failed_amount") + F("closing_amount") - F("sent_amount"),
                ),
            ),
            models.CheckConstraint(
                name="period_closing_decided_by_another",
                condition=Q(state__in=[PeriodClosingState.PROPOSED, PeriodClosingState.WITHDRAWN])
                | Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="period_closing_withdrawn_by_its_proposer",
                condition=~Q(state=PeriodClosingState.WITHDRAWN) | Q(decided_by=F("proposed_by")),
            ),
            models.CheckConstraint(
                name="period_closing_refused_has_reason",
                condition=~Q(state=PeriodClosingState.REFUSED) | ~Q(reason=""),
            ),
        ]
        indexes = [models.Index(fields=["state", "id"], name="period_closing_by_state")]
        triggers = [
            *legal_transitions("period_closing", PERIOD_CLOSING),
            CLOSED_IN_ORDER,
            pgtrigger.ReadOnly(
                name="period_closing_figures_never_change",
                fields=["period", "proposed_by", "proposed_at", *_COLUMNS],
            ),
            pgtrigger.Protect(name="period_closing_never_deleted", operation=pgtrigger.Delete),
        ]

    @property
    def month(self) -> str:
        """The period as it is written: 2026-11."""
        return month_of(self.period)

    @property
    def figures(self) -> PeriodFigures:
        """The figures that were proposed and are closed."""
        return PeriodFigures(
            **{
                name: Sum(count=getattr(self, f"{name}_count"), amount=getattr(self, f"{name}_amount"))
                for name in FIGURES
            }
        )

    @property
    def number(self) -> str:
        """关账编号, as people read it: GZ2026-0000004."""
        return object_number(Series.CLOSING, at=self.proposed_at, pk=self.pk)


pgtrigger.register(ENTRY_IN_OPEN_PERIOD)(ReconciliationEntry)
