"""Payment orders: prepared by one person, approved by another, sent to the bank (article 15.5)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db.models import OuterRef, Subquery

from accounts.rules.conflicts import SetAside
from accounts.rules.delegations import principal_data
from accounts.selectors.handovers import is_substitute
from accounts.services.delegations import require_standing
from core.database.transactions import write
from core.events.recording import Change, record
from core.events.transitions import move, record_beginning
from core.values.deadlines import beijing_day
from core.values.errors import DomainError, Param, Refusal, Refused
from core.values.money import total, yuan
from oversight.rules.sanctions import PAYMENTS_SUSPENDED
from oversight.rules.stages import Stage
from oversight.selectors.sanctions import list_under
from oversight.services.stages import begin_chain, decide_stage
from payments.models import PayeeAccount, Payment, PaymentOrder
from payments.rules.bank_files import FIRST_FORMAT
from payments.rules.reconciliation import EntryKind
from payments.rules.states import ORDER, PAYMENT, OrderState, PaymentState
from payments.selectors.bank_files import list_account_kinds
from payments.selectors.locks import lock_accounts_shared, lock_order, lock_order_payments, lock_payments
from payments.selectors.payee_accounts import list_changing
from payments.selectors.payments import list_payee_ids
from payments.services.bank_files import make_attempts, make_bank_file
from payments.services.entries import record_entries
from payments.services.leaving import release, take_out
from payments.services.set_aside import list_conflicted, record_set_aside, require_no_conflict_in
from payments.services.subjects import stages_of, windows_of


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
    payments = _without(asked, aside)
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
    _fix_accounts(payments, accounts=accounts)
    _move(payments, target=PaymentState.ORDERED, at=at, actor_id=actor_id, order=order)
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
    _take_conflicted_out(order, step="approve", actor_id=actor_id, at=at)
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
def export_order(*, order_id: int, actor_id: int, at: datetime, format_code: str = FIRST_FORMAT) -> PaymentOrder:
    """Send an approved order to the bank (送出拨款单) with the file of its attempts. Conflicted payments leave it, as in
    `approve_order`.

    Raises `not_found`, `illegal_state`, the errors of `make_bank_file`; `payment_window`, `payment_fiscal_year` if the
    window has passed since: cancel such an order. `payment_suspended` on the first day of a suspension, until the job has
    taken the payment out.
    """
    order = lock_order(order_id)
    ORDER.get_transition(source=order.state, target=OrderState.EXPORTED)
    payments = _take_conflicted_out(order, step="export", actor_id=actor_id, at=at)
    window = _window_refusals(payments, fiscal_year=order.fiscal_year, at=at)
    if refusals := [*_suspension_refusals(payments, at=at), *window]:
        raise Refused(refusals)
    attempts = make_attempts(order, payments, at=at)
    file = make_bank_file(order, attempts, format_code=format_code, actor_id=actor_id, at=at)
    _move(payments, target=PaymentState.SENT, at=at, actor_id=actor_id, order=order)
    record_entries(payments, kind=EntryKind.SENT, at=at)
    columns, data = {"exported_at": at}, {"file": file.name, "sha256": file.sha256}
    move([order], machine=ORDER, target=OrderState.EXPORTED, at=at, actor_id=actor_id, columns=columns, data=data)
    return order


@write
def cancel_order(*, order_id: int, reason: str, actor_id: int, at: datetime) -> PaymentOrder:
    """Cancel an order before it is sent (撤销拨款单); its payments are pending again.

    Raises `not_found`, `illegal_state`; `conflict_of_interest` about any of its payments.
    """
    order = lock_order(order_id)
    ORDER.get_transition(source=order.state, target=OrderState.CANCELLED)
    require_no_conflict_in(order_id, actor_id=actor_id, at=at)
    release(lock_order_payments(order_id), actor_id=actor_id, at=at)
    move([order], machine=ORDER, target=OrderState.CANCELLED, at=at, actor_id=actor_id, data={"reason": reason})
    return order


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


def _take_conflicted_out(order: PaymentOrder, *, step: str, actor_id: int, at: datetime) -> list[Payment]:
    """Set the conflicted payments of a locked order to pending; return the locked others. The order's total follows."""
    payments = lock_order_payments(order.pk)
    aside = list_conflicted(payments, actor_id=actor_id, at=at)
    if not aside:
        return payments
    mine = _without(payments, aside)
    gone = [payment for payment in payments if payment not in mine]
    take_out(order, gone, cause="conflict", actor_id=actor_id, at=at)
    order.set_aside = aside
    record_set_aside(aside, step=step, order=order, actor_id=actor_id, at=at)
    return mine


def _without(payments: Sequence[Payment], aside: Sequence[SetAside]) -> list[Payment]:
    ids = {each.case_id for each in aside}
    return [payment for payment in payments if payment.pk not in ids]


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
        *_account_refusals(payments, accounts=accounts),
        *([Refusal(code="payment_account_kinds", field="payments")] if len(kinds) > 1 else ()),
        *_suspension_refusals(payments, at=at),
        *_window_refusals(payments, fiscal_year=fiscal_year, at=at),
    ]
    if refusals:
        raise Refused(refusals)


def _account_refusals(payments: Sequence[Payment], *, accounts: Mapping[int, int]) -> list[Refusal]:
    changing = list_changing({payment.payee_id for payment in payments})
    refusals = []
    for payment in payments:
        params: dict[str, Param] = {"payment": payment.pk, "number": payment.number}
        if payment.payee_id in changing and payment.payee_id in accounts:
            refusals.append(Refusal(code="payment_account_changing", params=params))
        elif payment.payee_id not in accounts:
            refusals.append(Refusal(code="payment_without_account", params=params))
    return refusals


def _suspension_refusals(payments: Sequence[Payment], *, at: datetime) -> list[Refusal]:
    payees = {payment.payee_id for payment in payments}
    under = list_under(PAYMENTS_SUSPENDED, party_ids=payees, on=beijing_day(at))
    return [
        Refusal(code="payment_suspended", params={"payment": payment.pk, "number": payment.number})
        for payment in payments
        if payment.payee_id in under
    ]


def _fix_accounts(payments: Sequence[Payment], *, accounts: Mapping[int, int]) -> None:
    """Set the account of each payment, before it is ordered: that of its payee among the locked ones."""
    own = PayeeAccount.objects.filter(pk__in=accounts.values(), party=OuterRef("payee_id"))
    Payment.objects.filter(pk__in=[payment.pk for payment in payments]).update(account_id=Subquery(own.values("pk")))


def _window_refusals(payments: Sequence[Payment], *, fiscal_year: int, at: datetime) -> list[Refusal]:
    today = beijing_day(at)
    windows = windows_of(payments, on=today)
    refusals = []
    for payment in payments:
        window = windows[payment.pk]
        opens = max(window.not_before, payment.not_before)
        if opens > today:
            refusals.append(_window_refusal(payment, not_before=opens.isoformat()))
        elif {payment.fiscal_year, window.fiscal_year} != {fiscal_year}:
            refusals.append(_year_refusal(payment, current=window.fiscal_year))
    return refusals


def _window_refusal(payment: Payment, *, not_before: str) -> Refusal:
    return Refusal(
        code="payment_window", params={"payment": payment.pk, "number": payment.number, "not_before": not_before}
    )


def _year_refusal(payment: Payment, *, current: int) -> Refusal:
    return Refusal(
        code="payment_fiscal_year",
        params={
            "payment": payment.pk,
            "number": payment.number,
            "fiscal_year": payment.fiscal_year,
            "current": current,
        },
    )


def _move(
    payments: Sequence[Payment], *, target: PaymentState, at: datetime, actor_id: int, order: PaymentOrder
) -> None:
    move(
        payments,
        machine=PAYMENT,
        target=target,
        at=at,
        actor_id=actor_id,
        columns={"order_id": order.pk},
        data={"order": order.pk, "number": order.number},
        party=lambda payment: payment.payee_id,
    )
