"""The states of payments and of their orders (docs/domain.md section 5)."""

from collections.abc import Mapping
from enum import StrEnum

from core.values.state_machine import StateMachine, transition


class PaymentState(StrEnum):
    """拨付. The states of a payment."""

    PENDING = "pending"
    ORDERED = "ordered"
    SENT = "sent"
    PAID = "paid"
    FAILED = "failed"
    SUSPENDED = "suspended"
    CANCELLED = "cancelled"


UNPAID_PAYMENTS = (
    PaymentState.PENDING,
    PaymentState.ORDERED,
    PaymentState.SENT,
    PaymentState.FAILED,
    PaymentState.SUSPENDED,
)
"""The money has not arrived yet."""
UNSENT_PAYMENTS = (PaymentState.PENDING, PaymentState.ORDERED, PaymentState.SUSPENDED)
"""Held while a suspension of the payee is in force."""
UNCONFIRMED_PAYMENTS = (PaymentState.ORDERED, PaymentState.SENT)
"""On an order, and the bank has neither confirmed nor failed the payment."""
UNORDERED_PAYMENTS = (PaymentState.PENDING, PaymentState.FAILED, PaymentState.SUSPENDED)
"""On no order that can still pay: an order needs the payee's checked account."""
CANCELLABLE_PAYMENTS = (*UNORDERED_PAYMENTS, PaymentState.ORDERED)
"""Not at the bank: cancelled where the coupons are revoked (article 17)."""

PAYMENT = StateMachine(
    name="payment",
    initial=(PaymentState.PENDING,),
    transitions=(
        transition(PaymentState.PENDING, PaymentState.ORDERED, "payment.ordered"),
        transition(PaymentState.ORDERED, PaymentState.PENDING, "payment.order_cancelled"),
        transition(PaymentState.ORDERED, PaymentState.SENT, "payment.sent"),
        transition(PaymentState.SENT, PaymentState.PAID, "payment.paid"),
        transition(PaymentState.SENT, PaymentState.FAILED, "payment.failed"),
        transition(PaymentState.PAID, PaymentState.FAILED, "payment.returned"),
        transition(PaymentState.FAILED, PaymentState.PENDING, "payment.retried"),
        transition(PaymentState.PENDING, PaymentState.SUSPENDED, "payment.suspended"),
        transition(PaymentState.SUSPENDED, PaymentState.PENDING, "payment.resumed"),
        transition(PaymentState.ORDERED, PaymentState.SUSPENDED, "payment.suspended"),
        *(transition(state, PaymentState.CANCELLED, "payment.cancelled") for state in CANCELLABLE_PAYMENTS),
    ),
)
"""拨付. A paid one fails when the bank returns the money (退汇). A suspended one is on no order, and
one whose coupons are revoked is cancelled (article 17)."""


class OrderState(StrEnum):
    """拨款单. The states of a payment order."""

    BUILDING = "building"
    PREPARED = "prepared"
    APPROVED = "approved"
    SENDING = "sending"
    CANCELLING = "cancelling"
    CANCELLED = "cancelled"
    EXPORTED = "exported"
    RECONCILED = "reconciled"


UNSENT_ORDERS = (OrderState.BUILDING, OrderState.PREPARED, OrderState.APPROVED, OrderState.SENDING)
"""May still be sent, or a part of it may."""
LEAVABLE_ORDERS = (*UNSENT_ORDERS, OrderState.CANCELLING)
"""Has ordered payments, which leave it where they may no longer be paid."""
ANSWERABLE_ORDERS = (OrderState.EXPORTED, OrderState.RECONCILED)
"""Sent, so the bank may answer; to a reconciled one it may still say something else."""
CANCELLED_ORDERS = (OrderState.CANCELLING, OrderState.CANCELLED)
"""Pays nothing: its payments are pending again, or are set so chunk by chunk."""

ORDER = StateMachine(
    name="payment_order",
    initial=(OrderState.BUILDING, OrderState.PREPARED),
    transitions=(
        transition(OrderState.BUILDING, OrderState.PREPARED, "payment_order.prepared"),
        transition(OrderState.PREPARED, OrderState.APPROVED, "payment_order.approved"),
        transition(OrderState.APPROVED, OrderState.SENDING, "payment_order.sending"),
        *(
            transition(source, OrderState.CANCELLING, "payment_order.cancelling")
            for source in (OrderState.BUILDING, OrderState.PREPARED, OrderState.APPROVED)
        ),
        *(
            transition(source, OrderState.CANCELLED, "payment_order.cancelled")
            for source in (*UNSENT_ORDERS, OrderState.CANCELLING)
        ),
        transition(OrderState.APPROVED, OrderState.EXPORTED, "payment_order.exported"),
        transition(OrderState.SENDING, OrderState.EXPORTED, "payment_order.exported"),
        transition(OrderState.EXPORTED, OrderState.RECONCILED, "payment_order.reconciled"),
    ),
)
"""拨款单. Approved by a second person. A large one is built, sent and cancelled in chunks (decision 44). An order that missed
its window is cancelled; its payments are pending again."""


class OrderStep(StrEnum):
    """拨款单的分批办理. The steps of an order that a job does in chunks."""

    BUILD = "build"
    SEND = "send"
    CANCEL = "cancel"


STEP_STATES: Mapping[OrderStep, OrderState] = {
    OrderStep.BUILD: OrderState.BUILDING,
    OrderStep.SEND: OrderState.SENDING,
    OrderStep.CANCEL: OrderState.CANCELLING,
}
"""The state of an order while the step is done."""


class ManualAnswerState(StrEnum):
    """人工登记. The states of an answer of the bank that is entered by hand."""

    ENTERED = "entered"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


MANUAL_ANSWER = StateMachine(
    name="manual_answer",
    initial=(ManualAnswerState.ENTERED,),
    transitions=(
        transition(ManualAnswerState.ENTERED, ManualAnswerState.CONFIRMED, "manual_answer.confirmed"),
        transition(ManualAnswerState.ENTERED, ManualAnswerState.REFUSED, "manual_answer.refused"),
    ),
)
"""人工登记. Entered by one person of finance, confirmed or refused by another. Nothing changes until it is confirmed."""


class PayeeAccountState(StrEnum):
    """收款账户. The states of a payee's account, entered as the first one or as a change of the current one."""

    ENTERED = "entered"
    CHECKED = "checked"
    WAITING = "waiting"
    CURRENT = "current"
    REPLACED = "replaced"
    REFUSED = "refused"
    STOPPED = "stopped"


OPEN_ACCOUNTS = (PayeeAccountState.ENTERED, PayeeAccountState.CHECKED, PayeeAccountState.WAITING)
"""Entered and neither current nor ended. While a change is open, nothing is ordered for its party."""
LIVE_ACCOUNTS = (*OPEN_ACCOUNTS, PayeeAccountState.CURRENT)
"""The accounts that decide whether a party can be paid."""

PAYEE_ACCOUNT = StateMachine(
    name="payee_account",
    initial=(PayeeAccountState.ENTERED,),
    transitions=(
        transition(PayeeAccountState.ENTERED, PayeeAccountState.CHECKED, "payee_account.checked"),
        transition(PayeeAccountState.CHECKED, PayeeAccountState.WAITING, "payee_account.confirmed"),
        transition(
            PayeeAccountState.WAITING,
            PayeeAccountState.CURRENT,
            "payee_account.activated",
            deadline="account_change",
        ),
        transition(PayeeAccountState.ENTERED, PayeeAccountState.CURRENT, "payee_account.accepted"),
        transition(PayeeAccountState.CURRENT, PayeeAccountState.REPLACED, "payee_account.replaced"),
        *(transition(state, PayeeAccountState.REFUSED, "payee_account.refused") for state in OPEN_ACCOUNTS),
        *(transition(state, PayeeAccountState.STOPPED, "payee_account.stopped") for state in OPEN_ACCOUNTS),
    ),
)
"""收款账户. The first one is current once it is checked; a change is checked, confirmed by a second person, and waits."""


class RecoveryState(StrEnum):
    """追回. The states of a recovery."""

    PROPOSED = "proposed"
    HEARD = "heard"
    DROPPED = "dropped"
    DECIDED = "decided"
    NOTIFIED = "notified"
    PARTLY_REPAID = "partly_repaid"
    REPAID = "repaid"
    WRITTEN_OFF = "written_off"


OWED_RECOVERIES = (RecoveryState.NOTIFIED, RecoveryState.PARTLY_REPAID)
"""The debtor owes what is not repaid."""
DECIDED_RECOVERIES = (
    RecoveryState.DECIDED,
    *OWED_RECOVERIES,
    RecoveryState.REPAID,
    RecoveryState.WRITTEN_OFF,
)
"""Decided, repaid or not."""

RECOVERY = StateMachine(
    name="recovery",
    initial=(RecoveryState.PROPOSED,),
    transitions=(
        transition(RecoveryState.PROPOSED, RecoveryState.HEARD, "recovery.heard", deadline="answer_by"),
        transition(RecoveryState.HEARD, RecoveryState.DROPPED, "recovery.dropped"),
        transition(RecoveryState.HEARD, RecoveryState.DECIDED, "recovery.decided"),
        transition(RecoveryState.DECIDED, RecoveryState.NOTIFIED, "recovery.notified"),
        transition(RecoveryState.NOTIFIED, RecoveryState.PARTLY_REPAID, "recovery.partly_repaid", deadline="due_on"),
        transition(RecoveryState.NOTIFIED, RecoveryState.REPAID, "recovery.repaid", deadline="due_on"),
        transition(RecoveryState.PARTLY_REPAID, RecoveryState.PARTLY_REPAID, "recovery.partly_repaid"),
        transition(RecoveryState.PARTLY_REPAID, RecoveryState.REPAID, "recovery.repaid", deadline="due_on"),
        *(transition(state, RecoveryState.WRITTEN_OFF, "recovery.written_off") for state in OWED_RECOVERIES),
    ),
)
"""追回. Heard, then decided or dropped by a second person; written off by two persons with a reason."""


class RepaymentState(StrEnum):
    """还款. The states of a repayment."""

    ENTERED = "entered"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


REPAYMENT = StateMachine(
    name="repayment",
    initial=(RepaymentState.ENTERED,),
    transitions=(
        transition(RepaymentState.ENTERED, RepaymentState.CONFIRMED, "repayment.confirmed"),
        transition(RepaymentState.ENTERED, RepaymentState.REFUSED, "repayment.refused"),
    ),
)
"""还款. Entered by finance with the bank's paper, confirmed by a second person."""


class PeriodClosingState(StrEnum):
    """关账. The states of the closing of a period."""

    PROPOSED = "proposed"
    CLOSED = "closed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


PERIOD_CLOSING = StateMachine(
    name="period_closing",
    initial=(PeriodClosingState.PROPOSED,),
    transitions=(
        transition(PeriodClosingState.PROPOSED, PeriodClosingState.CLOSED, "period_closing.closed"),
        transition(PeriodClosingState.PROPOSED, PeriodClosingState.REFUSED, "period_closing.refused"),
        transition(PeriodClosingState.PROPOSED, PeriodClosingState.WITHDRAWN, "period_closing.withdrawn"),
    ),
)
"""关账. Confirmed or refused by a second person; a closed period is never opened again."""
