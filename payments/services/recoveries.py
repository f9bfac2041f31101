"""Recoveries of paid money: proposed, heard, decided or dropped by a second person, notified (article 17)."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import partial

from accounts.selectors.conflicts import require_no_conflict
from core.database.transactions import write
from core.events.transitions import move, record_beginning
from core.jobs.chunks import run_in_chunks
from core.values.deadlines import beijing_day
from core.values.errors import DomainError, Refused
from core.values.money import yuan
from oversight.selectors.locks import lock_unanswered
from oversight.services.hearings import answer_day, drop, end_hearings, hear, party_of, require_other_person
from payments.models import Payment, Recovery, RecoveryInstalment
from payments.rules.recoveries import amount_refusals, schedule, schedule_refusals
from payments.rules.states import RECOVERY, PaymentState, RecoveryState
from payments.selectors.cases import parties_of
from payments.selectors.kept_returns import find_first_payment, is_rest_unpaid
from payments.selectors.locks import lock_payment, lock_recovery
from payments.selectors.recoveries import get_recovery, sum_recoverable

CHUNK = 200


@write
def propose_recovery(*, payment_id: int, amount: Decimal, reason: str, actor_id: int, at: datetime) -> Recovery:
    """Propose to recover money of a paid payment from its payee (拟追回), with facts and grounds.

    Raises `not_found`, `conflict_of_interest`, `recovery_unpaid`, `recovery_of_rest`; `recovery_amount` with what no
    other recovery claims.
    """
    payment = _lock_paid(payment_id)
    _require_no_conflict(payment, actor_id=actor_id, at=at)
    left = sum_recoverable(payment)
    if refusals := amount_refusals(amount=amount, left=left, code="recovery_amount"):
        raise Refused(refusals, kind="invalid")
    answer_by = answer_day(at=at)
    recovery = Recovery.objects.create(
        party_id=payment.payee_id,
        payment=payment,
        amount=amount,
        reason=reason,
        proposed_by_id=actor_id,
        proposed_at=at,
        answer_by=answer_by,
    )
    record_beginning(
        recovery,
        machine=RECOVERY,
        event="recovery.proposed",
        at=at,
        actor_id=actor_id,
        party_id=recovery.party_id,
        data={"amount": yuan(amount), "label": payment.label, "reason": reason, "answer_by": answer_by.isoformat()},
    )
    return recovery


@write
def hear_recovery(*, recovery_id: int, statement: str, actor_id: int, at: datetime) -> Recovery:
    """Record the statement that the debtor sent (陈述申辩); an empty one after its days.

    Raises `not_found`, `illegal_state`, `conflict_of_interest`; `hearing_days` with the last day to answer.
    """
    recovery = lock_case(recovery_id, actor_id=actor_id, at=at)
    RECOVERY.get_transition(source=recovery.state, target=RecoveryState.HEARD)
    hear(recovery, machine=RECOVERY, target=RecoveryState.HEARD, statement=statement, actor_id=actor_id, at=at)
    return recovery


@write
def answer_recovery(*, recovery_id: int, party_id: int, statement: str, actor_id: int, at: datetime) -> Recovery:
    """Answer a proposed recovery, as the debtor (提交陈述申辩). Raises `not_found`, `illegal_state`."""
    recovery = lock_recovery(recovery_id)
    if recovery.party_id != party_id:
        raise DomainError("not_found", kind="missing")
    RECOVERY.get_transition(source=recovery.state, target=RecoveryState.HEARD)
    hear(recovery, machine=RECOVERY, target=RecoveryState.HEARD, statement=statement, actor_id=actor_id, at=at)
    return recovery


def end_recovery_hearings(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Record the hearings of debtors that did not answer within their days (陈述申辩期满). Periodic job."""
    return {"ended": run_in_chunks(partial(end_some_hearings, at=at), progress=progress)}


@write
def end_some_hearings(*, at: datetime) -> int:
    """Run one chunk of `end_recovery_hearings`; return the number of recoveries."""
    rows = lock_unanswered(Recovery, state=RecoveryState.PROPOSED, today=beijing_day(at), limit=CHUNK)
    end_hearings(rows, machine=RECOVERY, target=RecoveryState.HEARD, at=at)
    return len(rows)


@write
def drop_recovery(*, recovery_id: int, reason: str, actor_id: int, at: datetime) -> Recovery:
    """Drop a proposed recovery after the debtor was heard (不予追回), with the reason, by a second person.

    Raises `not_found`, `illegal_state`, `conflict_of_interest`, `same_person`.
    """
    recovery = lock_case(recovery_id, actor_id=actor_id, at=at)
    RECOVERY.get_transition(source=recovery.state, target=RecoveryState.DROPPED)
    drop(recovery, machine=RECOVERY, target=RecoveryState.DROPPED, reason=reason, actor_id=actor_id, at=at)
    return recovery


@write
def decide_recovery(*, recovery_id: int, first_due_on: date, count: int, actor_id: int, at: datetime) -> Recovery:
    """Decide a recovery (追回决定), to be repaid in so many monthly instalments from a Beijing day on.

    Raises `not_found`, `illegal_state`, `conflict_of_interest`; `same_person` for the person who proposed it;
    `recovery_unpaid` where the bank has returned the payment; `recovery_first_day`, `recovery_instalments`.
    """
    recovery = lock_case(recovery_id, actor_id=actor_id, at=at)
    RECOVERY.get_transition(source=recovery.state, target=RecoveryState.DECIDED)
    require_other_person(recovery, actor_id=actor_id)
    _require_paid(recovery.payment)
    today = beijing_day(at)
    refusals = schedule_refusals(amount=recovery.amount, first_due_on=first_due_on, count=count, today=today)
    if refusals:
        raise Refused(refusals, kind="invalid")
    parts = schedule(amount=recovery.amount, first_due_on=first_due_on, count=count)
    RecoveryInstalment.objects.bulk_create(
        RecoveryInstalment(recovery=recovery, due_on=part.due_on, amount=part.amount) for part in parts
    )
    columns = {"decided_by_id": actor_id, "decided_at": at}
    data = {"amount": yuan(recovery.amount), "due_on": parts[-1].due_on.isoformat(), "count": count}
    move(
        [recovery],
        machine=RECOVERY,
        target=RecoveryState.DECIDED,
        at=at,
        actor_id=actor_id,
        columns=columns,
        data=data,
        party=party_of,
    )
    return recovery


@write
def serve_recovery(*, recovery_id: int, at: datetime) -> None:
    """Record that the debtor is notified of a decided recovery (送达): it owes the money from now on. Once."""
    recovery = lock_recovery(recovery_id)
    if recovery.state != RecoveryState.DECIDED:
        return
    move(
        [recovery],
        machine=RECOVERY,
        target=RecoveryState.NOTIFIED,
        at=at,
        actor_id=None,
        columns={"notified_at": at},
        party=party_of,
    )


def lock_case(recovery_id: int, *, actor_id: int, at: datetime) -> Recovery:
    """Lock a recovery after its payment, for an act of a person without a conflict of interest. Raises `not_found`."""
    payment = lock_payment(get_recovery(recovery_id).payment_id)
    recovery = lock_recovery(recovery_id)
    recovery.payment = payment
    _require_no_conflict(payment, actor_id=actor_id, at=at)
    return recovery


def _lock_paid(payment_id: int) -> Payment:
    payment = lock_payment(payment_id)
    _require_paid(payment)
    return payment


def _require_paid(payment: Payment) -> None:
    """Raise `recovery_of_rest` for what is paid again of a returned payment, `recovery_unpaid` for what is not at the payee."""
    if first := find_first_payment(payment):
        raise DomainError("recovery_of_rest", kind="refused", number=first.number)
    if payment.state != PaymentState.PAID or is_rest_unpaid(payment.pk):
        raise DomainError("recovery_unpaid", kind="refused", number=payment.number)


def _require_no_conflict(payment: Payment, *, actor_id: int, at: datetime) -> None:
    require_no_conflict(user_id=actor_id, party_ids=parties_of([payment])[payment.pk], at=at)
