"""人工登记: what two persons may record of an attempt from the bank's paper, or from a line that fits nothing. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from core.values.errors import Refusal
from payments.rules.bank_answers import UNMATCHED, AnswerOutcome, LineVerdict
from payments.rules.states import ManualAnswerState, PaymentState

RECORDABLE = (AnswerOutcome.PAID, AnswerOutcome.FAILED, AnswerOutcome.RETURNED)
"""Outcomes that move a payment."""
RECORDED_OUTCOMES = tuple(outcome.value for outcome in RECORDABLE)
OUTCOMES_OF: Mapping[PaymentState, Sequence[AnswerOutcome]] = {
    PaymentState.SENT: (AnswerOutcome.PAID, AnswerOutcome.FAILED),
    PaymentState.PAID: (AnswerOutcome.RETURNED,),
}
"""State of a payment → what the bank may have done with its last attempt."""
MATCHABLE = tuple(
    verdict for verdict in UNMATCHED if verdict not in (LineVerdict.CUT, LineVerdict.NO_AMOUNT, LineVerdict.NO_OUTCOME)
)
"""The line says an amount and an outcome: two persons may match it with an attempt of this amount."""
MATCHABLE_STATES: Mapping[AnswerOutcome, Sequence[PaymentState]] = {
    AnswerOutcome.PAID: (PaymentState.SENT,),
    AnswerOutcome.FAILED: (PaymentState.SENT, PaymentState.PAID),
    AnswerOutcome.RETURNED: (PaymentState.SENT, PaymentState.PAID),
}
"""What a line says → the states of the payments that it may be about."""


def answer_refusals(
    *, outcome: AnswerOutcome, state: PaymentState, said_on: date, sent_on: date, on: date, reason: str
) -> list[Refusal]:
    """Return why an outcome of a Beijing day cannot be recorded of a payment that was sent on a day.

    `answer_outcome` for the payment's state, `bank_day` before it was sent or in the future, `required` without a reason.
    """
    found: list[Refusal] = []
    if outcome not in OUTCOMES_OF.get(state, ()):
        found.append(Refusal(code="answer_outcome", field="outcome", params={"state": state}))
    if not sent_on <= said_on <= on:
        days = {"from": sent_on.isoformat(), "until": on.isoformat()}
        found.append(Refusal(code="bank_day", field="said_on", params=days))
    if outcome != AnswerOutcome.PAID and not reason:
        found.append(Refusal(code="required", field="reason"))
    return found


def matched_outcome(said: str, *, state: PaymentState) -> AnswerOutcome | None:
    """Return what a line records of a payment in a state: of a paid one, that it was returned; None for nothing."""
    outcome = next((each for each in MATCHABLE_STATES if each == said), None)
    if outcome is None or state not in MATCHABLE_STATES[outcome]:
        return None
    if state == PaymentState.PAID:
        return AnswerOutcome.RETURNED
    return AnswerOutcome.PAID if outcome == AnswerOutcome.PAID else AnswerOutcome.FAILED


def match_refusal(
    *, verdict: LineVerdict, said: str, line_amount: Decimal | None, amount: Decimal, state: PaymentState
) -> Refusal | None:
    """Return why a line cannot be matched with an attempt: `line_not_matchable`, `match_amount`, `match_state`."""
    if verdict not in MATCHABLE or line_amount is None:
        return Refusal(code="line_not_matchable")
    if line_amount != amount:
        return Refusal(code="match_amount", field="number", params={"line": str(line_amount), "attempt": str(amount)})
    if matched_outcome(said, state=state) is None:
        return Refusal(code="match_state", field="number", params={"state": state})
    return None


def manual_answer_steps(state: ManualAnswerState) -> Mapping[str, str]:
    """Return the next steps of an answer entered by hand (下一步): step → the operation that permits it."""
    if state != ManualAnswerState.ENTERED:
        return {}
    return {"confirm": "manual_answer.confirm", "refuse": "manual_answer.refuse"}
