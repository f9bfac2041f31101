"""Payment orders of every payment that may be paid now, built in chunks (批量编制拨款单, article 15.5)."""

from collections.abc import Sequence
from datetime import datetime

from accounts.rules.conflicts import SetAside
from accounts.selectors.conflicts import find_set_aside, set_aside_error
from core.database.transactions import write
from core.events.transitions import move, record_beginning
from core.values.deadlines import beijing_day
from core.values.errors import DomainError
from core.values.money import ZERO, total, yuan
from oversight.rules.stages import ORDER_STAGES, strictest_stages
from oversight.services.stages import begin_chain
from payments.models import OrderRun, Payment, PaymentOrder
from payments.rules.payee_accounts import AccountKind
from payments.rules.states import ORDER, OrderState, OrderStep, PaymentState
from payments.selectors.cases import parties_of
from payments.selectors.locks import lock_accounts_shared, lock_order, lock_payments
from payments.selectors.order_runs import last_orderable, list_next_orderable, pages_of, sum_orderable
from payments.selectors.payee_accounts import list_of_kind
from payments.selectors.payments import list_payee_ids
from payments.services.chunks import CHUNK, advance, begin_run, finish_run, lock_current
from payments.services.entering import enter_payments
from payments.services.payability import account_refusals, refused_ids, suspension_refusals, window_refusals
from payments.services.set_aside import record_set_aside
from payments.services.subjects import stages_of


@write
def build_order(*, kind: AccountKind, actor_id: int, at: datetime) -> PaymentOrder:
    """Begin an order of all pending payments that may be paid on this day to accounts of a kind (批量编制拨款单).

    The first chunk is in this transaction, a job does the others. Raises `nothing_to_order` where no payment is due, or the
    only chunk finds none that may be ordered; `conflict_of_interest` where the person must leave all of them to another.
    """
    today = beijing_day(at)
    found = sum_orderable(kind, on=today)
    nothing = DomainError("nothing_to_order", field="kind", kind="refused")
    if not found.count:
        raise nothing
    order = PaymentOrder.objects.create(
        state=OrderState.BUILDING, fiscal_year=today.year, total=ZERO, count=0, prepared_by_id=actor_id, prepared_at=at
    )
    record_beginning(order, machine=ORDER, event="payment_order.building", at=at, actor_id=actor_id)
    run = begin_run(
        order,
        step=OrderStep.BUILD,
        actor_id=actor_id,
        at=at,
        last_id=last_orderable(kind, on=today),
        planned=found.count,
        account_kind=kind,
    )
    looked_at, order.set_aside = _build_some(run, at=at)
    if looked_at < CHUNK:
        run.refresh_from_db()
        build_chunk(run, at=at)  # finds nothing left, so the order is whole
    order.refresh_from_db()
    if order.state == OrderState.CANCELLED:
        raise set_aside_error(order.set_aside) if order.set_aside else nothing
    return order


def build_chunk(run: OrderRun, *, at: datetime) -> int:
    """Put the next payments of a run on its order; return how many were looked at, 0 where none is left.

    Left out, and pending as before: what is no longer pending, what `prepare_order` would refuse, and payments about which
    the person has a conflict of interest.
    """
    return _build_some(run, at=at)[0]


def _build_some(run: OrderRun, *, at: datetime) -> tuple[int, list[SetAside]]:
    """Do a chunk; return also the payments that were left to another person."""
    ids = list_next_orderable(run, limit=CHUNK)
    accounts = lock_accounts_shared(list_payee_ids(ids))
    order = lock_order(run.order_id)
    current = lock_current(run)
    if current is None:
        return 0, []
    if not ids:
        return _finish(current, order, at=at), []
    looked_at = lock_payments(ids)
    payable = _payable(looked_at, kind=AccountKind(current.account_kind), accounts=accounts, order=order, at=at)
    aside = find_set_aside(user_id=current.by_id, cases=parties_of(payable), at=at)
    conflicted = {each.case_id for each in aside}
    taken = [payment for payment in payable if payment.pk not in conflicted]
    enter_payments(taken, order=order, accounts=accounts, actor_id=current.by_id, at=at)
    order.total += total(payment.amount for payment in taken)
    order.count += len(taken)
    order.save(update_fields=["total", "count"])
    record_set_aside(aside, step="prepare", order=order, actor_id=current.by_id, at=at)
    return advance(current, looked_at, taken=len(taken)), aside


def _payable(
    payments: Sequence[Payment], *, kind: AccountKind, accounts: dict[int, int], order: PaymentOrder, at: datetime
) -> list[Payment]:
    """Return those of the locked payments that are pending still and that nothing keeps from the order."""
    of_kind = list_of_kind(kind, accounts.values())
    pending = [
        payment
        for payment in payments
        if payment.state == PaymentState.PENDING and accounts.get(payment.payee_id) in of_kind
    ]
    refused = refused_ids(
        [
            *account_refusals(pending, accounts=accounts),
            *suspension_refusals(pending, at=at),
            *window_refusals(pending, fiscal_year=order.fiscal_year, at=at),
        ]
    )
    return [payment for payment in pending if payment.pk not in refused]


def _finish(run: OrderRun, order: PaymentOrder, *, at: datetime) -> int:
    """Move a built order to prepared and begin its chain of approval; one that stayed empty is cancelled."""
    finish_run(run, at=at)
    if not order.count:
        why = {"reason": "nothing_left"}
        move([order], machine=ORDER, target=OrderState.CANCELLED, at=at, actor_id=run.by_id, data=why)
        return 0
    rules = strictest_stages([stages_of(page) for page in pages_of(order.pk)], default=ORDER_STAGES)
    begin_chain(
        subject_kind=ORDER.name,
        subject_id=order.pk,
        rules=rules,
        amount=order.total,
        preparer_id=run.by_id,
        at=at,
    )
    data = {"total": yuan(order.total), "count": order.count, "fiscal_year": order.fiscal_year}
    move([order], machine=ORDER, target=OrderState.PREPARED, at=at, actor_id=run.by_id, data=data)
    return 0
