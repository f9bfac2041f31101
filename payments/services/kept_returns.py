"""Returned money whose recovery is decided: kept as repayment up to what is owed, the rest paid again (articles 15.5, 17)."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal

from core.database.transactions import assert_inside
from core.events.recording import Change, record
from core.events.transitions import record_beginning
from core.values.deadlines import beijing_day
from core.values.errors import DomainError
from core.values.money import ZERO, yuan
from oversight.rules.stages import StageRule
from payments.models import KeptReturn, ManualAnswer, Payment, Recovery, Repayment
from payments.rules.kept_returns import keep
from payments.rules.reconciliation import EntryKind
from payments.rules.states import OWED_RECOVERIES, REPAYMENT
from payments.rules.windows import Window
from payments.selectors.kept_returns import KIND, map_originals
from payments.selectors.locks import lock_recoveries
from payments.selectors.recoveries import sum_entered
from payments.services.entries import record_entries
from payments.services.payments import Due, create_payments
from payments.services.recoveries import serve_recovery
from payments.services.repayments import apply_repayment
from payments.services.subjects import PaymentSubject, stages_of, windows_of


def keep_return(payment: Payment, *, answer: ManualAnswer, actor_id: int, at: datetime) -> KeptReturn:
    """Keep returned money as repayment of the recoveries of its payment, and pay the rest again (退汇抵还).

    The payment, its subject and the books stay paid; what is kept is recovered, and goes to the treasury. Earlier recoveries
    come first. The caller has locked the payee FOR SHARE, the subject and the payment. Raises `repayment_waiting`.
    """
    assert_inside()
    owed = _lock_owed(payment.pk, at=at)
    found = keep(returned=payment.amount, owed=[each.amount - each.repaid for each in owed])
    kept = KeptReturn.objects.create(
        answer=answer, payment=payment, kept=sum(found.parts, ZERO), rest=found.rest, at=at
    )
    record_entries([payment], kind=EntryKind.RETURNED, at=at)
    _record(payment, kept, reason=answer.reason, actor_id=actor_id, at=at)
    for recovery, part in zip(owed, found.parts, strict=True):
        if part:
            recovery.payment = payment
            _repay(recovery, part, kept=kept, answer=answer, actor_id=actor_id, at=at)
    if kept.rest:
        _pay_again(payment, kept, actor_id=actor_id, at=at)
    return kept


def _lock_owed(payment_id: int, *, at: datetime) -> list[Recovery]:
    """Lock the recoveries of a payment and return those that are owed; a decided one is owed from this moment on."""
    for recovery in lock_recoveries(payment_id):
        serve_recovery(recovery_id=recovery.pk, at=at)
    owed = [each for each in lock_recoveries(payment_id) if each.state in OWED_RECOVERIES]
    if any(sum_entered(each.pk) for each in owed):
        raise DomainError("repayment_waiting", kind="refused")
    return owed


def _repay(
    recovery: Recovery, amount: Decimal, *, kept: KeptReturn, answer: ManualAnswer, actor_id: int, at: datetime
) -> None:
    """Record a repayment by who entered the return, and confirm it by who confirmed the return."""
    repayment = Repayment.objects.create(
        recovery=recovery,
        amount=amount,
        paid_on=answer.said_on,
        reference=f"{answer.attempt.number} {recovery.number}",
        kept_return=kept,
        entered_by_id=answer.entered_by_id,
        entered_at=at,
    )
    data = {
        "recovery": recovery.pk,
        "number": recovery.number,
        "amount": yuan(amount),
        "paid_on": answer.said_on.isoformat(),
    }
    record_beginning(
        repayment,
        machine=REPAYMENT,
        event="repayment.entered",
        at=at,
        actor_id=answer.entered_by_id,
        party_id=recovery.party_id,
        data=data,
    )
    apply_repayment(recovery, repayment_id=repayment.pk, actor_id=actor_id, at=at)


def _pay_again(payment: Payment, kept: KeptReturn, *, actor_id: int, at: datetime) -> None:
    today = beijing_day(at)
    due = Due(
        payee_id=payment.payee_id,
        subject_kind=KIND,
        subject_id=kept.pk,
        label=payment.label,
        amount=kept.rest,
        approved_on=today,
        window=windows_of([payment], on=today)[payment.pk],
    )
    create_payments(dues=[due], actor_id=actor_id, at=at)


def _record(payment: Payment, kept: KeptReturn, *, reason: str, actor_id: int, at: datetime) -> None:
    record(
        Change(
            type="payment.return_kept",
            subject_kind="payment",
            subject_id=payment.pk,
            party_id=payment.payee_id,
            actor_id=actor_id,
            at=at,
            data={"reason": reason, "kept": yuan(kept.kept), "rest": yuan(kept.rest)},
        )
    )


def rest_windows(*, subject_ids: Collection[int], on: date) -> dict[int, Window]:
    """Return kept return → the window of the payment that was returned, for money that falls due on a day."""
    originals = map_originals(subject_ids)
    windows = windows_of(list(originals.values()), on=on)
    return {pk: windows[payment.pk] for pk, payment in originals.items()}


def _locks_nothing(*, subject_ids: Collection[int]) -> None:
    """Lock nothing: the rest has no state but that of its payment."""


def rest_stages(*, subject_ids: Sequence[int]) -> list[tuple[StageRule, ...]]:
    """Return the approval stages that the payments which were returned ask for."""
    return [stages_of(list(map_originals(subject_ids).values()))]


def _moves_nothing(*, subject_ids: Collection[int], actor_id: int, at: datetime) -> None:
    """Leave the first payment's subject paid: that the rest arrives or comes back is a matter of the rest alone."""


def _not_recovered(*, subject_id: int, amount: Decimal, actor_id: int, at: datetime) -> None:
    """Raise: money is recovered of the first payment (`recovery_of_rest`)."""
    raise ValueError(subject_id)


REST = PaymentSubject(
    windows=rest_windows,
    lock=_locks_nothing,
    paid=_moves_nothing,
    returned=_moves_nothing,
    repaid=_not_recovered,
    stages=rest_stages,
)
"""The rest of a kept return as a subject of payments (settings.PAYMENT_SUBJECTS)."""
