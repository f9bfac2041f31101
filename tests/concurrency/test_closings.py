"""A month is closed while an answer recorded in its last second has not committed. Each control removes the guard."""

from datetime import date, datetime

import pytest

from payments.models import PeriodClosing, ReconciliationEntry
from payments.services.bank_answers import import_answer
from payments.services.closings import confirm_closing, propose_closing
from tests.concurrency.guards import without
from tests.concurrency.races import codes, one_after_the_other, winners
from tests.factories import batches as make
from tests.factories.bank_answers import attempts, line, opened, table
from tests.factories.outcomes import broken

pytestmark = pytest.mark.django_db(transaction=True)

LAST, OVER = (datetime.fromisoformat(f"2026-{at}+08:00") for at in ("03-31T23:59:59", "04-01T00:00"))


def answer_and_closing():
    """An answer of March that is imported in its last second, and the confirmation of the proposed closing of March."""
    order_id = make.sent(make.payable("1000.00"))
    row = propose_closing(period=date(2026, 3, 1), actor_id=make.someone("finance"), at=OVER)
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
