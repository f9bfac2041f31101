"""Payments and orders over the API: a unit sees its own, finance orders, an approver approves."""

import pytest

from payments.models import Payment
from tests import files
from tests.factories import batches as make
from tests.factories.api import Caller
from tests.factories.contracts import acting, staff

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at(time_machine):
    time_machine.move_to(make.OVER, tick=False)


def codes(response):
    return [error["code"] for error in response.json()["errors"]]


def answered(finance, payment, outcome, **reason):
    """Enter an answer with its paper as one person of finance, and confirm it as another."""
    body = {"outcome": outcome, "said_on": "2026-03-10", "file": files.upload("回单.pdf", files.pdf("回单")), **reason}
    made = finance.send_files(f"payments/{payment.pk}/answers/", body)
    assert made.status_code == 201, made.json()
    path, version = f"manual-answers/{made.json()['id']}/confirm/", {"version": made.json()["version"]}
    assert codes(finance.post(path, version)) == ["same_person"]
    assert Caller(staff("finance")).post(path, version).json()["state"] == "confirmed"


def test_a_payment_is_ordered_approved_sent_and_confirmed():
    payment = make.payable("50000.00")
    finance, approver = Caller(staff("finance")), Caller(staff("approver"))
    made = finance.post("payment-orders/", {"payments": [payment.pk]})
    assert (made.status_code, made.json()["state"], made.json()["total"]) == (201, "prepared", "50000.00")
    order = f"payment-orders/{made.json()['id']}/"
    assert finance.post(f"{order}approve/").status_code == 403
    assert approver.post(f"{order}approve/").json()["state"] == "approved"
    assert finance.post(f"{order}export/").json()["state"] == "exported"
    answered(finance, payment, "paid")
    assert finance.get(f"payments/{payment.pk}/").json()["state"] == "paid"
    assert finance.get(order).json()["state"] == "reconciled"


def test_a_failed_payment_is_retried():
    payment = make.payable()
    make.sent(payment)
    finance = Caller(staff("finance"))
    answered(finance, payment, "failed", reason="账号有误")
    failed = finance.get(f"payments/{payment.pk}/").json()
    assert (failed["state"], failed["failure_reason"]) == ("failed", "账号有误")
    assert finance.post(f"payments/{payment.pk}/retry/").json()["state"] == "pending"


def test_an_order_is_cancelled_with_a_reason():
    payment, finance = make.payable(), Caller(staff("finance"))
    pk = finance.post("payment-orders/", {"payments": [payment.pk]}).json()["id"]
    assert finance.post(f"payment-orders/{pk}/cancel/").status_code == 400
    assert finance.post(f"payment-orders/{pk}/cancel/", {"reason": "改期"}).json()["state"] == "cancelled"


def test_a_unit_sees_its_own_payments_and_no_other():
    own, other = make.payable(), make.payable()
    caller = Caller(acting(own.payee, "unit_operator"))
    assert [each["id"] for each in caller.get("payments/").json()["results"]] == [own.pk]
    assert caller.get(f"payments/{own.pk}/").json()["amount"] == "50000.00"
    assert caller.get(f"payments/{other.pk}/").status_code == caller.get("payments/1000000/").status_code == 404
    assert caller.get("manual-answers/").status_code == 403
    assert caller.get("payment-orders/").status_code == 403


def test_payments_are_filtered_and_cost_the_same_queries_for_many(django_assert_max_num_queries):
    first = make.payable()
    for _ in range(2):
        make.payable()
    finance = Caller(staff("finance"))
    found = finance.get("payments/", payee=first.payee_id, state="pending", fiscal_year=2026, due="2026-03-10").json()
    assert [each["id"] for each in found["results"]] == [first.pk]
    assert finance.get("payments/", due="2026-03-09").json()["results"] == []
    with django_assert_max_num_queries(4):
        assert len(finance.get("payments/").json()["results"]) == 3


@pytest.mark.parametrize("body", [{}, {"payments": []}, {"payments": ["x"]}, {"payments": [0]}, {"payments": [2**70]}])
def test_an_order_of_what_are_no_payments_is_refused(body):
    assert Caller(staff("finance")).post("payment-orders/", body).status_code == 400


def test_an_order_of_payments_that_are_not_there_is_404():
    answer = Caller(staff("finance")).post("payment-orders/", {"payments": [10**6]})
    assert (answer.status_code, codes(answer)) == (404, ["not_found"])


def test_every_reason_against_an_order_is_told_in_the_readers_language(time_machine):
    payment, late = make.payable(), make.OVER.replace(month=10, day=12)
    time_machine.move_to(late)
    finance = Caller(staff("finance"))
    finance.headers["Accept-Language"] = "en"
    answer = finance.post("payment-orders/", {"payments": [payment.pk]}).json()
    assert (
        answer["errors"][0]["detail"]
        == f"Payment {payment.number} is outside its window: order it from 1 January 2027 on."
    )
    assert Payment.objects.get().state == "pending"
