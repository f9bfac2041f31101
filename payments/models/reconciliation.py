"""The entries of the reconciliation (对账分录): what was recorded of each attempt, and on which day."""

import pgtrigger
from django.db import models
from django.db.models import Q

from core.database.triggers import append_only
from payments.models.bank_files import PaymentAttempt
from payments.rules.reconciliation import EntryKind

ENTRY_FOLLOWS = pgtrigger.Trigger(
    name="reconciliation_entry_follows",
    operation=pgtrigger.Insert,
    when=pgtrigger.After,
    level=pgtrigger.Statement,
    referencing=pgtrigger.Referencing(new="entered"),
    func="""
        IF EXISTS (SELECT FROM entered n JOIN payments_paymentattempt a ON a.id = n.attempt_id
            WHERE n.amount <> a.amount OR n.day <> (n.recorded_at AT TIME ZONE 'Asia/Shanghai')::date
                OR (n.kind <> 'sent' AND NOT EXISTS (SELECT FROM payments_reconciliationentry s
                    WHERE s.attempt_id = n.attempt_id AND s.kind = CASE n.kind WHEN 'returned' THEN 'paid' ELSE 'sent' END)))
        THEN RAISE EXCEPTION 'reconciliation_entry_follows'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reconciliation_entry_follows'; END IF;
        RETURN NULL;
    """,
)
"""On entries: of the attempt's amount and the Beijing day of its moment; sent comes first, and only what is paid is returned."""


class ReconciliationEntry(models.Model):
    """An entry of the reconciliation (对账分录), in yuan: an attempt was sent, paid, failed or returned.

    `day` is the Beijing day on which it was recorded, which decides its period. A correction is another entry.
    """

    attempt = models.ForeignKey(PaymentAttempt, on_delete=models.PROTECT, db_index=False, related_name="entries")
    kind = models.CharField(max_length=10)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    day = models.DateField()
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attempt", "kind"], name="reconciliation_entry_once"),
            models.UniqueConstraint(
                fields=["attempt"],
                condition=Q(kind__in=[EntryKind.PAID, EntryKind.FAILED]),
                name="reconciliation_entry_paid_or_failed",
            ),
            models.CheckConstraint(
                name="reconciliation_entry_of_a_kind", condition=Q(kind__in=list(EntryKind), amount__gt=0)
            ),
        ]
        indexes = [models.Index(fields=["day", "id"], name="reconciliation_entry_by_day")]
        triggers = [*append_only("reconciliation_entry"), ENTRY_FOLLOWS]
