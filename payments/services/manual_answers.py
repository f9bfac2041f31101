"""Answers of the bank by hand (人工登记): entered from its paper, or a line matched, by one person; confirmed by another."""

from datetime import date, datetime

from accounts.selectors.conflicts import require_no_conflict
from accounts.selectors.locks import lock_parties_shared
from accounts.selectors.parties import get_authority
from core.database.transactions import assert_inside, write
from core.events.transitions import move, record_beginning, require_version
from core.files.attachments import store_attachment
from core.files.uploads import Accepted
from core.values.deadlines import beijing_day
from core.values.errors import DomainError, Refused
from payments.models import BankAnswerLine, ManualAnswer, Payment, PaymentAttempt
from payments.rules.bank_answers import AnswerOutcome, LineVerdict, parse_attempt_number
from payments.rules.manual_answers import OUTCOMES_OF, answer_refusals, match_refusal, matched_outcome
from payments.rules.states import MANUAL_ANSWER, ManualAnswerState, OrderState, PaymentState
from payments.selectors.cases import parties_of
from payments.selectors.kept_returns import find_kept_return
from payments.selectors.locks import lock_manual_answer, lock_order, lock_payment
from payments.selectors.manual_answers import find_last_attempt, get_line, get_manual_answer, has_open_answer
from payments.selectors.payments import get_payment
from payments.selectors.recoveries import list_recovered
from payments.services.kept_returns import keep_return
from payments.services.outcomes import reconcile, record_failed, record_paid, record_returned
from payments.services.subjects import lock_subjects

FILE_KIND = "bank_paper"


@write
def enter_answer(
    *,
    payment_id: int,
    outcome: AnswerOutcome,
    said_on: date,
    reason: str,
    file: Accepted,
    actor_id: int,
    at: datetime,
) -> ManualAnswer:
    """Enter what the bank did with the last attempt of a payment, with its paper and its day (人工登记银行结果).

    Nothing changes until another person confirms it. Raises `not_found`, `conflict_of_interest`, `manual_answer_open`, the
    errors of `answer_refusals` and of `store_attachment`; `illegal_state` for a payment that is neither sent nor paid.
    """
    payment, attempt = _lock_attempt(payment_id, actor_id=actor_id, at=at)
    state = PaymentState(payment.state)
    if state not in OUTCOMES_OF:
        raise DomainError("illegal_state", kind="refused", state=state)
    refusals = answer_refusals(
        outcome=outcome,
        state=state,
        said_on=said_on,
        sent_on=beijing_day(attempt.made_at),
        on=beijing_day(at),
        reason=reason,
    )
    if refusals:
        raise Refused(refusals, kind="invalid")
    entered = _enter(attempt, outcome=outcome, said_on=said_on, reason=reason, line=None, actor_id=actor_id, at=at)
    store_attachment(
        owner_kind="manual_answer",
        owner_id=entered.pk,
        kind=FILE_KIND,
        party_id=get_authority().pk,
        file=file,
        actor_id=actor_id,
        at=at,
    )
    return entered


@write
def propose_match(*, line_id: int, number: str, actor_id: int, at: datetime) -> ManualAnswer:
    """Propose that a line which fits nothing is about an attempt of its amount (提出匹配).

    The line stays listed until another person confirms it. Raises as `enter_answer`, and `attempt_unknown`, the errors of
    `match_refusal`, `line_matched` for a line with another match.
    """
    line = get_line(line_id)
    parsed = parse_attempt_number(number.upper())
    if parsed is None:
        raise DomainError("attempt_unknown", field="number", number=number)
    payment, attempt = _lock_attempt(parsed[0], actor_id=actor_id, at=at)
    if attempt.number != number.upper():
        raise DomainError("attempt_unknown", field="number", number=number)
    state = PaymentState(payment.state)
    refusal = match_refusal(
        verdict=LineVerdict(line.verdict),
        said=line.outcome,
        line_amount=line.amount,
        amount=attempt.amount,
        state=state,
    )
    if refusal is not None:
        raise Refused([refusal])
    return _enter(
        attempt,
        outcome=_outcome_of(line, state=state),
        said_on=beijing_day(line.answer.imported_at),
        reason=line.reason or line.said,
        line=line,
        actor_id=actor_id,
        at=at,
    )


@write
def confirm_answer(*, answer_id: int, version: int | None, actor_id: int, at: datetime) -> ManualAnswer:
    """Confirm an answer as a second person: the payment is paid, failed or returned from now on (复核人工登记).

    Returned money whose recovery is decided is kept up to what is owed (`keep_return`). Raises `not_found`, `illegal_state`,
    `stale_version`, `same_person`, `conflict_of_interest`; `attempt_answered` where the bank's file has answered the attempt
    meanwhile; `repayment_waiting`.
    """
    lock_parties_shared([get_manual_answer(answer_id).attempt.payment.payee_id])
    payment, attempt, answer = _lock_case(answer_id, version=version, actor_id=actor_id, at=at)
    before = PaymentState.PAID if answer.outcome == AnswerOutcome.RETURNED else PaymentState.SENT
    if (payment.state, payment.order_id) != (before, attempt.order_id):  # it may have been sent again meanwhile
        raise DomainError("attempt_answered", kind="refused", state=payment.state)
    _decide(answer, attempt, target=ManualAnswerState.CONFIRMED, refusal="", actor_id=actor_id, at=at)
    if answer.outcome == AnswerOutcome.PAID:
        record_paid([payment], actor_id=actor_id, at=at)
    elif answer.outcome == AnswerOutcome.FAILED:
        record_failed([payment], reason=answer.reason, actor_id=actor_id, at=at)
    elif list_recovered({payment.pk}):
        keep_return(payment, answer=answer, actor_id=actor_id, at=at)
        return answer
    else:
        record_returned([payment], reason=answer.reason, actor_id=actor_id, at=at)
        return answer
    reconcile(payment.order_id, actor_id=actor_id, at=at)
    return answer


@write
def refuse_answer(*, answer_id: int, reason: str, actor_id: int, at: datetime) -> ManualAnswer:
    """Refuse an answer as a second person, with the reason; nothing changes (不予通过). Raises as `confirm_answer`."""
    _, attempt, answer = _lock_case(answer_id, version=None, actor_id=actor_id, at=at)
    _decide(answer, attempt, target=ManualAnswerState.REFUSED, refusal=reason, actor_id=actor_id, at=at)
    return answer


def _lock_attempt(payment_id: int, *, actor_id: int, at: datetime) -> tuple[Payment, PaymentAttempt]:
    """Lock a payment with its subject and order, and return it with its last attempt, which has no open answer."""
    payment = _lock_payment(payment_id, actor_id=actor_id, at=at)
    attempt = find_last_attempt(payment)
    if attempt is None:
        raise DomainError("illegal_state", kind="refused", state=payment.state)
    if find_kept_return(payment_id):
        raise DomainError("attempt_answered", kind="refused", state=payment.state)
    if has_open_answer(attempt.pk):
        raise DomainError("manual_answer_open", kind="refused", number=attempt.number)
    return payment, attempt


def _lock_payment(payment_id: int, *, actor_id: int, at: datetime) -> Payment:
    payment = get_payment(payment_id)
    lock_subjects([payment])
    order = lock_order(payment.order_id) if payment.order_id is not None else None
    payment = lock_payment(payment_id)
    if order is not None and order.state == OrderState.SENDING:  # the bank has no file yet
        raise DomainError("order_being_sent", kind="refused", number=order.number)
    require_no_conflict(user_id=actor_id, party_ids=parties_of([payment])[payment_id], at=at)
    return payment


def _lock_case(
    answer_id: int, *, version: int | None, actor_id: int, at: datetime
) -> tuple[Payment, PaymentAttempt, ManualAnswer]:
    """Lock an answer after its payment. Raises `same_person` for who entered it."""
    attempt = get_manual_answer(answer_id).attempt
    payment = _lock_payment(attempt.payment_id, actor_id=actor_id, at=at)
    answer = lock_manual_answer(answer_id)
    MANUAL_ANSWER.get_transition(source=ManualAnswerState(answer.state), target=ManualAnswerState.CONFIRMED)
    require_version(answer, version)
    if answer.entered_by_id == actor_id:
        raise DomainError("same_person", kind="refused")
    return payment, attempt, answer


def _outcome_of(line: BankAnswerLine, *, state: PaymentState) -> AnswerOutcome:
    outcome = matched_outcome(line.outcome, state=state)
    if outcome is None:  # match_refusal has refused it
        raise ValueError(line.outcome)
    return outcome


def _enter(
    attempt: PaymentAttempt,
    *,
    outcome: AnswerOutcome,
    said_on: date,
    reason: str,
    line: BankAnswerLine | None,
    actor_id: int,
    at: datetime,
) -> ManualAnswer:
    assert_inside()
    entered = ManualAnswer.objects.create(
        attempt=attempt,
        outcome=outcome,
        said_on=said_on,
        reason="" if outcome == AnswerOutcome.PAID else reason,
        line=line,
        entered_by_id=actor_id,
        entered_at=at,
    )
    record_beginning(
        entered,
        machine=MANUAL_ANSWER,
        event="manual_answer.entered",
        at=at,
        actor_id=actor_id,
        data={"number": attempt.number, "bank_outcome": outcome, "said_on": said_on.isoformat()},
    )
    return entered


def _decide(
    answer: ManualAnswer,
    attempt: PaymentAttempt,
    *,
    target: ManualAnswerState,
    refusal: str,
    actor_id: int,
    at: datetime,
) -> None:
    move(
        [answer],
        machine=MANUAL_ANSWER,
        target=target,
        at=at,
        actor_id=actor_id,
        columns={"decided_by_id": actor_id, "decided_at": at, "refusal": refusal},
        data={"number": attempt.number, "bank_outcome": answer.outcome, "reason": refusal},
    )
