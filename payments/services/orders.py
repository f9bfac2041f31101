"""Payment orders: prepared by one person, approved by another, cancelled before they are sent (article 15.5)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from accounts.rules.delegations import principal_data
from accounts.selectors.handovers import is_substitute
from accounts.services.delegations import require_standing
from core.database.transactions import write
from core.events.recording import Change, record
from core.events.transitions import move, record_beginning
from core.values.deadlines import beijing_day
from core.values.errors import DomainError, Refusal, Refused
from core.values.money import total, yuan
from oversight.rules.stages import Stage
from oversight.services.stages import begin_chain, decide_stage
from payments.models import OrderRun, Payment, PaymentOrder
from payments.rules.states import ORDER, PAYMENT, OrderState, OrderStep, PaymentState
from payments.selectors.bank_files import list_account_kinds
from payments.selectors.locks import (
    lock_accounts_shared,
    lock_next_ordered,
    lock_order,
    lock_order_payments,
    lock_payments,
)
from payments.selectors.order_runs import last_payment_of
from payments.selectors.payments import list_payee_ids
from payments.services.chunks import CHUNK, advance, begin_step, finish_run, finish_unfinished, lock_current
from payments.services.entering import enter_payments
from payments.services.leaving import release
from payments.services.payability import account_refusals, suspension_refusals, window_refusals
from payments.services.set_aside import (
    list_conflicted,
    record_set_aside,
    require_no_conflict_in,
    take_conflicted_out,
    without,
)
from payments.services.subjects import stages_of


@write
def prepare_order(*, payment_ids: Collection[int], actor_id: int, at: datetime) -> PaymentOrder:
    """Put pending payments of one fiscal year on an order (编制拨款单).

    Fixes the account of each payment: the payee's current one. Checks account, window and fiscal year of each payment
    again and raises `payment_without_account`, `payment_account_changing`, `payment_window`, `payment_fiscal_year` for
    every failure; `payment_account_kinds` for bank accounts and wallets on one order; `payment_suspended` from the first
    day of a suspension. Raises `not_found` if one is missing, `illegal_state` if one is not pending. A payment about which
    the person has a conflict of interest stays pending for another person; `conflict_of_interest` if that is all of them.
    """
    accounts = lock_accounts_shared(list_payee_ids(payment_ids))
    asked = _lock_all(payment_ids)
    aside = list_conflicted(asked, actor_id=actor_id, at=at)
    payments = without(asked, aside)
    fiscal_year = beijing_day(at).year
    _require_payable(payments, accounts=accounts, fiscal_year=fiscal_year, at=at)
    order = PaymentOrder.objects.create(
        fiscal_year=fiscal_year,
        total=total(payment.amount for payment in payments),
        count=len(payments),
        prepared_by_id=actor_id,
        prepared_at=at,
    )
    data = {"total": yuan(order.total), "count": order.count, "fiscal_year": fiscal_year}
    record_beginning(order, machine=ORDER, event="payment_order.prepared", at=at, actor_id=actor_id, data=data)
    enter_payments(payments, order=order, accounts=accounts, actor_id=actor_id, at=at)
    begin_chain(
        subject_kind=ORDER.name,
        subject_id=order.pk,
        rules=stages_of(payments),
        amount=order.total,
        preparer_id=actor_id,
        at=at,
    )
    order.set_aside = aside
    record_set_aside(aside, step="prepare", order=order, actor_id=actor_id, at=at)
    return order


@write
def approve_order(*, order_id: int, actor_id: int, at: datetime, principal_id: int | None = None) -> PaymentOrder:
    """Approve an order (审批拨款单). Conflicted payments leave it, pending again, for another person.

    Raises `not_found`, `illegal_state`; `same_person` for the user who prepared it or decided a further stage;
    `stage_missing` for each further stage that the total asks for and nobody has decided; `conflict_of_interest` if no
    other payment remains.
    """
    order = lock_order(order_id)
    ORDER.get_transition(source=order.state, target=OrderState.APPROVED)
    operation = "payment_order.approve"
    _require_standing(order, operation=operation, actor_id=actor_id, principal_id=principal_id, at=at)
    take_conflicted_out(order, step="approve", actor_id=actor_id, at=at)
    _decide_stage(order, stage=Stage.APPROVE, operation=operation, actor_id=actor_id, principal_id=principal_id, at=at)
    columns = {"approved_by_id": actor_id, "approved_at": at}
    data = principal_data(principal_id)
    move([order], machine=ORDER, target=OrderState.APPROVED, at=at, actor_id=actor_id, columns=columns, data=data)
    return order


@write
def sign_order(
    *, order_id: int, stage: Stage, actor_id: int, at: datetime, principal_id: int | None = None
) -> PaymentOrder:
    """Decide a further stage of a prepared order (会签), by a person who did nothing else on it.

    Raises `not_found`, `illegal_state`, `same_person`, `conflict_of_interest` about any of its payments; `stage_decided`,
    `stage_not_needed`, `stage_role`, and `stage_missing` for a stage before it.
    """
    order = lock_order(order_id)
    if order.state != OrderState.PREPARED:
        raise DomainError("illegal_state", kind="refused", state=order.state)
    operation = "payment_order.sign"
    _require_standing(order, operation=operation, actor_id=actor_id, principal_id=principal_id, at=at)
    require_no_conflict_in(order_id, actor_id=actor_id, at=at)
    _decide_stage(order, stage=stage, operation=operation, actor_id=actor_id, principal_id=principal_id, at=at)
    record(
        Change(
            type="payment_order.signed",
            subject_kind=ORDER.name,
            subject_id=order.pk,
            actor_id=actor_id,
            at=at,
            data={"stage": stage.value, "amount": yuan(order.total), **principal_data(principal_id)},
        )
    )
    return order


@write
def cancel_order(*, order_id: int, reason: str, actor_id: int, at: datetime) -> PaymentOrder:
    """Cancel an order before it is sent (撤销拨款单); its payments are pending again, those of a large one chunk by chunk.

    One that is being built is built no further.

    Raises `not_found`, `illegal_state`; `conflict_of_interest` about any of its payments.
    """
    order = lock_order(order_id)
    ORDER.get_transition(source=order.state, target=OrderState.CANCELLING)
    require_no_conflict_in(order_id, actor_id=actor_id, at=at)
    finish_unfinished(order, at=at)
    if order.count > CHUNK:
        last_id = last_payment_of(order_id)
        begin_step(order, step=OrderStep.CANCEL, actor_id=actor_id, at=at, last_id=last_id, reason=reason)
        return order
    release(lock_order_payments(order_id), actor_id=actor_id, at=at)
    _end(order, reason=reason, actor_id=actor_id, at=at)
    return order


def cancel_chunk(run: OrderRun, *, at: datetime) -> int:
    """Release the next payments of an order; return how many, 0 after the last one, when the order is cancelled."""
    order = lock_order(run.order_id)
    current = lock_current(run)
    if current is None:
        return 0
    payments = lock_next_ordered(order.pk, after=current.cursor, limit=CHUNK)
    if not payments:
        finish_run(current, at=at)
        _end(order, reason=current.reason, actor_id=current.by_id, at=at)
        return 0
    release(payments, actor_id=current.by_id, at=at)
    return advance(current, payments, taken=len(payments))


def _end(order: PaymentOrder, *, reason: str, actor_id: int, at: datetime) -> None:
    move([order], machine=ORDER, target=OrderState.CANCELLED, at=at, actor_id=actor_id, data={"reason": reason})


def _require_standing(
    order: PaymentOrder, *, operation: str, actor_id: int, principal_id: int | None, at: datetime
) -> None:
    """Refuse an act in a name that was not delegated, or whose bearer has a conflict of interest about any payment."""
    require_standing(actor_id=actor_id, principal_id=principal_id, operation=operation, case_id=order.pk, at=at)
    if principal_id is not None:
        require_no_conflict_in(order.pk, actor_id=principal_id, at=at)


def _decide_stage(
    order: PaymentOrder, *, stage: Stage, operation: str, actor_id: int, principal_id: int | None, at: datetime
) -> None:
    decide_stage(
        subject_kind=ORDER.name,
        subject_id=order.pk,
        stage=stage,
        amount=order.total,
        actor_id=actor_id,
        principal_id=principal_id,
        at=at,
        is_substitute=is_substitute(user_id=actor_id, operation=operation, case_id=order.pk, at=at),
    )


def _lock_all(payment_ids: Collection[int]) -> list[Payment]:
    payments = lock_payments(payment_ids)
    if not payments or len(payments) != len(set(payment_ids)):
        raise DomainError("not_found", field="payments", kind="missing")
    for payment in payments:
        PAYMENT.get_transition(source=payment.state, target=PaymentState.ORDERED)
    return payments


def _require_payable(
    payments: Sequence[Payment], *, accounts: Mapping[int, int], fiscal_year: int, at: datetime
) -> None:
    kinds = list_account_kinds([accounts[each.payee_id] for each in payments if each.payee_id in accounts])
    refusals = [
        *account_refusals(payments, accounts=accounts),
        *([Refusal(code="payment_account_kinds", field="payments")] if len(kinds) > 1 else ()),
        *suspension_refusals(payments, at=at),
        *window_refusals(payments, fiscal_year=fiscal_year, at=at),
    ]
    if refusals:
        raise Refused(refusals)
