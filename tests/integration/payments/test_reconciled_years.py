"""A worked example: orders, months and years of payments that are paid, fail, are returned, and are paid again."""

from datetime import datetime

import pytest

from payments.models import Payment
from payments.selectors.reconciliation import list_periods, list_years
from payments.services.payments import retry_payment
from tests.factories import batches as make
from tests.factories.api import Caller
from tests.factories.bank_answers import attempts, imported, line
from tests.factories.contracts import staff
from tests.factories.outcomes import broken
from tests.factories.pages import Visitor
from tests.world.pages import content

pytestmark = pytest.mark.django_db

MARCH, APRIL, LATER = (datetime.fromisoformat(f"2026-{day}T09:00+08:00") for day in ("03-10", "04-02", "04-20"))


def example():
    """Three payments: in March one is paid and one fails, the third is paid; in April it is returned, then paid again."""
    order_id = make.sent(*[make.payable(amount) for amount in ("100.00", "200.00", "300.00")], at=MARCH)
    one, two, three = attempts(order_id)
    imported(order_id, line(one), line(two, "失败"), line(three), at=MARCH)
    imported(order_id, line(three, "退汇"), at=APRIL)
    retry_payment(payment_id=three.payment_id, actor_id=make.someone("finance"), at=APRIL)
    again = make.sent(Payment.objects.get(pk=three.payment_id), at=LATER)
    imported(again, at=LATER)


def table(figures, *names):
    return [str(getattr(figures, name).amount) for name in names]


def test_the_months_of_the_example():
    example()
    names = ("opening", "sent", "paid", "failed", "closing", "returned")
    rows = {each.period.month: table(each.figures, *names) for each in list_periods(today=LATER.date())}
    #       open   + sent   = paid   + failed + open,  apart: returned
    assert rows[3] == ["0.00", "600.00", "400.00", "200.00", "0.00", "0.00"]
    assert rows[4] == ["0.00", "300.00", "300.00", "0.00", "0.00", "300.00"]
    assert broken() == []


def test_the_year_of_the_example():
    example()
    found = list_years()[0]
    #       ordered = paid + failed + open, of which returned
    assert table(found.figures, "ordered", "paid", "failed", "open", "returned") == [
        "900.00",
        "400.00",
        "500.00",
        "0.00",
        "300.00",
    ]
    assert (found.year, table(found.due, "unordered", "rolled_in", "rolled_out")) == (2026, ["200.00", "0.00", "0.00"])


def test_what_was_approved_in_the_fourth_quarter_rolls_over():
    payment = make.payable("50.00")
    Payment.objects.filter(pk=payment.pk).update(approved_on="2026-11-02", fiscal_year=2027, not_before="2027-01-01")
    make.payable("70.00")
    years = {each.year: table(each.due, "unordered", "rolled_in", "rolled_out") for each in list_years()}
    assert years == {2027: ["50.00", "50.00", "0.00"], 2026: ["70.00", "0.00", "50.00"]}


def exported(path, **query):
    """The rows of a csv export for finance, without its headings."""
    found = content(Visitor(staff("finance")).get(path, format="csv", **query)).decode()
    return [row.split(",") for row in found.splitlines()[1:]]


def test_a_year_is_exported_order_by_order():
    example()
    rows = exported("/reconciliation/year/", year=2026)
    assert [row[2:] for row in rows] == [
        ["1", "300.00", "1", "300.00", "0", "0.00", "0", "0.00", "0", "0.00"],
        ["3", "600.00", "1", "100.00", "2", "500.00", "0", "0.00", "1", "300.00"],
    ]


def test_a_month_is_exported_entry_by_entry():
    example()
    rows = exported("/reconciliation/month/", period="2026-04")
    assert [(row[0], row[1], row[7]) for row in rows] == [
        ("2026-04-02", "退汇", "300.00"),
        ("2026-04-20", "已送银行", "300.00"),
        ("2026-04-20", "已到账", "300.00"),
    ]
    assert len(exported("/reconciliation/month/", period="2026-04", kind="returned")) == 1


@pytest.mark.parametrize("path", ["", "year/", "year/?year=2026", "month/", "month/?period=2026-03"])
def test_pages_of_the_reconciliation_have_rows_or_say_that_there_are_none(path):
    visitor = Visitor(staff("auditor"))
    empty = visitor.get(f"/reconciliation/{path}")
    assert empty.status_code == 200 and 'class="empty' in empty.content.decode()
    example()
    assert visitor.get(f"/reconciliation/{path}").status_code == 200


def test_a_wrong_month_finds_nothing_and_says_so():
    example()
    page = Visitor(staff("finance")).get("/reconciliation/month/", period="2026-99")
    assert page.status_code == 422 and "例如 2026-11" in page.content.decode()


def test_the_api_gives_years_periods_and_entries():
    example()
    caller = Caller(staff("approver"))
    found = caller.get("reconciliation/").json()
    assert found["years"][0]["figures"]["failed"] == {"count": 2, "amount": "500.00"}
    assert found["periods"][-1]["period"] == "2026-03-01"
    rows = caller.get("reconciliation-entries/?since=2026-04-01&until=2026-04-30&kind=returned").json()["results"]
    assert [(row["amount"], row["day"]) for row in rows] == [("300.00", "2026-04-02")]


def test_an_officer_of_the_system_reads_no_figures():
    assert Visitor(staff("system_admin")).get("/reconciliation/").status_code == 403
