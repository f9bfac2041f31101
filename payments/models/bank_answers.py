"""The bank's answers to orders: the files as evidence, and their lines with what became of each (article 15.5)."""

import pgtrigger
from django.db import models
from django.db.models import Q

from core.database.triggers import append_only
from payments.models.bank_files import PaymentAttempt
from payments.models.payments import PaymentOrder
from payments.rules.bank_answers import ANSWERING, SETTLING, LineVerdict

_FIXED = "answer_id row number amount outcome said reason holder last_four"

LINE_IS_KEPT = pgtrigger.Trigger(
    name="bank_answer_line_kept",
    operation=pgtrigger.Update | pgtrigger.Delete,
    when=pgtrigger.Before,
    func=f"""
        IF TG_OP = 'DELETE' OR OLD.verdict <> 'waiting'
            OR ROW({", ".join(f"NEW.{name}" for name in _FIXED.split())})
                IS DISTINCT FROM ROW({", ".join(f"OLD.{name}" for name in _FIXED.split())})
        THEN RAISE EXCEPTION 'bank_answer_line_kept'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'bank_answer_line_kept'; END IF;
        RETURN NEW;
    """,
)
"""On lines: what the bank said is never changed or deleted, and a line is judged once."""

ANSWER_OF_SENT_ORDER = pgtrigger.Trigger(
    name="bank_answer_of_sent_order",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    func="""
        IF NOT EXISTS (SELECT FROM payments_paymentorder o WHERE o.id = NEW.order_id
            AND o.state IN ('exported', 'reconciled'))
        THEN RAISE EXCEPTION 'bank_answer_of_sent_order'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'bank_answer_of_sent_order'; END IF;
        RETURN NEW;
    """,
)
"""On answers: the bank answers orders that were sent."""


class BankAnswer(models.Model):
    """A file with the bank's answer to an order (回盘文件), imported once. Its bytes are encrypted: they have account numbers."""

    order = models.ForeignKey(PaymentOrder, on_delete=models.PROTECT, db_index=False, related_name="answers")
    format = models.CharField(max_length=20)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    content_encrypted = models.BinaryField()
    imported_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order", "sha256"], name="bank_answer_once"),
            models.CheckConstraint(
                name="bank_answer_has_hash", condition=Q(sha256__regex=r"^[0-9a-f]{64}$", size__gt=0)
            ),
        ]
        triggers = [*append_only("bank_answer"), ANSWER_OF_SENT_ORDER]


class BankAnswerLine(models.Model):
    """A line of an answer, as the bank wrote it, and what became of it. Yuan.

    `row` is its place in the file, `said` the bank's word for the outcome. A line that waits is judged by a job.
    """

    answer = models.ForeignKey(BankAnswer, on_delete=models.PROTECT, db_index=False, related_name="lines")
    row = models.PositiveIntegerField()
    number = models.CharField(max_length=60)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    outcome = models.CharField(max_length=10)
    said = models.CharField(max_length=100)
    reason = models.CharField(max_length=500)
    holder = models.CharField(max_length=200)
    last_four = models.CharField(max_length=4)
    verdict = models.CharField(max_length=20, default=LineVerdict.WAITING)
    attempt = models.ForeignKey(
        PaymentAttempt, on_delete=models.PROTECT, db_index=False, null=True, related_name="answers"
    )
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "row"], name="bank_answer_line_once"),
            models.UniqueConstraint(
                fields=["attempt"], condition=Q(verdict__in=ANSWERING), name="attempt_answered_once"
            ),
            models.UniqueConstraint(
                fields=["attempt"], condition=Q(verdict=LineVerdict.RETURNED), name="attempt_returned_once"
            ),
            models.CheckConstraint(
                name="bank_answer_line_settles_an_attempt",
                condition=~Q(verdict__in=[*SETTLING, LineVerdict.PENDING, LineVerdict.REPEATED])
                | Q(attempt__isnull=False),
            ),
            models.CheckConstraint(
                name="bank_answer_line_judged_at",
                condition=Q(verdict=LineVerdict.WAITING, settled_at=None)
                | (~Q(verdict=LineVerdict.WAITING) & Q(settled_at__isnull=False)),
            ),
            models.CheckConstraint(name="bank_answer_line_amount_positive", condition=Q(amount=None) | Q(amount__gt=0)),
        ]
        indexes = [
            models.Index(fields=["answer", "row"], condition=Q(verdict=LineVerdict.WAITING), name="bank_line_waiting"),
            models.Index(fields=["answer", "id"], name="bank_line_by_answer"),
            models.Index(fields=["attempt", "id"], name="bank_line_by_attempt"),
            models.Index(fields=["verdict", "id"], name="bank_line_by_verdict"),
        ]
        triggers = [LINE_IS_KEPT]
