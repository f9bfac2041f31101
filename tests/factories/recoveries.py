"""Recoveries of paid money, step by step, by different people."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count

from core.values.deadlines import beijing_day
from payments.models import Payment, Recovery, Repayment
from payments.services import recoveries, repayments
from tests import files
from tests.factories import batches
from tests.factories.batches import OVER
from tests.factories.contracts import staff

_numbers = count(1)
FIRST, DAY = date(2026, 4, 30), timedelta(days=1)


def proposed(
    payment: Payment | None = None, *, amount: str = "9000.00", actor_id: int = 0, at: datetime = OVER
) -> Recovery:
    """A proposed recovery of a paid payment, by default one of 10,000 and 20,000."""
    payment = payment or batches.pay(batches.payable("10000.00", "20000.00"))
    officer = actor_id or staff("case_officer").user_id
    return recoveries.propose_recovery(
        payment_id=payment.pk, amount=Decimal(amount), reason="检测报告系伪造", actor_id=officer, at=at
    )


def heard(payment: Payment | None = None, *, amount: str = "9000.00", at: datetime = OVER) -> Recovery:
    """A recovery whose debtor was heard."""
    row = proposed(payment, amount=amount, at=at)
    return recoveries.hear_recovery(
        recovery_id=row.pk, statement="情况属实", actor_id=staff("case_officer").user_id, at=at
    )


def decided(
    payment: Payment | None = None, *, amount: str = "9000.00", count: int = 1, at: datetime = OVER
) -> Recovery:
    """A decided recovery in monthly instalments from 30 April on, or from a month after a later decision."""
    row = heard(payment, amount=amount, at=at)
    approver = staff("approver").user_id
    first = max(FIRST, beijing_day(at) + 30 * DAY)
    return recoveries.decide_recovery(recovery_id=row.pk, first_due_on=first, count=count, actor_id=approver, at=at)


def owed(payment: Payment | None = None, *, amount: str = "9000.00", count: int = 1, at: datetime = OVER) -> Recovery:
    """A recovery of which the debtor is notified."""
    row = decided(payment, amount=amount, count=count, at=at)
    recoveries.serve_recovery(recovery_id=row.pk, at=at)
    return Recovery.objects.get(pk=row.pk)


def entered(
    row: Recovery, amount: str = "4000.00", *, reference: str = "", actor_id: int = 0, at: datetime = OVER
) -> Repayment:
    """A repayment that waits for its second person."""
    return repayments.enter_repayment(
        recovery_id=row.pk,
        amount=Decimal(amount),
        paid_on=beijing_day(at),
        reference=reference or f"HK-{next(_numbers)}",
        file=files.accepted_pdf("回单.pdf", f"回单 {next(_numbers)}"),
        actor_id=actor_id or staff("finance").user_id,
        at=at,
    )


def confirm(row: Repayment, *, at: datetime = OVER) -> Repayment:
    """Confirm a repayment, as another person of finance."""
    return repayments.confirm_repayment(repayment_id=row.pk, actor_id=staff("finance").user_id, at=at)


def repaid(row: Recovery, amount: str = "4000.00", *, at: datetime = OVER) -> Recovery:
    """A recovery with a confirmed repayment."""
    confirm(entered(row, amount, at=at), at=at)
    return Recovery.objects.get(pk=row.pk)


def write_off_proposed(row: Recovery, *, actor_id: int = 0, at: datetime = OVER) -> Recovery:
    """A recovery whose write-off is proposed."""
    finance = actor_id or staff("finance").user_id
    return repayments.propose_write_off(recovery_id=row.pk, reason="企业已注销", actor_id=finance, at=at)


def written_off(row: Recovery, *, at: datetime = OVER) -> Recovery:
    """A recovery that was written off."""
    write_off_proposed(row, at=at)
    return repayments.write_off_recovery(recovery_id=row.pk, actor_id=staff("approver").user_id, at=at)
