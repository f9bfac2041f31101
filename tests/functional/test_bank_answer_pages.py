"""The bank's answer by clicking and over the API: previewed, imported, listed; the unit sees what the bank said."""

from uuid import uuid4

import pytest

from core.models import Event, Notification
from payments.models import BankAnswer, Payment, PaymentOrder
from payments.notifications import notify_of_answer, notify_payee
from tests import files
from tests.factories import batches
from tests.factories.api import Caller
from tests.factories.bank_answers import attempts, line, table
from tests.factories.batches import OVER
from tests.factories.contracts import acting, staff
from tests.factories.pages import Visitor, of, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def order(now):
    """A sent order of one payment of 1000.00."""
    order_id = batches.sent(batches.payable("1000.00"))
    now(OVER)
    return PaymentOrder.objects.get(pk=order_id)


def send(visitor, order, *lines, step="preview", code="table"):
    path = f"/orders/{order.pk}/answer/"
    file = files.upload("回盘.csv", table(*lines))
    return visitor.post(path, key=visitor.key_of(path), step=step, format=code, file=file)


def test_a_preview_shows_lines_counts_and_money_and_writes_nothing(order):
    (one,) = attempts(order.pk)
    shown = text(send(of("finance"), order, line(one), line(one, number="X")))
    assert one.number in shown and "1,000.00" in shown and "流水号不存在" in shown and "确认导入" in shown
    assert (BankAnswer.objects.count(), Payment.objects.get().state) == (0, "sent")


def test_an_import_leads_to_its_lines(order):
    finance, (one,) = of("finance"), attempts(order.pk)
    answer = send(finance, order, line(one), line(one, number="X"), step="import")
    made = BankAnswer.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/bank-answers/{made.pk}/")
    shown = text(finance.get(f"/bank-answers/{made.pk}/"))
    assert "该笔记为已到账" in shown and "流水号不存在" in shown and made.sha256 in shown
    assert "回盘.csv" in text(finance.get(f"/orders/{order.pk}/")) and Payment.objects.get().state == "paid"


def test_a_file_that_is_no_answer_is_refused_with_what_to_do(order):
    finance = of("finance")
    answer = finance.post(
        f"/orders/{order.pk}/answer/", step="preview", format="table", file=files.upload("a.csv", b"a,b\n1,2\n")
    )
    assert answer.status_code == 422 and "找不到流水号" in text(answer) and "换一种回盘格式" in text(answer)


def test_a_file_imported_twice_is_refused(order):
    finance, (one,) = of("finance"), attempts(order.pk)
    send(finance, order, line(one), step="import")
    answer = send(finance, order, line(one), step="import")
    assert answer.status_code == 422 and "以“回盘.csv”导入，不再重复登记" in text(answer)


def test_lines_that_fit_nothing_are_listed(order):
    finance, (one,) = of("finance"), attempts(order.pk)
    assert "没有对不上的回盘" in text(finance.get("/bank-answers/unmatched/"))
    send(finance, order, line(one), line(one, amount="1.00", number="别处-1"), step="import")
    shown = text(finance.get("/bank-answers/unmatched/"))
    assert "别处-1" in shown and order.number in shown
    assert "别处-1" not in text(finance.get("/bank-answers/unmatched/?verdict=cut"))


def test_only_finance_imports_and_staff_read(order):
    send(of("finance"), order, line(attempts(order.pk)[0]), step="import")
    page = f"/bank-answers/{BankAnswer.objects.get().pk}/"
    for role in ("approver", "auditor", "case_officer"):
        visitor = of(role)
        assert visitor.get(f"/orders/{order.pk}/answer/").status_code == 403
        assert visitor.get(page).status_code == 200
        assert "导入回盘" not in text(visitor.get(f"/orders/{order.pk}/"))


@pytest.mark.parametrize(("said", "shown"), [("成功", "已到账"), ("失败", "账号户名不符"), ("处理中", "银行处理中")])
def test_the_unit_sees_what_the_bank_said(order, said, shown):
    (one,) = attempts(order.pk)
    send(of("finance"), order, line(one, said, reason="账号户名不符"), step="import")
    unit = Visitor(acting(Payment.objects.get().payee, "unit_operator"))
    assert shown in text(unit.get(f"/payments/{one.payment_id}/"))


def test_the_payee_is_notified_of_a_failure_and_finance_of_the_answer(order):
    (one,) = attempts(order.pk)
    payee = acting(Payment.objects.get().payee, "unit_manager")
    finance = staff("finance")
    send(of("finance"), order, line(one, "失败", reason="账户已冻结"), step="import")
    notify_payee(event=Event.objects.get(type="payment.failed"))
    notify_of_answer(event=Event.objects.get(type="payment_order.answer_settled"))
    assert Notification.objects.get(user_id=payee.user_id, kind="payment.failed").params["reason"] == "账户已冻结"
    assert (
        Notification.objects.get(user_id=finance.user_id, kind="payment_order.answer_settled").params["unmatched"] == 0
    )


def test_the_api_previews_imports_and_lists(order):
    caller, (one,) = Caller(staff("finance")), attempts(order.pk)
    path = f"/api/v1/payment-orders/{order.pk}/answers/"

    def post(address):
        headers = {**caller.headers, "Idempotency-Key": str(uuid4())}
        body = {"file": files.upload("回盘.csv", table(line(one), line(one, number="X")))}
        return caller.client.post(address, body, format="multipart", headers=headers)

    previewed = post(f"{path}preview/").json()["lines"]
    assert [(each["verdict"], each["amount"]) for each in previewed] == [
        ("paid", "1000.00"),
        ("unknown_number", "1000.00"),
    ]
    made = post(path)
    assert (made.status_code, made.json()["count"], made.json()["unmatched"]) == (201, 2, 1)
    assert post(path).json()["errors"][0]["code"] == "bank_answer_once"
    assert [each["id"] for each in caller.get(path.removeprefix("/api/v1/")).json()["results"]] == [made.json()["id"]]
    (unknown,) = caller.get("bank-answer-lines/?verdict=unknown_number").json()["results"]
    assert (unknown["number"], unknown["order"]) == ("X", order.pk)
