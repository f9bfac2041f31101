"""Answers of the bank entered by hand by two persons: from its paper, or from a line that fits nothing (article 15.5)."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from core.database.triggers import legal_transitions
from core.models.states import StateField
from payments.models.bank_answers import BankAnswerLine
from payments.models.bank_files import PaymentAttempt
from payments.models.payments import Payment
from payments.rules.bank_answers import AnswerOutcome
from payments.rules.manual_answers import RECORDABLE
from payments.rules.states import MANUAL_ANSWER, ManualAnswerState

_OPEN = Q(state=ManualAnswerState.ENTERED)
_CONFIRMED = Q(state=ManualAnswerState.CONFIRMED)
_ANSWERING = Q(outcome__in=[AnswerOutcome.PAID, AnswerOutcome.FAILED])

MATCH_OF_ONE_AMOUNT = pgtrigger.Trigger(
    name="manual_answer_of_one_amount",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    condition=pgtrigger.Condition("NEW.line_id IS NOT NULL"),
    func="""
        IF NOT EXISTS (SELECT FROM payments_bankanswerline l JOIN payments_paymentattempt a ON a.id = NEW.attempt_id
            WHERE l.id = NEW.line_id AND l.amount = a.amount
            AND l.verdict NOT IN ('waiting', 'paid', 'failed', 'returned', 'pending', 'repeated'))
        THEN RAISE EXCEPTION 'manual_answer_of_one_amount'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'manual_answer_of_one_amount'; END IF;
        RETURN NEW;
    """,
)
"""On answers by hand: a line that fits nothing is matched with an attempt of its amount."""

CONFIRMED_WITH_EVIDENCE = pgtrigger.Trigger(
    name="manual_answer_has_evidence",
    operation=pgtrigger.UpdateOf("state"),
    when=pgtrigger.Before,
    condition=pgtrigger.Condition("NEW.state = 'confirmed' AND NEW.line_id IS NULL"),
    func="""
        IF NOT EXISTS (SELECT FROM core_attachment f WHERE f.owner_kind = 'manual_answer' AND f.owner_id = NEW.id)
        THEN RAISE EXCEPTION 'manual_answer_has_evidence'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'manual_answer_has_evidence'; END IF;
        RETURN NEW;
    """,
)
"""On answers by hand: confirmed with the bank's paper, or of a line of its file."""

PAYMENT_ANSWERED_BY_THE_BANK = pgtrigger.Trigger(
    name="payment_answered_by_the_bank",
    operation=pgtrigger.UpdateOf("state"),
    when=pgtrigger.Before,
    condition=pgtrigger.Condition("OLD.state || ' ' || NEW.state IN ('sent paid', 'sent failed', 'paid failed')"),
    func="""
        IF NOT EXISTS (
            SELECT FROM payments_paymentattempt a
            WHERE a.payment_id = NEW.id AND a.order_id = OLD.order_id AND (
                EXISTS (SELECT FROM payments_bankanswerline l WHERE l.attempt_id = a.id
                    AND l.verdict = CASE OLD.state WHEN 'paid' THEN 'returned' ELSE NEW.state END)
                OR EXISTS (SELECT FROM payments_manualanswer m WHERE m.attempt_id = a.id AND m.state = 'confirmed'
                    AND m.outcome = CASE OLD.state WHEN 'paid' THEN 'returned' ELSE NEW.state END)))
        THEN RAISE EXCEPTION 'payment_answered_by_the_bank'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'payment_answered_by_the_bank'; END IF;
        RETURN NEW;
    """,
)
"""On payments: paid, failed or returned by a line of the bank's file or by two persons, for the attempt of its order."""


class ManualAnswer(models.Model):
    """What the bank did with an attempt, entered by one person and confirmed by another (人工登记).

    `said_on` is the bank's day, in Beijing. The evidence is an attachment, or `line`, a line that fits nothing.
    """

    attempt = models.ForeignKey(PaymentAttempt, on_delete=models.PROTECT, db_index=False, related_name="manual_answers")
    outcome = models.CharField(max_length=10)
    said_on = models.DateField()
    reason = models.CharField(max_length=500, default="")
    line = models.ForeignKey(
        BankAnswerLine, on_delete=models.PROTECT, db_index=False, null=True, related_name="matches"
    )
    state = StateField(ManualAnswerState, default=ManualAnswerState.ENTERED)
    entered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=500, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(name="manual_answer_by_two_persons", condition=~Q(decided_by=F("entered_by"))),
            models.CheckConstraint(
                name="manual_answer_decided_by_somebody",
                condition=(_OPEN & Q(decided_by=None, decided_at=None))
                | (~_OPEN & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="manual_answer_refused_has_reason", condition=~Q(state=ManualAnswerState.REFUSED) | ~Q(refusal="")
            ),
            models.CheckConstraint(
                name="manual_answer_outcome_known",
                condition=Q(outcome__in=RECORDABLE) & (Q(outcome=AnswerOutcome.PAID) | ~Q(reason="")),
            ),
            models.UniqueConstraint(fields=["attempt"], condition=_OPEN, name="manual_answer_one_open_an_attempt"),
            models.UniqueConstraint(
                fields=["attempt"], condition=_CONFIRMED & _ANSWERING, name="manual_answer_once_an_attempt"
            ),
            models.UniqueConstraint(
                fields=["attempt"],
                condition=_CONFIRMED & Q(outcome=AnswerOutcome.RETURNED),
                name="manual_return_once_an_attempt",
            ),
            models.UniqueConstraint(
                fields=["line"], condition=~Q(state=ManualAnswerState.REFUSED), name="manual_answer_once_a_line"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "id"], name="manual_answer_by_state"),
            models.Index(fields=["attempt", "id"], name="manual_answer_by_attempt"),
        ]
        triggers = [
            *legal_transitions("manual_answer", MANUAL_ANSWER),
            pgtrigger.ReadOnly(
                name="manual_answer_fixed",
                fields=["attempt", "outcome", "said_on", "reason", "line", "entered_by", "entered_at"],
            ),
            pgtrigger.Protect(name="manual_answer_never_deleted", operation=pgtrigger.Delete),
            MATCH_OF_ONE_AMOUNT,
            CONFIRMED_WITH_EVIDENCE,
        ]


pgtrigger.register(PAYMENT_ANSWERED_BY_THE_BANK)(Payment)
