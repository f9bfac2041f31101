"""Large payment orders by clicking and over the API: everything that is due on one order, with progress on its page."""

from uuid import uuid4

import pytest

from payments.models import PaymentOrder
from payments.services import building, orders, sending
from payments.services.order_runs import continue_orders
from payments.services.orders import prepare_order
from tests.factories import batches
from tests.factories.api import Caller
from tests.factories.batches import OVER
from tests.factories.contracts import staff
from tests.factories.pages import click, codes, of, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def due(now, monkeypatch):
    """Three payments that are due, taken in chunks of two."""
    for module in (building, orders, sending):
        monkeypatch.setattr(module, "CHUNK", 2)
    payments = [batches.payable("100.00") for _ in range(3)]
    now(OVER)
    return payments


def go_on():
    continue_orders(at=OVER, progress=lambda done: None)


def test_everything_that_is_due_is_ordered_by_one_button(due):
    finance = of("finance")
    assert "/orders/build/" in text(finance.get("/orders/prepare/"))
    assert "银行账户：3 笔，合计 ¥300.00" in text(finance.get("/orders/build/"))
    page = click(finance, "/orders/build/", kind="bank").headers["Location"]
    assert "已处理 2 / 3 笔" in text(finance.get(page)) and "编制中" in text(finance.get(page))
    assert f"{page}approve/" not in text(of("approver").get(page))
    go_on()
    assert "已处理" not in text(finance.get(page)) and f"{page}approve/" in text(of("approver").get(page))


def test_a_large_order_is_approved_sent_and_shown_on_the_way(due):
    finance = of("finance")
    page = click(finance, "/orders/build/", kind="bank").headers["Location"]
    go_on()
    click(of("approver"), f"{page}approve/")
    click(finance, f"{page}export/", format="csv_utf8")
    assert "送出中" in text(finance.get(page)) and f"{page}file/" not in text(finance.get(page))
    go_on()
    assert f"{page}file/" in text(finance.get(page))


def test_a_large_order_is_cancelled_on_the_way(due):
    finance = of("finance")
    page = click(finance, "/orders/build/", kind="bank").headers["Location"]
    go_on()
    click(finance, f"{page}cancel/", reason="改期")
    assert "撤销中" in text(finance.get(page))
    go_on()
    assert PaymentOrder.objects.get().state == "cancelled"


def test_only_kinds_of_accounts_to_which_something_is_due_are_offered(due):
    shown = text(of("finance").get("/orders/build/"))
    assert 'value="bank"' in shown and 'value="wallet"' not in shown


def test_what_was_ordered_meanwhile_is_said_with_the_reason(due):
    finance = of("finance")
    prepare_order(payment_ids=[each.pk for each in due], actor_id=batches.someone("finance"), at=OVER)
    assert "目前没有可以列入的款项" in text(finance.get("/orders/build/"))
    answer = finance.post("/orders/build/", kind="bank", key=str(uuid4()))
    assert (answer.status_code, codes(answer)) == (422, ["nothing_to_order"])


def test_only_finance_builds(due):
    for role in ("approver", "auditor", "case_officer"):
        assert of(role).get("/orders/build/").status_code == 403


def test_the_api_shows_how_far_a_step_is(due):
    finance = Caller(staff("finance"))
    order = finance.post("payment-orders/build/", {"kind": "bank"}).json()
    shown = finance.get(f"payment-orders/{order['id']}/").json()
    assert (shown["state"], shown["run"]["step"], shown["run"]["done"], shown["run"]["planned"]) == (
        "building",
        "build",
        2,
        3,
    )
    go_on()
    shown = finance.get(f"payment-orders/{order['id']}/").json()
    assert (shown["state"], shown["run"], shown["count"]) == ("prepared", None, 3)
    assert finance.post("payment-orders/build/", {"kind": "gold"}).status_code == 400
