"""Recoveries of paid money, their instalments and repayments (article 17)."""

from collections.abc import Iterable

import pgtrigger
from django.db import models
from django.db.models import F, Q

from core.database.triggers import append_only, legal_transitions, refuse_state
from core.models.heard_cases import HeardCase, heard_case_constraints
from core.models.states import StateField
from core.values.object_numbers import Series, object_number
from payments.models.payments import Payment
from payments.rules.states import (
    DECIDED_RECOVERIES,
    OWED_RECOVERIES,
    RECOVERY,
    REPAYMENT,
    PaymentState,
    RecoveryState,
    RepaymentState,
)


def _sql(states: Iterable[RecoveryState]) -> str:
    return ", ".join(f"'{state}'" for state in states)


RECOVERY_WITHIN_PAYMENT = pgtrigger.Trigger(
    name="recovery_within_payment",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    func="""
        PERFORM FROM payments_payment p
            WHERE p.id = NEW.payment_id AND p.payee_id = NEW.party_id AND p.state = 'paid'
                AND p.subject_kind <> 'kept_return' FOR NO KEY UPDATE;
        IF NOT FOUND OR NEW.amount + (SELECT coalesce(sum(r.amount), 0) FROM payments_recovery r
                WHERE r.payment_id = NEW.payment_id AND r.state <> 'dropped')
            > (SELECT p.amount FROM payments_payment p WHERE p.id = NEW.payment_id)
        THEN RAISE EXCEPTION 'recovery_within_payment'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'recovery_within_payment'; END IF;
        RETURN NEW;
    """,
)
"""On recoveries: of a paid payment, from its payee; all that are not dropped are at most what was paid."""

RECOVERY_HAS_SCHEDULE = pgtrigger.Trigger(
    name="recovery_has_schedule",
    operation=pgtrigger.UpdateOf("state"),
    when=pgtrigger.Before,
    condition=pgtrigger.Condition("NEW.state = 'notified'"),
    func="""
        IF NEW.amount IS DISTINCT FROM
            (SELECT sum(i.amount) FROM payments_recoveryinstalment i WHERE i.recovery_id = NEW.id)
        THEN RAISE EXCEPTION 'recovery_has_schedule'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'recovery_has_schedule'; END IF;
        RETURN NEW;
    """,
)
"""On recoveries: the debtor is notified of instalments that are the whole amount."""

RECOVERY_OF_PAID_PAYMENT = pgtrigger.Trigger(
    name="recovery_of_paid_payment",
    operation=pgtrigger.UpdateOf("state"),
    when=pgtrigger.Before,
    condition=pgtrigger.Condition("NEW.state = 'decided'"),
    func="""
        PERFORM FROM payments_payment p WHERE p.id = NEW.payment_id AND p.state = 'paid' FOR NO KEY UPDATE;
        IF NOT FOUND THEN RAISE EXCEPTION 'recovery_of_paid_payment'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'recovery_of_paid_payment'; END IF;
        RETURN NEW;
    """,
)
"""On recoveries: decided only while the money is at the payee."""

PAYMENT_WITHOUT_RECOVERY = refuse_state(
    "payment_without_recovery",
    state=PaymentState.FAILED,
    where=f"""OLD.state = 'paid' AND EXISTS (
        SELECT FROM payments_recovery r WHERE r.payment_id = NEW.id AND r.state IN ({_sql(DECIDED_RECOVERIES)}))""",
)
"""On payments: a return moves none of which a recovery is decided."""

WRITTEN_OFF_WITHOUT_REPAYMENT = refuse_state(
    "recovery_without_entered_repayment",
    state=RecoveryState.WRITTEN_OFF,
    where="EXISTS (SELECT FROM payments_repayment y WHERE y.recovery_id = NEW.id AND y.state = 'entered')",
)
"""On recoveries: none is written off while a repayment waits for its second person."""

REPAYMENT_WITHIN_RECOVERY = pgtrigger.Trigger(
    name="repayment_within_recovery",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    func=f"""
        PERFORM FROM payments_recovery r WHERE r.id = NEW.recovery_id
            AND r.state IN ({_sql(OWED_RECOVERIES)}) FOR NO KEY UPDATE;
        IF NOT FOUND OR NEW.amount + (SELECT coalesce(sum(y.amount), 0) FROM payments_repayment y
                WHERE y.recovery_id = NEW.recovery_id AND y.state = 'entered')
            > (SELECT r.amount - r.repaid FROM payments_recovery r WHERE r.id = NEW.recovery_id)
        THEN RAISE EXCEPTION 'repayment_within_recovery'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'repayment_within_recovery'; END IF;
        RETURN NEW;
    """,
)
"""On repayments: of a recovery that is owed; what is entered is at most what is not repaid."""

REPAYMENT_HAS_PAPER = pgtrigger.Trigger(
    name="repayment_has_paper",
    operation=pgtrigger.UpdateOf("state"),
    when=pgtrigger.Before,
    condition=pgtrigger.Condition("NEW.state = 'confirmed' AND NEW.kept_return_id IS NULL"),
    func="""
        IF NOT EXISTS (SELECT FROM core_attachment a WHERE a.owner_kind = 'repayment' AND a.owner_id = NEW.id)
        THEN RAISE EXCEPTION 'repayment_has_paper'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'repayment_has_paper'; END IF;
        RETURN NEW;
    """,
)
"""On repayments: none is confirmed without the bank's paper, but for what is kept of returned money."""


class Recovery(HeardCase):
    """Money of a payment to be paid back by its payee (追回), in yuan: proposed, heard, decided, notified, repaid.

    `repaid` is the sum of its confirmed repayments. What is repaid goes to the treasury.
    """

    party = models.ForeignKey("accounts.Party", on_delete=models.PROTECT, db_index=False, related_name="recoveries")
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="recoveries")
    state = StateField(RecoveryState, default=RecoveryState.PROPOSED)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    repaid = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    notified_at = models.DateTimeField(null=True)
    write_off_reason = models.TextField("核销理由", default="")
    write_off_proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    write_off_proposed_at = models.DateTimeField(null=True)
    written_off_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    written_off_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            *heard_case_constraints(
                "recovery",
                proposed=RecoveryState.PROPOSED,
                heard=RecoveryState.HEARD,
                dropped=RecoveryState.DROPPED,
            ),
            models.CheckConstraint(name="recovery_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(
                name="recovery_repaid_fits_state",
                condition=Q(state=RecoveryState.REPAID, repaid=F("amount"))
                | Q(state=RecoveryState.PARTLY_REPAID, repaid__gt=0, repaid__lt=F("amount"))
                | Q(state=RecoveryState.WRITTEN_OFF, repaid__gte=0, repaid__lt=F("amount"))
                | (
                    ~Q(state__in=[RecoveryState.REPAID, RecoveryState.PARTLY_REPAID, RecoveryState.WRITTEN_OFF])
                    & Q(repaid=0)
                ),
            ),
            models.CheckConstraint(
                name="recovery_written_off_by_another", condition=~Q(written_off_by=F("write_off_proposed_by"))
            ),
            models.CheckConstraint(
                name="recovery_write_off_is_proposed",
                condition=Q(write_off_proposed_by=None, write_off_proposed_at=None, write_off_reason="")
                | (
                    Q(write_off_proposed_by__isnull=False, write_off_proposed_at__isnull=False)
                    & ~Q(write_off_reason="")
                ),
            ),
            models.CheckConstraint(
                name="recovery_written_off_is_confirmed",
                condition=Q(
                    state=RecoveryState.WRITTEN_OFF,
                    write_off_proposed_by__isnull=False,
                    written_off_by__isnull=False,
                    written_off_at__isnull=False,
                )
                | (~Q(state=RecoveryState.WRITTEN_OFF) & Q(written_off_by=None, written_off_at=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["party", "id"], name="recovery_by_party"),
            models.Index(fields=["state", "id"], name="recovery_by_state"),
            models.Index(
                fields=["answer_by", "id"], condition=Q(state=RecoveryState.PROPOSED), name="recovery_unanswered"
            ),
            models.Index(fields=["id"], condition=Q(state__in=OWED_RECOVERIES), name="recovery_owed"),
        ]
        triggers = [
            *legal_transitions("recovery", RECOVERY),
            pgtrigger.ReadOnly(
                name="recovery_terms_never_change",
                fields=["party", "payment", "amount", "reason", "proposed_by", "proposed_at"],
            ),
            RECOVERY_WITHIN_PAYMENT,
            RECOVERY_HAS_SCHEDULE,
            RECOVERY_OF_PAID_PAYMENT,
            WRITTEN_OFF_WITHOUT_REPAYMENT,
        ]

    @property
    def number(self) -> str:
        """追回编号, as people read it: ZH2026-0000004."""
        return object_number(Series.RECOVERY, at=self.proposed_at, pk=self.pk)


class RecoveryInstalment(models.Model):
    """A part of a recovery and the last Beijing day to repay it (分期). Append-only."""

    recovery = models.ForeignKey(Recovery, on_delete=models.PROTECT, db_index=False, related_name="instalments")
    due_on = models.DateField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recovery", "due_on"], name="recovery_instalment_once_a_day"),
            models.CheckConstraint(name="recovery_instalment_positive", condition=Q(amount__gt=0)),
        ]
        indexes = [models.Index(fields=["due_on", "id"], name="recovery_instalment_by_day")]
        triggers = append_only("recovery_instalment")


class Repayment(models.Model):
    """Money that came back for a recovery (还款), in yuan: entered by finance with the bank's paper, confirmed by another.

    What is kept of returned money has no paper of its own: `kept_return` names what two persons confirmed.
    """

    recovery = models.ForeignKey(Recovery, on_delete=models.PROTECT, related_name="repayments")
    state = StateField(RepaymentState, default=RepaymentState.ENTERED)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    paid_on = models.DateField()
    reference = models.CharField("银行流水号", max_length=100)
    entered_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    settled_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    refuse_reason = models.CharField(max_length=500, default="")
    kept_return = models.ForeignKey(
        "payments.KeptReturn", on_delete=models.PROTECT, db_index=False, null=True, related_name="repayments"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(name="repayment_amount_positive", condition=Q(amount__gt=0)),
            models.CheckConstraint(name="repayment_settled_by_another", condition=~Q(settled_by=F("entered_by"))),
            models.CheckConstraint(
                name="repayment_settled_by_somebody",
                condition=Q(state=RepaymentState.ENTERED, settled_by=None, settled_at=None)
                | (~Q(state=RepaymentState.ENTERED) & Q(settled_by__isnull=False, settled_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="repayment_refused_has_reason", condition=Q(state=RepaymentState.REFUSED) ^ Q(refuse_reason="")
            ),
            models.UniqueConstraint(
                fields=["reference"], condition=~Q(state=RepaymentState.REFUSED), name="repayment_reference_once"
            ),
        ]
        triggers = [
            *legal_transitions("repayment", REPAYMENT),
            pgtrigger.ReadOnly(
                name="repayment_terms_never_change",
                fields=["recovery", "amount", "paid_on", "reference", "entered_by", "entered_at", "kept_return"],
            ),
            REPAYMENT_HAS_PAPER,
            REPAYMENT_WITHIN_RECOVERY,
        ]


pgtrigger.register(PAYMENT_WITHOUT_RECOVERY)(Payment)
