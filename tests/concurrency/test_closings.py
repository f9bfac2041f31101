"""A month is closed while an answer recorded in its last second has not committed, or by several persons at once.

Each control removes the guard."""

from datetime import date, datetime
from functools import partial

import pytest

from core.models import Event
from payments.models import PeriodClosing, ReconciliationEntry
from payments.selectors.locks import lock_closing
from payments.selectors.reconciliation import sum_period
from payments.services.bank_answers import import_answer
from payments.services.closings import confirm_closing, propose_closing
from tests.concurrency.guards import meeting, without
from tests.concurrency.races import codes, one_after_the_other, together, winners
from tests.factories import batches as make
from tests.factories.bank_answers import attempts, line, opened, table
from tests.factories.outcomes import broken

pytestmark = pytest.mark.django_db(transaction=True)

MARCH = date(2026, 3, 1)
LAST, OVER = (datetime.fromisoformat(f"2026-{at}+08:00") for at in ("03-31T23:59:59", "04-01T00:00"))


def answer_and_closing():
    """An answer of March that is imported in its last second, and the confirmation of the proposed closing of March."""
    order_id = make.sent(make.payable("1000.00"))
    row = propose_closing(period=MARCH, actor_id=make.someone("finance"), at=OVER)
    file, who, other = opened(table(line(attempts(order_id)[0]))), make.someone("finance"), make.someone("finance")
    return (
        lambda: import_answer(file=file, order_id=order_id, actor_id=who, at=LAST),
        lambda: confirm_closing(closing_id=row.pk, actor_id=other, at=OVER),
    )


def outcome():
    """The state of the closing, and the kinds of the entries."""
    return PeriodClosing.objects.get().state, sorted(ReconciliationEntry.objects.values_list("kind", flat=True))


def test_a_closing_waits_for_an_answer_of_the_month_and_sees_it():
    results = one_after_the_other(*answer_and_closing())
    assert (codes(results), outcome()) == (["period_figures_changed"], ("proposed", ["paid", "sent"]))
    assert broken() == []


def test_control_without_the_lock_a_month_is_closed_without_an_answer_of_it():
    with without("lock_entries"):
        results = one_after_the_other(*answer_and_closing())
    assert (len(winners(results)), outcome()) == (2, ("closed", ["paid", "sent"]))
    assert "the figures of a closed period" in broken()[0][1]


def test_an_answer_waits_for_the_closing_of_its_month_and_is_refused():
    answer, closing = answer_and_closing()
    results = one_after_the_other(closing, answer)
    assert (codes(results), outcome()) == (["period_closed"], ("closed", ["sent"]))
    assert broken() == []


def test_control_without_the_trigger_an_answer_enters_a_closed_month():
    answer, closing = answer_and_closing()
    with without("reconciliation_entry_in_open_period"):
        results = one_after_the_other(closing, answer)
    assert (len(winners(results)), outcome()) == (2, ("closed", ["paid", "sent"]))
    assert "the figures of a closed period" in broken()[0][1]


def events(event_type):
    return Event.objects.filter(type=event_type).count()


def propose_twice():
    make.sent(make.payable("1000.00"))
    people = [make.someone("finance"), make.someone("finance")]
    return together([partial(propose_closing, period=MARCH, actor_id=who, at=OVER) for who in people])


def test_a_month_proposed_by_two_persons_at_once_is_proposed_once():
    results = propose_twice()
    assert (len(winners(results)), codes(results)) == (1, ["period_closing_once"])
    assert (events("period_closing.proposed"), broken()) == (1, [])


def test_control_without_the_index_a_month_is_proposed_twice():
    with without("period_closing_once", emptied="payments_periodclosing"), meeting(sum_period):
        assert len(winners(propose_twice())) == 2
    assert events("period_closing.proposed") == 2


def confirm_twice():
    make.sent(make.payable("1000.00"))
    row = propose_closing(period=MARCH, actor_id=make.someone("finance"), at=OVER)
    people = [make.someone("finance"), make.someone("finance")]
    return together([partial(confirm_closing, closing_id=row.pk, actor_id=who, at=OVER) for who in people])


def test_a_month_confirmed_by_two_persons_at_once_is_closed_once():
    results = confirm_twice()
    assert (len(winners(results)), codes(results)) == (1, ["illegal_state"])
    assert (events("period_closing.closed"), broken()) == (1, [])


def test_control_without_locks_a_month_is_closed_twice():
    with without("lock_closing", "lock_entries"), meeting(lock_closing):
        assert len(winners(confirm_twice())) == 2
    assert events("period_closing.closed") == 2
