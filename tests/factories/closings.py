"""Closings of periods: of one month only one proposal is open, so what the matrix asks about is made free or the caller's."""

from django.db import connection

from payments.models import PeriodClosing
from payments.services.closings import withdraw_closing
from tests.factories.batches import OVER


def freed() -> str:
    """Withdraw the open proposal; return its month as a form sends it."""
    row = PeriodClosing.objects.get(state="proposed")
    withdraw_closing(closing_id=row.pk, actor_id=row.proposed_by_id, at=OVER)
    return row.month


def proposed_by(actor_id: int) -> None:
    """Make a person the proposer of the open proposal, which the database never changes otherwise."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = 'replica'")
        PeriodClosing.objects.filter(state="proposed").update(proposed_by_id=actor_id)
        cursor.execute("SET LOCAL session_replication_role = 'origin'")
