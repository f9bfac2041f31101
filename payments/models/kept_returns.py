"""Returned money of a payment whose recovery is decided: kept as repayment up to what is owed (articles 15.5, 17)."""

import pgtrigger
from django.db import models
from django.db.models import F, Q

from core.database.triggers import append_only
from payments.models.manual_answers import ManualAnswer
from payments.models.payments import Payment

KEPT_OF_A_CONFIRMED_RETURN = pgtrigger.Trigger(
    name="kept_return_of_confirmed_return",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    func="""
        IF NOT EXISTS (SELECT FROM payments_manualanswer m
            JOIN payments_paymentattempt a ON a.id = m.attempt_id AND a.payment_id = NEW.payment_id
            JOIN payments_payment p ON p.id = a.payment_id AND p.state = 'paid' AND p.order_id = a.order_id
            JOIN payments_recovery r ON r.payment_id = p.id AND r.state NOT IN ('proposed', 'heard', 'dropped')
            WHERE m.id = NEW.answer_id AND m.state = 'confirmed' AND m.outcome = 'returned'
                AND a.amount = NEW.kept + NEW.rest)
        THEN RAISE EXCEPTION 'kept_return_of_confirmed_return'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'kept_return_of_confirmed_return'; END IF;
        RETURN NEW;
    """,
)
"""On kept returns: of the whole of a paid attempt that two persons recorded as returned, with a decided recovery."""


class KeptReturn(models.Model):
    """What became of returned money whose recovery is decided (退汇抵还), in yuan. Append-only.

    `kept` repays the recoveries of the payment, `rest` is another payment, whose subject this row is. The payment stays paid.
    """

    answer = models.OneToOneField(ManualAnswer, on_delete=models.PROTECT, related_name="kept_return")
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="kept_return")
    kept = models.DecimalField(max_digits=14, decimal_places=2)
    rest = models.DecimalField(max_digits=14, decimal_places=2)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="kept_return_not_empty", condition=Q(kept__gte=0, rest__gte=0) & Q(kept__gt=-F("rest"))
            )
        ]
        triggers = [*append_only("kept_return"), KEPT_OF_A_CONFIRMED_RETURN]
