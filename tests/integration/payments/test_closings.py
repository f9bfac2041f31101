"""Closing of a period by two persons, and what it refuses afterwards."""

from datetime import date, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from core.events.outbox import deliver_outbox
from core.models import Notification
from payments.models import PeriodClosing, ReconciliationEntry
from payments.selectors.closings import count_closings_to_decide, count_closings_to_propose, find_due_period
from payments.selectors.reconciliation import list_periods
from payments.services.closings import (
    confirm_closing,
    propose_closing,
    refuse_closing,
    remind_of_closing,
    withdraw_closing,
)
from tests.factories import batches as make
from tests.factories.api import Caller
from tests.factories.bank_answers import attempts, imported, line
from tests.factories.contracts import staff
from tests.factories.outcomes import broken, refused
from tests.factories.pages import Visitor, codes, text

pytestmark = pytest.mark.django_db

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
LAST, OVER, LATER = (
    datetime.fromisoformat(f"2026-{at}+08:00") for at in ("03-31T23:59:59", "04-01T00:00", "05-06T09:00")
)


def who(at=OVER):
    return {"actor_id": make.someone("finance"), "at": at}


def proposed(period=MARCH, at=OVER):
    return propose_closing(period=period, **who(at))


def closed(period=MARCH, at=OVER):
    return confirm_closing(closing_id=proposed(period, at).pk, **who(at))


def paid():
    """A payment that was sent and paid in March: its order and its attempt."""
    order_id = make.sent(make.payable("1000.00"))
    imported(order_id)
    return order_id, attempts(order_id)[0]


def amounts(figures):
    names = ("opening", "sent", "paid", "failed", "closing", "returned")
    return [str(getattr(figures, name).amount) for name in names]


def test_the_page_says_that_a_month_is_proposed_already(time_machine):
    time_machine.move_to(OVER, tick=False)
    paid()
    visitor, path = Visitor(staff("finance")), "/period-closings/propose/"
    before = text(visitor.get(path))
    proposed()
    after = text(visitor.get(path))
    assert ["提请人不能" in before, "已提请关账" in before, 'name="period"' in before] == [False, False, True]
    assert ["已提请关账" in after, 'name="period"' in after] == [True, False]


def test_a_month_is_closed_with_its_figures_by_a_second_person():
    paid()
    row = closed()
    assert (row.state, amounts(row.figures)) == ("closed", ["0.00", "1000.00", "1000.00", "0.00", "0.00", "0.00"])
    assert find_due_period() == APRIL and broken() == []


def test_a_return_after_the_closing_is_an_entry_of_its_own_month():
    order_id, one = paid()
    before = amounts(closed().figures)
    imported(order_id, line(one, "退汇"), at=OVER)
    found = {each.period: amounts(each.figures) for each in list_periods(today=date(2026, 4, 30))}
    assert found[MARCH] == before == amounts(PeriodClosing.objects.get().figures)
    assert found[APRIL] == ["0.00", "0.00", "0.00", "0.00", "0.00", "1000.00"] and broken() == []


def test_a_later_month_begins_with_what_the_closed_one_left_open():
    order_id = make.sent(make.payable("1000.00"))
    closed()
    imported(order_id, at=OVER)
    row = closed(APRIL, LATER)
    assert amounts(row.figures) == ["1000.00", "0.00", "1000.00", "0.00", "0.00", "0.00"]
    found = list_periods(today=LATER.date())
    assert [(each.period.month, amounts(each.figures)) for each in found] == [
        (5, ["0.00"] * 6),
        (4, amounts(row.figures)),
        (3, ["0.00", "1000.00", "0.00", "0.00", "1000.00", "0.00"]),
    ]


def test_the_months_are_read_from_closed_figures_and_from_entries_of_open_months():
    paid()
    closed()
    without_triggers("DELETE FROM payments_reconciliationentry")
    assert [amounts(each.figures) for each in list_periods(today=OVER.date())] == [
        ["0.00"] * 6,
        ["0.00", "1000.00", "1000.00", "0.00", "0.00", "0.00"],
    ]


def test_an_entry_of_a_closed_month_is_refused_and_nothing_is_written():
    order_id = make.sent(make.payable("1000.00"))
    closed()
    refused(lambda: imported(order_id, at=LAST), "period_closed")
    assert ReconciliationEntry.objects.count() == 1
    imported(order_id, at=OVER)
    assert ReconciliationEntry.objects.get(kind="paid").day == date(2026, 4, 1)


@pytest.mark.parametrize(
    ("period", "at", "code"),
    [
        (MARCH, LAST, "period_not_over"),
        (APRIL, LATER, "period_out_of_order"),
        (date(2026, 2, 1), OVER, "period_out_of_order"),
    ],
)
def test_a_month_is_closed_in_order_after_its_last_day(period, at, code):
    paid()
    refused(lambda: proposed(period, at), code)


def test_nothing_is_closed_before_the_first_entry():
    make.someone("finance")
    refused(proposed, "period_out_of_order")


def test_a_month_without_entries_is_closed_between_two():
    paid()
    closed()
    assert amounts(closed(APRIL, LATER).figures) == ["0.00"] * 6


def test_a_month_is_proposed_once():
    paid()
    proposed()
    refused(proposed, "period_closing_once")


def test_its_proposer_neither_confirms_nor_refuses():
    paid()
    row = proposed()
    mine = {"closing_id": row.pk, "actor_id": row.proposed_by_id, "at": OVER}
    refused(lambda: confirm_closing(**mine), "same_person")
    refused(lambda: refuse_closing(reason="误", **mine), "same_person")


def test_only_its_proposer_withdraws():
    paid()
    row = proposed()
    refused(lambda: withdraw_closing(closing_id=row.pk, **who()), "not_own_closing")
    withdraw_closing(closing_id=row.pk, actor_id=row.proposed_by_id, at=OVER)
    assert closed().state == "closed"


def test_a_refused_month_is_proposed_again():
    paid()
    row = refuse_closing(closing_id=proposed().pk, reason="数字有误", **who())
    assert (row.state, row.reason, closed().state) == ("refused", "数字有误", "closed")


def test_figures_that_have_changed_since_the_proposal_are_not_closed():
    order_id = make.sent(make.payable("1000.00"))
    row = proposed()
    imported(order_id, at=LAST)
    refused(lambda: confirm_closing(closing_id=row.pk, **who()), "period_figures_changed")


def test_a_closed_month_stays_closed():
    paid()
    row = closed()
    for step in (confirm_closing, withdraw_closing):
        mine = row.proposed_by_id if step is withdraw_closing else make.someone("finance")
        refused(lambda step=step, mine=mine: step(closing_id=row.pk, actor_id=mine, at=OVER), "illegal_state")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE payments_periodclosing SET paid_amount = 1",
        "UPDATE payments_periodclosing SET state = 'withdrawn'",
        "DELETE FROM payments_periodclosing",
    ],
)
def test_the_database_keeps_closed_figures(change):
    paid()
    closed()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)


def test_the_database_asks_for_another_person_and_for_order():
    paid()
    row = proposed()
    for values in ({"decided_by_id": row.proposed_by_id, "decided_at": OVER}, {"decided_at": LAST, "decided_by_id": 1}):
        with pytest.raises(DatabaseError) as caught, transaction.atomic():
            PeriodClosing.objects.filter(pk=row.pk).update(state="closed", **values)
        assert caught.value.__cause__.diag.constraint_name in {
            "period_closing_decided_by_another",
            "period_closed_in_order",
        }


def without_triggers(statement):
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET session_replication_role = origin")


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE payments_periodclosing SET sent_amount = sent_amount + 1, closing_amount = closing_amount + 1",
        "UPDATE payments_periodclosing SET returned_count = 1",
        "UPDATE payments_periodclosing SET period = '2026-04-01'",
    ],
)
def test_the_proof_finds_closed_figures_that_are_not_those_of_the_entries(change):
    paid()
    closed()
    without_triggers(change)
    assert "the figures of a closed period" in broken()[0][1]


def told(kind):
    deliver_outbox(at=OVER)
    return set(Notification.objects.filter(kind=kind).values_list("user_id", flat=True))


def test_the_others_of_finance_are_asked_and_the_proposer_is_told():
    paid()
    other, row = make.someone("finance"), proposed()
    asked = told("period_closing.proposed")
    assert other in asked and row.proposed_by_id not in asked
    confirm_closing(closing_id=row.pk, actor_id=other, at=OVER)
    assert told("period_closing.closed") == {row.proposed_by_id}


def test_what_waits_for_finance_is_counted():
    paid()
    assert count_closings_to_propose(today=LAST.date()) == 0
    assert count_closings_to_propose(today=OVER.date()) == 1
    row = proposed()
    assert count_closings_to_propose(today=OVER.date()) == 0
    assert count_closings_to_decide(user_id=row.proposed_by_id) == 0
    assert count_closings_to_decide(user_id=make.someone("finance")) == 1


@pytest.mark.parametrize(("day", "reminded"), [("2026-04-15", 0), ("2026-04-16", 1)])
def test_finance_is_reminded_after_ten_working_days_once_a_week(day, reminded):
    paid()
    person = make.someone("finance")
    at = datetime.fromisoformat(f"{day}T08:43+08:00")
    for _ in range(2):
        assert remind_of_closing(at=at, progress=lambda n: None) == {"reminded": reminded}
    assert Notification.objects.filter(kind="period_closing.overdue", user_id=person).count() == reminded


def test_finance_closes_a_month_by_clicking():
    paid()
    first, second = staff("finance"), staff("finance")
    page = Visitor(first).get("/reconciliation/")
    assert "/period-closings/propose/" in page.content.decode()
    Visitor(first).post("/period-closings/propose/", period="2026-03")
    row = PeriodClosing.objects.get()
    assert codes(Visitor(first).post(f"/period-closings/{row.pk}/confirm/")) == ["same_person"]
    Visitor(second).post(f"/period-closings/{row.pk}/confirm/")
    row.refresh_from_db()
    page = Visitor(second).get(f"/period-closings/{row.pk}/").content.decode()
    assert (row.state, row.decided_by_id, "1,000.00" in page) == ("closed", second.user_id, True)
    assert "2026年3月 已关账" in page and "2026-03 " not in page


def test_a_month_is_closed_over_the_api():
    paid()
    first, second = Caller(staff("finance")), Caller(staff("finance"))
    made = first.post("period-closings/", {"period": "2026-03-01"})
    assert (made.status_code, made.json()["figures"]["paid"]) == (201, {"count": 1, "amount": "1000.00"})
    step = f"period-closings/{made.json()['id']}/confirm/"
    assert first.post(step).status_code == 409
    assert second.post(step).json()["state"] == "closed"


@pytest.mark.parametrize(
    "query",
    [
        "budget-changes/?round=１",
        "budget-changes/?round=01",
        "appropriations/?year=1e3",
        "appropriations/?year=2026.0",
        "period-closings/?period=2026/3/1",
    ],
)
def test_a_filter_reads_an_id_a_year_or_a_day_in_one_spelling(query):
    answer = Caller(staff("finance")).get(query)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
