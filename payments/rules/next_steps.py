"""The next steps of payments and orders. Pure."""

from collections.abc import Mapping

from payments.rules.states import OWED_RECOVERIES, OrderState, PaymentState, PeriodClosingState, RecoveryState

_PAYMENT_STEPS: Mapping[PaymentState, Mapping[str, str]] = {
    PaymentState.SENT: {"answer": "manual_answer.enter"},
    PaymentState.PAID: {"answer": "manual_answer.enter", "recover": "recovery.propose"},
    PaymentState.FAILED: {"retry": "payment.retry"},
}
_ORDER_STEPS: Mapping[OrderState, Mapping[str, str]] = {
    OrderState.BUILDING: {"cancel": "payment_order.cancel"},
    OrderState.PREPARED: {
        "sign": "payment_order.sign",
        "approve": "payment_order.approve",
        "cancel": "payment_order.cancel",
    },
    OrderState.APPROVED: {"export": "payment_order.export", "cancel": "payment_order.cancel"},
    OrderState.EXPORTED: {"answer": "bank_answer.import"},
    OrderState.RECONCILED: {"answer": "bank_answer.import"},
}
_CLOSING_STEPS: Mapping[PeriodClosingState, Mapping[str, str]] = {
    PeriodClosingState.PROPOSED: {
        "confirm": "period_closing.decide",
        "refuse": "period_closing.decide",
        "withdraw": "period_closing.propose",
    },
}


def payment_steps(state: PaymentState) -> Mapping[str, str]:
    """Return the next steps of a payment (下一步): step → the operation that permits it."""
    return _PAYMENT_STEPS.get(state, {})


def order_steps(state: OrderState) -> Mapping[str, str]:
    """Return the next steps of a payment order (下一步): step → the operation that permits it."""
    return _ORDER_STEPS.get(state, {})


_RECOVERY_STEPS: Mapping[RecoveryState, Mapping[str, str]] = {
    RecoveryState.PROPOSED: {"hear": "recovery.hear", "answer": "recovery.answer"},
    RecoveryState.HEARD: {"decide": "recovery.decide", "drop": "recovery.drop"},
}


def recovery_steps(state: RecoveryState, *, write_off_proposed: bool) -> Mapping[str, str]:
    """Return the next steps of a recovery (下一步): step → the operation that permits it."""
    if state not in OWED_RECOVERIES:
        return _RECOVERY_STEPS.get(state, {})
    if write_off_proposed:
        settle = {"write_off": "recovery.write_off", "refuse_write_off": "recovery.refuse_write_off"}
    else:
        settle = {"propose_write_off": "recovery.propose_write_off"}
    return {"enter_repayment": "recovery.enter_repayment", **settle}


def closing_steps(state: PeriodClosingState) -> Mapping[str, str]:
    """Return the next steps of the closing of a period (下一步): step → the operation that permits it."""
    return _CLOSING_STEPS.get(state, {})
