"""The reconciliation: entries, the figures of an order, and what the database refuses."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from payments.models import Payment, PaymentOrder, ReconciliationEntry
from payments.selectors.reconciliation import figures_of_order, visible_attempts
from payments.services.orders import prepare_order
from payments.services.payments import retry_payment
from tests.factories import batches as make
from tests.factories.api import Caller
from tests.factories.bank_answers import attempts, imported, line
from tests.factories.contracts import staff
from tests.factories.outcomes import broken
from tests.factories.pages import Visitor
from tests.world.pages import content

pytestmark = pytest.mark.django_db

NEXT_DAY = make.OVER + timedelta(days=1)


def four():
    """A sent order: 1000.00 is paid, 2000.00 fails, 3000.00 is paid and returned a day later, 4000.00 is open."""
    order_id = make.sent(*[make.payable(f"{each}000.00") for each in range(1, 5)])
    one, two, three, _ = attempts(order_id)
    imported(order_id, line(one), line(two, "失败"), line(three))
    imported(order_id, line(three, "退汇"), at=NEXT_DAY)
    return order_id


def entries(order_id):
    """The entries of an order: (which attempt, kind, Beijing day)."""
    rows = ReconciliationEntry.objects.filter(attempt__order=order_id).order_by("pk")
    return [(row.attempt.position, row.kind, row.day.isoformat()) for row in rows.select_related("attempt")]


def figures(order_id):
    """The figures of an order: name → (count, yuan)."""
    found = figures_of_order(PaymentOrder.objects.get(pk=order_id))
    names = ("ordered", "paid", "failed", "open", "returned")
    return {name: ((each := getattr(found, name)).count, str(each.amount)) for name in names}


def test_each_step_of_an_attempt_is_an_entry_of_its_day():
    order_id = four()
    assert entries(order_id)[4:] == [
        (2, "failed", "2026-03-10"),
        (1, "paid", "2026-03-10"),
        (3, "paid", "2026-03-10"),
        (3, "returned", "2026-03-11"),
    ]
    assert [kind for _, kind, _ in entries(order_id)[:4]] == ["sent"] * 4 and broken() == []


def test_an_order_is_paid_failed_and_open_to_the_fen():
    assert figures(four()) == {
        "ordered": (4, "10000.00"),
        "paid": (1, "1000.00"),
        "failed": (2, "5000.00"),
        "open": (1, "4000.00"),
        "returned": (1, "3000.00"),
    }


def test_the_figures_of_an_order_stay_when_what_failed_is_paid_by_another():
    order_id = four()
    before = figures(order_id)
    failed = attempts(order_id)[1].payment_id
    retry_payment(payment_id=failed, actor_id=make.someone("finance"), at=NEXT_DAY)
    again = make.sent(Payment.objects.get(pk=failed), at=NEXT_DAY)
    imported(again, at=NEXT_DAY)
    assert (figures(order_id), figures(again)["paid"]) == (before, (1, "2000.00"))
    assert broken() == []


def test_an_order_that_is_not_sent_is_open():
    payment = make.payable("1000.00")
    order = prepare_order(payment_ids=[payment.pk], actor_id=make.someone("finance"), at=make.OVER)
    assert (figures(order.pk)["open"], entries(order.pk)) == ((1, "1000.00"), [])


def test_attempts_show_the_days_of_their_entries():
    rows = visible_attempts(staff("auditor")).filter(order=four()).order_by("position")
    days = [(row.paid_on, row.failed_on, row.returned_on) for row in rows]
    first, second = make.OVER.date() + timedelta(days=1), make.OVER.date() + timedelta(days=2)
    assert days == [(first, None, None), (None, first, None), (first, None, second), (None, None, None)]


def test_finance_sees_the_figures_of_an_order_and_each_of_its_attempts():
    order_id = four()
    visitor = Visitor(staff("finance"))
    page = visitor.get(f"/orders/{order_id}/").content.decode()
    assert f"/orders/{order_id}/reconciliation/" in page and page.count("10,000.00") >= 2 and "5,000.00" in page
    lines = content(visitor.get(f"/orders/{order_id}/reconciliation/", format="csv")).decode().splitlines()
    assert [line.split(",")[5] for line in lines] == ["结果", "已到账", "拨付失败", "退汇", "已送银行"]


def test_the_api_gives_the_figures_of_an_order_and_its_attempts():
    order_id, caller = four(), Caller(staff("auditor"))
    found = caller.get(f"payment-orders/{order_id}/").json()["reconciliation"]
    assert (found["failed"], found["open"]) == ({"count": 2, "amount": "5000.00"}, {"count": 1, "amount": "4000.00"})
    rows = caller.get(f"payment-orders/{order_id}/attempts/").json()["results"]
    assert {(row["amount"], row["returned_on"]) for row in rows} >= {("1000.00", None), ("3000.00", "2026-03-11")}


def refuses(constraint, **values):
    """Whether the database refuses an entry, by this constraint."""
    with pytest.raises(DatabaseError) as caught, transaction.atomic():
        ReconciliationEntry.objects.create(**values)
    return caught.value.__cause__.diag.constraint_name == constraint


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"amount": 1}, "reconciliation_entry_follows"),
        ({"day": "2026-03-11"}, "reconciliation_entry_follows"),
        ({"kind": "returned"}, "reconciliation_entry_follows"),
        ({"kind": "sent"}, "reconciliation_entry_once"),
        ({"kind": "other"}, "reconciliation_entry_of_a_kind"),
    ],
)
def test_the_database_refuses_an_entry_that_does_not_follow(changed, constraint):
    one = attempts(make.sent(make.payable("1000.00")))[0]
    values = {"attempt": one, "kind": "paid", "amount": one.amount, "day": "2026-03-10", "recorded_at": make.OVER}
    assert refuses(constraint, **{**values, **changed})


def test_an_attempt_is_not_paid_and_failed():
    one = attempts(order_id := make.sent(make.payable("1000.00")))[0]
    imported(order_id)
    values = {"attempt": one, "kind": "failed", "amount": one.amount, "day": "2026-03-10", "recorded_at": make.OVER}
    assert refuses("reconciliation_entry_paid_or_failed", **values)


@pytest.mark.parametrize("change", ["DELETE FROM {}", "UPDATE {} SET kind = 'failed'", "TRUNCATE {}"])
def test_entries_are_never_changed(change):
    make.sent(make.payable("1000.00"))
    connection.check_constraints()  # no trigger is pending, so that TRUNCATE reaches its own
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format("payments_reconciliationentry"))


def without_trigger(statement):
    """Execute a statement that the triggers of the table would refuse."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET session_replication_role = origin")


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM payments_reconciliationentry WHERE kind = 'paid'",
        "DELETE FROM payments_reconciliationentry",
        "UPDATE payments_reconciliationentry SET kind = 'failed' WHERE kind = 'paid'",
        "UPDATE payments_reconciliationentry SET amount = amount - 0.01 WHERE kind = 'paid'",
    ],
)
def test_the_proof_finds_entries_that_say_something_else_than_the_payments(change):
    make.pay(make.payable("1000.00"))
    without_trigger(change)
    assert "every attempt has the entries" in broken()[0][1]
