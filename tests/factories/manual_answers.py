"""Answers of the bank entered by hand, step by step, by different persons of finance."""

from datetime import datetime

from core.files.uploads import Accepted
from core.values.deadlines import beijing_day
from payments.models import ManualAnswer, Payment
from payments.rules.bank_answers import AnswerOutcome
from payments.services.manual_answers import confirm_answer, enter_answer
from tests.factories.batches import FINANCE, OVER, someone


def paper(text: str = "银行回单") -> Accepted:
    """The bank's paper, as an accepted file."""
    return Accepted(name="回单.pdf", media_type="application/pdf", data=text.encode(), shown=None)


def entered(
    payment: Payment, outcome: str = "paid", *, reason: str = "", actor_id: int = 0, at: datetime = OVER
) -> ManualAnswer:
    """An answer about a payment that waits for a second person."""
    return enter_answer(
        payment_id=payment.pk,
        outcome=AnswerOutcome(outcome),
        said_on=beijing_day(at),
        reason=reason or ("" if outcome == "paid" else "账户已销户"),
        file=paper(),
        actor_id=actor_id or someone(FINANCE),
        at=at,
    )


def confirmed(payment: Payment, outcome: str = "paid", *, at: datetime = OVER) -> ManualAnswer:
    """An answer about a payment, entered by one person and confirmed by another."""
    row = entered(payment, outcome, at=at)
    return confirm_answer(answer_id=row.pk, version=row.version, actor_id=someone(FINANCE), at=at)
