import pytest

from payments.permissions import OPERATIONS
from payments.rules.next_steps import order_steps, payment_steps, recovery_steps
from payments.rules.states import ORDER, PAYMENT, RECOVERY, OrderState, PaymentState, RecoveryState


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        ("pending", {}),
        ("ordered", {}),
        ("sent", {"answer": "manual_answer.enter"}),
        ("paid", {"answer": "manual_answer.enter", "recover": "recovery.propose"}),
        ("failed", {"retry": "payment.retry"}),
        ("suspended", {}),
        ("cancelled", {}),
    ],
)
def test_what_may_be_done_with_a_payment(state, steps):
    assert payment_steps(PaymentState(state)) == steps


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        (
            "prepared",
            {"sign": "payment_order.sign", "approve": "payment_order.approve", "cancel": "payment_order.cancel"},
        ),
        ("approved", {"export": "payment_order.export", "cancel": "payment_order.cancel"}),
        ("exported", {"answer": "bank_answer.import"}),
        ("reconciled", {"answer": "bank_answer.import"}),
        ("cancelled", {}),
    ],
)
def test_what_may_be_done_with_an_order(state, steps):
    assert order_steps(OrderState(state)) == steps


ENTER = {"enter_repayment": "recovery.enter_repayment"}


@pytest.mark.parametrize(
    ("state", "write_off", "steps"),
    [
        ("proposed", False, {"hear": "recovery.hear", "answer": "recovery.answer"}),
        ("heard", False, {"decide": "recovery.decide", "drop": "recovery.drop"}),
        ("dropped", False, {}),
        ("decided", False, {}),
        ("notified", False, {**ENTER, "propose_write_off": "recovery.propose_write_off"}),
        (
            "partly_repaid",
            True,
            {**ENTER, "write_off": "recovery.write_off", "refuse_write_off": "recovery.refuse_write_off"},
        ),
        ("repaid", False, {}),
        ("written_off", True, {}),
    ],
)
def test_what_may_be_done_with_a_recovery(state, write_off, steps):
    assert recovery_steps(RecoveryState(state), write_off_proposed=write_off) == steps


def test_every_operation_is_one_that_somebody_may_ask_for():
    steps = [*map(payment_steps, PAYMENT.states), *map(order_steps, ORDER.states)]
    steps += [recovery_steps(state, write_off_proposed=each) for state in RECOVERY.states for each in (True, False)]
    assert {operation for each in steps for operation in each.values()} <= set(OPERATIONS)
