"""Payment orders: prepared and approved by two users, in the window of their year."""

from datetime import datetime
from decimal import Decimal

import pytest

from core.models import Event
from core.values.errors import DomainError, Refused
from payments.models import Payment, PaymentOrder
from payments.services.orders import approve_order, cancel_order, prepare_order
from payments.services.payments import open_windows
from payments.services.sending import export_order
from tests.factories import batches as make

pytestmark = pytest.mark.django_db


def beijing(text):
    return datetime.fromisoformat(f"{text}+08:00")


SEPTEMBER = beijing("2026-09-29T09:00")
LAST_SECOND = beijing("2026-09-30T23:59:59")
FOURTH_QUARTER = beijing("2026-10-01T00:00:00")


def prepare(*payments, at=make.OVER, who=0):
    ids = [payment.pk for payment in payments]
    return prepare_order(payment_ids=ids, actor_id=who or make.someone("finance"), at=at)


def approve(order, at=make.OVER, who=0):
    return approve_order(order_id=order.pk, actor_id=who or make.someone("approver"), at=at)


def export(order, at=make.OVER, who=0):
    return export_order(order_id=order.pk, actor_id=who or make.someone("finance"), at=at)


def cancel(order, who=0):
    return cancel_order(order_id=order.pk, reason="改期", actor_id=who or make.someone("finance"), at=make.OVER)


def refused(call, code):
    who = make.someone("finance")
    before = [list(table.objects.order_by("pk").values()) for table in (Event, Payment, PaymentOrder)]
    with pytest.raises(DomainError) as caught:
        call(who)
    assert caught.value.code == code
    assert [list(table.objects.order_by("pk").values()) for table in (Event, Payment, PaymentOrder)] == before
    return caught.value


def states():
    return list(Payment.objects.order_by("pk").values_list("state", flat=True))


def test_an_order_groups_payments_and_sums_them_up():
    order = prepare(make.payable("50000.00"), make.payable("0.01"))
    assert (order.state, order.count, order.total, order.fiscal_year) == ("prepared", 2, Decimal("50000.01"), 2026)
    assert states() == ["ordered", "ordered"]


def test_a_payment_is_on_one_order():
    payment = make.payable()
    prepare(payment)
    refused(lambda who: prepare(payment, who=who), "illegal_state")


def test_an_order_of_a_payment_that_is_not_there_is_refused():
    payment = make.payable()
    ids = [payment.pk, 10**9]
    refused(lambda who: prepare_order(payment_ids=ids, actor_id=who, at=make.OVER), "not_found")


def test_an_order_of_nothing_is_refused():
    refused(lambda who: prepare(who=who), "not_found")


def test_a_payment_is_ordered_in_the_last_second_of_september():
    assert prepare(make.payable(at=SEPTEMBER), at=LAST_SECOND).state == "prepared"


def test_a_payment_pending_from_september_is_not_ordered_in_the_fourth_quarter():
    payment = make.payable(at=SEPTEMBER)
    open_windows(at=SEPTEMBER, progress=lambda done: None)
    error = refused(lambda who: prepare(payment, at=FOURTH_QUARTER, who=who), "payment_window")
    assert error.params == {"payment": payment.pk, "number": payment.number, "not_before": "2027-01-01"}


def test_every_payment_in_the_way_is_named():
    payments = [make.payable(at=SEPTEMBER), make.payable(at=SEPTEMBER)]
    error = refused(lambda who: prepare(*payments, at=FOURTH_QUARTER, who=who), "payment_window")
    assert isinstance(error, Refused) and [each.params["payment"] for each in error.refusals] == [
        p.pk for p in payments
    ]


def test_a_payment_of_last_year_is_ordered_after_it_moved_on_to_its_new_year():
    payment, january = make.payable(at=SEPTEMBER), beijing("2027-01-04T09:00")
    error = refused(lambda who: prepare(payment, at=january, who=who), "payment_fiscal_year")
    assert error.params == {"payment": payment.pk, "number": payment.number, "fiscal_year": 2026, "current": 2027}
    open_windows(at=january, progress=lambda done: None)
    assert prepare(payment, at=january).fiscal_year == 2027


def test_payments_of_two_fiscal_years_are_not_on_one_order():
    old, january = make.payable(at=SEPTEMBER), beijing("2027-01-04T09:00")
    new = make.payable(at=beijing("2026-10-12T09:00"))
    error = refused(lambda who: prepare(old, new, at=january, who=who), "payment_fiscal_year")
    assert error.params["payment"] == old.pk


def test_who_prepared_an_order_does_not_approve_it():
    both = make.someone("approver")
    order = prepare(make.payable(), who=both)
    refused(lambda who: approve(order, who=both), "same_person")


def test_an_order_is_approved_once():
    order = approve(prepare(make.payable()))
    refused(lambda who: approve(order, who=who), "illegal_state")


def test_an_order_is_sent_after_its_approval_only():
    order = prepare(make.payable())
    refused(lambda who: export(order, who=who), "illegal_state")
    assert export(approve(order)).state == "exported" and states() == ["sent"]


def test_an_approved_order_that_missed_its_window_is_not_sent():
    order = approve(prepare(make.payable(at=SEPTEMBER), at=LAST_SECOND), at=LAST_SECOND)
    refused(lambda who: export(order, at=FOURTH_QUARTER, who=who), "payment_window")


def test_an_order_of_last_year_is_not_sent_in_the_next():
    order = approve(prepare(make.payable(at=SEPTEMBER), at=LAST_SECOND), at=LAST_SECOND)
    refused(lambda who: export(order, at=beijing("2027-01-04T09:00"), who=who), "payment_fiscal_year")


@pytest.mark.parametrize("steps", [[], [approve]])
def test_the_payments_of_a_cancelled_order_wait_for_another(steps):
    payment = make.payable()
    order = prepare(payment)
    for step in steps:
        step(order)
    assert cancel(order).state == "cancelled" and states() == ["pending"]
    assert prepare(payment).count == 1


def test_a_sent_order_is_not_cancelled():
    order = export(approve(prepare(make.payable())))
    refused(lambda who: cancel(order, who=who), "illegal_state")
