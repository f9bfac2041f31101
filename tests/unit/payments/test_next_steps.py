import pytest

from payments.permissions import OPERATIONS
from payments.rules.next_steps import order_steps, payment_steps
from payments.rules.states import ORDER, PAYMENT, OrderState, PaymentState


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        ("pending", {}),
        ("ordered", {}),
        ("sent", {"answer": "manual_answer.enter"}),
        ("paid", {"answer": "manual_answer.enter"}),
        ("failed", {"retry": "payment.retry"}),
        ("suspended", {}),
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


def test_every_operation_is_one_that_somebody_may_ask_for():
    steps = [*map(payment_steps, PAYMENT.states), *map(order_steps, ORDER.states)]
    assert {operation for each in steps for operation in each.values()} <= set(OPERATIONS)
