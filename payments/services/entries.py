"""The entries of the reconciliation, written where the state of a payment changes, in the same transaction."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from core.database.transactions import assert_inside
from core.values.deadlines import beijing_day
from payments.models import Payment
from payments.rules.reconciliation import EntryKind

ENTER = """
    INSERT INTO payments_reconciliationentry (attempt_id, kind, amount, day, recorded_at)
    SELECT a.id, %(kind)s, a.amount, %(day)s, %(at)s FROM payments_payment p
    JOIN payments_paymentattempt a ON a.payment_id = p.id AND a.order_id = p.order_id
    WHERE p.id = ANY(%(payments)s) ORDER BY a.id
"""


def record_entries(payments: Sequence[Payment], *, kind: EntryKind, at: datetime) -> None:
    """Record one entry for each payment (登记对账分录), of the attempt of its order. One statement.

    RuntimeError if a payment has no attempt.
    """
    assert_inside()
    with connection.cursor() as cursor:
        cursor.execute(
            ENTER, {"kind": kind, "day": beijing_day(at), "at": at, "payments": [each.pk for each in payments]}
        )
        if cursor.rowcount != len(payments):
            raise RuntimeError("every payment that is sent has an attempt")
