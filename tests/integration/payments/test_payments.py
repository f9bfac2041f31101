"""Payments: their windows, and the results from the bank."""

from datetime import date, datetime

import pytest
from django.db import DatabaseError, transaction

from core.events.outbox import deliver_outbox
from core.models import Event, Notification
from core.values.errors import DomainError
from payments.models import Payment, PaymentOrder
from payments.selectors.payments import list_orderable
from payments.services.orders import prepare_order
from payments.services.payments import open_windows, retry_payment
from redemptions.models import Redemption
from tests.factories import batches as make
from tests.factories.contracts import acting
from vouchers.models import Coupon, Round

pytestmark = pytest.mark.django_db


def beijing(text):
    return datetime.fromisoformat(f"{text}+08:00")


SEPTEMBER = beijing("2026-09-29T09:00")
OCTOBER = beijing("2026-10-12T09:00")


def run(at):
    return open_windows(at=at, progress=lambda done: None)


def refused(call, code):
    tables = (Event, Payment, PaymentOrder, Redemption, Coupon, Round)
    before = [list(table.objects.order_by("pk").values()) for table in tables]
    with pytest.raises(DomainError) as caught:
        call()
    assert caught.value.code == code
    assert [list(table.objects.order_by("pk").values()) for table in tables] == before


def told(payment):
    rows = Event.objects.filter(subject_kind="payment", subject_id=payment.pk).order_by("pk")
    return [row.type.removeprefix("payment.") for row in rows]


def window():
    payment = Payment.objects.get()
    return payment.not_before, payment.fiscal_year, payment.window_opened_at


def by(role="finance"):
    return {"actor_id": make.someone(role), "at": make.OVER}


def test_the_job_opens_a_window_once():
    payment = make.payable()
    assert [run(make.OVER), run(make.OVER)] == [{"opened": 1, "moved": 0}, {"opened": 0, "moved": 0}]
    assert window() == (date(2026, 3, 10), 2026, make.OVER)
    assert told(payment) == ["created", "window_opened"]


def test_a_payment_approved_in_the_fourth_quarter_opens_on_the_first_of_january():
    make.payable(at=OCTOBER)
    assert run(beijing("2026-12-31T23:59:59")) == {"opened": 0, "moved": 0}
    assert window() == (date(2027, 1, 1), 2027, None)
    assert run(new_year := beijing("2027-01-01T00:00:00")) == {"opened": 1, "moved": 0}
    assert window() == (date(2027, 1, 1), 2027, new_year)


def test_a_payment_that_was_not_ordered_in_september_moves_on_to_the_next_year():
    payment = make.payable(at=SEPTEMBER)
    run(SEPTEMBER)
    assert run(beijing("2026-09-30T23:59:59")) == {"opened": 0, "moved": 0}
    assert run(beijing("2026-10-01T00:00:00")) == {"opened": 0, "moved": 1}
    assert window() == (date(2027, 1, 1), 2027, None)
    assert told(payment) == ["created", "window_opened", "window_moved"]


def test_a_payment_that_no_job_looked_at_for_months_gets_the_year_of_its_window():
    make.payable(at=SEPTEMBER)
    new_year = beijing("2027-01-04T09:00")
    assert run(new_year) == {"opened": 1, "moved": 1}
    assert window() == (date(2027, 1, 4), 2027, new_year)


def test_an_answered_payment_is_paid_and_reconciles_its_order():
    payment = make.pay(make.payable())
    assert (payment.state, payment.paid_at) == ("paid", make.OVER)
    assert PaymentOrder.objects.get().state == "reconciled"
    assert told(payment) == ["created", "ordered", "sent", "paid"]


def test_an_order_is_reconciled_when_its_last_payment_is_settled():
    first, second = make.payable(), make.payable()
    make.sent(first, second)
    make.say(first.pk, "成功")
    assert PaymentOrder.objects.get().state == "exported"
    make.say(second.pk, "失败", reason="账号有误")
    assert PaymentOrder.objects.get().state == "reconciled"


def test_a_failed_payment_leaves_the_coupons_approved_and_is_paid_by_another_order():
    payment = make.payable()
    make.sent(payment)
    failed = make.say(payment.pk, "失败", reason="账号有误")
    assert (failed.state, failed.failure_reason, Coupon.objects.get().state) == ("failed", "账号有误", "approved")
    retried = retry_payment(payment_id=payment.pk, **by())
    assert (retried.state, retried.order_id) == ("pending", None)
    assert make.pay(retried).state == "paid" and Coupon.objects.get().state == "paid"


def test_a_payment_retried_after_its_window_waits_for_the_next_one():
    payment = make.payable()
    make.sent(payment)
    make.say(payment.pk, "失败", reason="账户已注销")
    retry_payment(payment_id=payment.pk, actor_id=make.someone("finance"), at=beijing("2026-10-01T09:00:00"))
    assert window() == (date(2027, 1, 1), 2027, None)
    assert told(payment)[-2:] == ["retried", "window_moved"]
    assert list_orderable(on=date(2026, 12, 31), limit=9) == []


def test_a_payment_leaves_its_order_only_when_that_is_cancelled():
    payment, who = make.payable(), by()
    prepare_order(payment_ids=[payment.pk], **by())
    refused(lambda: retry_payment(payment_id=payment.pk, **who), "illegal_state")


def test_the_managers_of_the_payee_are_told_of_a_payment_once():
    payment = make.payable("50000.00")
    manager = acting(payment.payee, "unit_manager")
    make.pay(payment)
    for _ in range(2):
        deliver_outbox(at=make.OVER)
    told = Notification.objects.filter(kind="payment.paid")
    assert list(told.values_list("user_id", "params__amount")) == [(manager.user_id, "50000.00")]


@pytest.mark.parametrize(("column", "value"), [("amount", "0.01"), ("payee_id", 1), ("label", "另一事项")])
def test_what_is_paid_to_whom_never_changes(column, value):
    payment = make.payable()
    with pytest.raises(DatabaseError), transaction.atomic():
        Payment.objects.filter(pk=payment.pk).update(**{column: value})


def test_who_prepared_an_order_never_changes():
    payment = make.payable()
    order = prepare_order(payment_ids=[payment.pk], **by())
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        PaymentOrder.objects.filter(pk=order.pk).update(prepared_by=make.someone("finance"))
