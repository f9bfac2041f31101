"""Files for the bank by clicking: the format chosen, the file downloaded, the attempt's number on the payment's page."""

import pytest

from payments.models import Payment
from tests.factories import batches
from tests.factories.api import Caller
from tests.factories.batches import OVER
from tests.factories.contracts import acting, staff
from tests.factories.pages import Visitor, click, of, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def order(now):
    """The page of an approved order of one payment."""
    payment = batches.payable()
    now(OVER)
    page = click(of("finance"), "/orders/prepare/", payments=[payment.pk]).headers["Location"]
    click(of("approver"), f"{page}approve/")
    return page


def test_the_format_is_chosen_and_the_file_downloaded(order):
    finance = of("finance")
    shown = text(finance.get(f"{order}export/"))
    assert "CSV，GB18030 编码" in shown and "数字人民币" not in shown
    click(finance, f"{order}export/", format="csv_gb18030")
    assert f"{order}file/" in text(finance.get(order)) and "SHA-256" in text(finance.get(order))
    answer = finance.get(f"{order}file/")
    content = b"".join(answer.streaming_content).decode("gb18030")
    assert f"{Payment.objects.get().number}-1" in content and "-csv_gb18030.csv" in answer["Content-Disposition"]


def test_an_order_that_is_not_sent_has_no_file(order):
    answer = of("finance").get(f"{order}file/")
    assert (answer.status_code, answer.headers["Location"]) == (302, order)


def test_only_finance_downloads(order):
    click(of("finance"), f"{order}export/", format="xlsx")
    for role in ("approver", "auditor", "case_officer"):
        visitor = of(role)
        assert visitor.get(f"{order}file/").status_code == 403
        assert f"{order}file/" not in text(visitor.get(order))


def test_the_unit_sees_the_number_of_its_attempt(order):
    click(of("finance"), f"{order}export/", format="xlsx")
    payment = Payment.objects.get()
    unit = Visitor(acting(payment.payee, "unit_operator"))
    assert f"{payment.number}-1" in text(unit.get(f"/payments/{payment.pk}/"))


def test_the_api_sends_an_order_in_a_format_and_gives_its_file(order):
    finance, pk = Caller(staff("finance")), order.strip("/").split("/")[-1]
    assert finance.post(f"payment-orders/{pk}/export/", {"format": "csv_utf8"}).status_code == 200
    file = finance.get(f"payment-orders/{pk}/").json()["file"]
    assert (file["format"], file["count"], file["total"]) == ("csv_utf8", 1, str(Payment.objects.get().amount))
    attempts = finance.get(f"payments/{Payment.objects.get().pk}/").json()["attempts"]
    assert [each["number"] for each in attempts] == [f"{Payment.objects.get().number}-1"]
    assert len(b"".join(finance.get(f"payment-orders/{pk}/file/").streaming_content)) == file["size"]
