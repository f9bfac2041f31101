"""Payment orders sent to the bank with the file of their attempts (送银行, article 15.5): at once, a large one in chunks."""

from collections.abc import Sequence
from datetime import datetime

from accounts.selectors.conflicts import find_set_aside
from core.database.transactions import write
from core.events.transitions import move
from core.values.errors import Refused
from payments.models import OrderRun, Payment, PaymentOrder
from payments.rules.bank_files import FIRST_FORMAT
from payments.rules.reconciliation import EntryKind
from payments.rules.states import ORDER, OrderState, OrderStep, PaymentState
from payments.selectors.cases import parties_of
from payments.selectors.locks import lock_next_ordered, lock_order, lock_order_payments
from payments.selectors.order_runs import pages_of
from payments.services.bank_files import check_bank_file, make_attempts, make_bank_file
from payments.services.chunks import CHUNK, advance, begin_step, finish_run, lock_current
from payments.services.entering import move_ordered
from payments.services.entries import record_entries
from payments.services.leaving import take_out
from payments.services.payability import refused_ids, suspension_refusals, window_refusals
from payments.services.set_aside import record_set_aside, take_conflicted_out


@write
def export_order(*, order_id: int, actor_id: int, at: datetime, format_code: str = FIRST_FORMAT) -> PaymentOrder:
    """Send an approved order to the bank (送出拨款单) with the file of its attempts. Conflicted payments leave it, as in
    `approve_order`. One of more than CHUNK payments is sent in chunks: its file is there after the last one.

    Raises `not_found`, `illegal_state`, the errors of `check_bank_file`; `payment_window`, `payment_fiscal_year` if the
    window has passed since: cancel such an order. `payment_suspended` on the first day of a suspension, until the job has
    taken the payment out.
    """
    order = lock_order(order_id)
    ORDER.get_transition(source=order.state, target=OrderState.EXPORTED)
    take_conflicted_out(order, step="export", actor_id=actor_id, at=at)
    last_id = 0
    for page in pages_of(order.pk):
        _require_sendable(page, order=order, at=at)
        check_bank_file(page, format_code=format_code)
        last_id = page[-1].pk
    if order.count > CHUNK:
        begin_step(order, step=OrderStep.SEND, actor_id=actor_id, at=at, last_id=last_id, format=format_code)
        return order
    _send(lock_order_payments(order.pk), order=order, after=0, actor_id=actor_id, at=at)
    _finish(order, format_code=format_code, actor_id=actor_id, at=at)
    return order


def send_chunk(run: OrderRun, *, at: datetime) -> int:
    """Send the next payments of an order; return how many were looked at, 0 after the last one, when its file is made.

    What may no longer be sent leaves the order: its payee is suspended, its window or year has ended, or the person has
    come to have a conflict of interest.
    """
    order = lock_order(run.order_id)
    current = lock_current(run)
    if current is None:
        return 0
    looked_at = lock_next_ordered(order.pk, after=current.cursor, limit=CHUNK)
    if not looked_at:
        finish_run(current, at=at)
        _finish(order, format_code=current.format, actor_id=current.by_id, at=at)
        return 0
    payments = _leave_out(looked_at, order=order, actor_id=current.by_id, at=at)
    _send(payments, order=order, after=current.taken, actor_id=current.by_id, at=at)
    return advance(current, looked_at, taken=len(payments))


def _require_sendable(payments: Sequence[Payment], *, order: PaymentOrder, at: datetime) -> None:
    window = window_refusals(payments, fiscal_year=order.fiscal_year, at=at)
    if refusals := [*suspension_refusals(payments, at=at), *window]:
        raise Refused(refusals)


def _leave_out(payments: Sequence[Payment], *, order: PaymentOrder, actor_id: int, at: datetime) -> list[Payment]:
    """Take those of the locked payments that may no longer be sent out of the locked order; return the others."""
    aside = find_set_aside(user_id=actor_id, cases=parties_of(payments), at=at)
    suspended = refused_ids(suspension_refusals(payments, at=at))
    late = refused_ids(window_refusals(payments, fiscal_year=order.fiscal_year, at=at)) - suspended
    conflicted = {each.case_id for each in aside} - suspended - late
    leaving = (
        ("suspension", suspended, PaymentState.SUSPENDED),
        ("window", late, PaymentState.PENDING),
        ("conflict", conflicted, PaymentState.PENDING),
    )
    for cause, ids, target in leaving:
        if gone := [payment for payment in payments if payment.pk in ids]:
            take_out(order, gone, cause=cause, target=target, actor_id=actor_id, at=at)
    left = [each for each in aside if each.case_id in conflicted]
    record_set_aside(left, step="export", order=order, actor_id=actor_id, at=at)
    return [payment for payment in payments if payment.pk not in suspended | late | conflicted]


def _send(payments: Sequence[Payment], *, order: PaymentOrder, after: int, actor_id: int, at: datetime) -> None:
    """Make the attempts of locked payments, behind line `after` of the file, and move them to sent."""
    if not payments:
        return
    make_attempts(order, payments, after=after, at=at)
    move_ordered(payments, target=PaymentState.SENT, order=order, actor_id=actor_id, at=at)
    record_entries(payments, kind=EntryKind.SENT, at=at)


def _finish(order: PaymentOrder, *, format_code: str, actor_id: int, at: datetime) -> None:
    """Make the file of a locked order and move it to exported."""
    file = make_bank_file(order, format_code=format_code, actor_id=actor_id, at=at)
    columns, data = {"exported_at": at}, {"file": file.name, "sha256": file.sha256}
    move([order], machine=ORDER, target=OrderState.EXPORTED, at=at, actor_id=actor_id, columns=columns, data=data)
