"""Payments: created as pending, opened with their window, tried again after a failure (article 15.5)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from accounts.selectors.conflicts import require_no_conflict
from accounts.selectors.locks import lock_parties_shared
from core.database.transactions import write
from core.events.recording import Change, record_many
from core.events.transitions import move
from core.values.deadlines import beijing_day
from core.values.errors import DomainError
from core.values.money import yuan
from payments.models import Payment
from payments.rules.states import PAYMENT, PaymentState
from payments.rules.windows import Window
from payments.selectors.cases import parties_of
from payments.selectors.locks import lock_order, lock_payment, lock_payments
from payments.selectors.payments import get_payment, list_waiting_ids
from payments.services.subjects import lock_subjects, windows_of
from payments.services.suspensions import hold_if_suspended

CHUNK = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """An amount due (应付款项): payee, subject, yuan, first Beijing day, fiscal year."""

    payee_id: int
    subject_kind: str
    subject_id: int
    label: str
    amount: Decimal
    approved_on: date
    window: Window


@write
def create_payments(*, dues: Sequence[Due], actor_id: int | None, at: datetime) -> list[Payment]:
    """Create pending payments (待拨付); the database allows one per subject. Those of a suspended payee are held at once.

    The caller has locked the payees FOR SHARE (`lock_parties_shared`).
    """
    payments = Payment.objects.bulk_create(
        Payment(
            payee_id=due.payee_id,
            subject_kind=due.subject_kind,
            subject_id=due.subject_id,
            label=due.label,
            amount=due.amount,
            approved_on=due.approved_on,
            not_before=due.window.not_before,
            fiscal_year=due.window.fiscal_year,
            created_at=at,
        )
        for due in dues
    )
    record_many([_created(payment, actor_id=actor_id, at=at) for payment in payments])
    hold_if_suspended(payments, actor_id=actor_id, at=at)
    return payments


def open_windows(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Open the windows whose day has come; move payments that missed theirs to the next one (开启拨付时段).

    For information only: an order checks the window itself.
    """
    opened = moved = last = 0
    while ids := list_waiting_ids(today=beijing_day(at), after=last, limit=CHUNK):
        some_opened, some_moved = open_some_windows(payment_ids=ids, at=at)
        opened, moved, last = opened + some_opened, moved + some_moved, ids[-1]
        progress(len(ids))
    return {"opened": opened, "moved": moved}


@write
def open_some_windows(*, payment_ids: Sequence[int], at: datetime) -> tuple[int, int]:
    """Handle one chunk of `open_windows`; return how many were opened and how many moved."""
    today = beijing_day(at)
    payments = [payment for payment in lock_payments(payment_ids) if payment.state == PaymentState.PENDING]
    windows = windows_of(payments, on=today)
    missed = [each for each in payments if not windows[each.pk].allows(on=today, fiscal_year=each.fiscal_year)]
    changes = [_reschedule(payment, windows[payment.pk], at=at) for payment in missed]
    opened = [each for each in payments if each.window_opened_at is None and each.not_before <= today]
    for payment in opened:
        payment.window_opened_at = at
    Payment.objects.bulk_update([*missed, *opened], ["not_before", "fiscal_year", "window_opened_at"])
    record_many(
        [*changes, *(_change(each, event="payment.window_opened", at=at, data=_window(each)) for each in opened)]
    )
    return len(opened), len(missed)


@write
def retry_payment(*, payment_id: int, actor_id: int, at: datetime) -> Payment:
    """Set a failed payment to pending, for another order (重新拨付), in the next window if its own has passed.

    Held where its payee is suspended. Raises `not_found`, `illegal_state`, `conflict_of_interest`.
    """
    lock_parties_shared([get_payment(payment_id).payee_id])
    payment = _lock_in(payment_id, PaymentState.FAILED, actor_id=actor_id, at=at)
    columns = {"order_id": None, "account_id": None, "window_opened_at": None}
    move(
        [payment], machine=PAYMENT, target=PaymentState.PENDING, at=at, actor_id=actor_id, columns=columns, party=_payee
    )
    _reschedule_if_missed(payment, at=at)
    hold_if_suspended([payment], actor_id=actor_id, at=at)
    return payment


def _reschedule_if_missed(payment: Payment, *, at: datetime) -> None:
    today = beijing_day(at)
    window = windows_of([payment], on=today)[payment.pk]
    if window.allows(on=today, fiscal_year=payment.fiscal_year):
        return
    change = _reschedule(payment, window, at=at)
    payment.save(update_fields=["not_before", "fiscal_year", "window_opened_at"])
    record_many([change])


def _lock(payment_id: int, *, actor_id: int, at: datetime) -> Payment:
    payment = get_payment(payment_id)
    lock_subjects([payment])
    if payment.order_id is not None:
        lock_order(payment.order_id)
    payment = lock_payment(payment_id)
    require_no_conflict(user_id=actor_id, party_ids=parties_of([payment])[payment_id], at=at)
    return payment


def _lock_in(payment_id: int, state: str, *, actor_id: int, at: datetime) -> Payment:
    """Lock a payment. Raises `illegal_state` in any other state: the machine has other transitions to the same target."""
    payment = _lock(payment_id, actor_id=actor_id, at=at)
    if payment.state != state:
        raise DomainError("illegal_state", kind="refused", state=payment.state)
    return payment


def _reschedule(payment: Payment, window: Window, *, at: datetime) -> Change:
    payment.not_before, payment.fiscal_year, payment.window_opened_at = window.not_before, window.fiscal_year, None
    return _change(payment, event="payment.window_moved", at=at, data=_window(payment))


def _window(payment: Payment) -> dict[str, object]:
    return {"not_before": payment.not_before.isoformat(), "fiscal_year": payment.fiscal_year}


def _created(payment: Payment, *, actor_id: int | None, at: datetime) -> Change:
    about = {"subject_kind": payment.subject_kind, "subject_id": payment.subject_id, "amount": yuan(payment.amount)}
    return Change(
        type="payment.created",
        subject_kind="payment",
        subject_id=payment.pk,
        party_id=payment.payee_id,
        actor_id=actor_id,
        at=at,
        to_state=payment.state,
        data={**about, **_window(payment)},
    )


def _change(payment: Payment, *, event: str, at: datetime, data: Mapping[str, object]) -> Change:
    return Change(
        type=event, subject_kind="payment", subject_id=payment.pk, party_id=payment.payee_id, at=at, data=data
    )


def _payee(payment: Payment) -> int:
    return payment.payee_id
