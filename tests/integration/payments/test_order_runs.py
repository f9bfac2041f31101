"""Large payment orders: built, sent and cancelled in chunks, continued after a killed worker, each payment once."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from core.values.errors import DomainError
from oversight.services.sanctions import turn_sanctions
from payments.models import BankFile, OrderRun, Payment, PaymentAttempt, PaymentOrder, ReconciliationEntry
from payments.rules.payee_accounts import AccountKind
from payments.selectors.reconciliation import figures_of_order, list_years
from payments.services import building, order_runs, orders, sending
from payments.services.order_runs import continue_order, continue_orders
from tests.factories import batches as make
from tests.factories import conflicts, manual_answers, sanctions
from tests.factories.outcomes import broken

pytestmark = pytest.mark.django_db

LAST_SECOND = datetime.fromisoformat("2026-09-30T23:59:59+08:00")
"""Of the window: what is not sent in it is paid in the next year (article 15.5)."""
FOURTH_QUARTER = datetime.fromisoformat("2026-10-01T00:00:00+08:00")


@pytest.fixture(autouse=True)
def chunks_of_two(monkeypatch):
    for module in (building, orders, sending):
        monkeypatch.setattr(module, "CHUNK", 2)


def payables(count, *, at=make.OVER):
    return [make.payable("100.00", at=at) for _ in range(count)]


def build(*, who=0, at=make.OVER):
    return building.build_order(kind=AccountKind.BANK, actor_id=who or make.someone("finance"), at=at)


def go_on(at=make.OVER):
    return continue_orders(at=at, progress=lambda done: None)["done"]


def approved(count, *, at=make.OVER):
    payables(count, at=at)
    order = build(at=at)
    go_on(at)
    return orders.approve_order(order_id=order.pk, actor_id=make.someone("approver"), at=at)


def send(order, *, at=make.OVER):
    return sending.export_order(order_id=order.pk, actor_id=make.someone("finance"), at=at)


def cancel(order):
    return orders.cancel_order(order_id=order.pk, reason="改期", actor_id=make.someone("finance"), at=make.OVER)


def again(order):
    return PaymentOrder.objects.get(pk=order.pk)


def states():
    return list(Payment.objects.order_by("pk").values_list("state", flat=True))


def test_an_order_is_built_chunk_by_chunk_and_then_prepared():
    payables(5)
    order = build()
    assert (order.state, order.count, order.total) == ("building", 2, Decimal("200.00"))
    assert (go_on(), again(order).state, again(order).count, again(order).total) == (
        3,
        "prepared",
        5,
        Decimal("500.00"),
    )
    assert states() == ["ordered"] * 5
    run = OrderRun.objects.get()
    assert (run.planned, run.done, run.taken, run.finished_at) == (5, 5, 5, make.OVER)


def test_an_order_of_one_chunk_is_whole_at_once():
    payables(1)
    assert (build().state, OrderRun.objects.get().finished_at) == ("prepared", make.OVER)


def test_an_order_that_is_being_built_is_not_approved():
    payables(3)
    order = build()
    with pytest.raises(DomainError) as caught:
        orders.approve_order(order_id=order.pk, actor_id=make.someone("approver"), at=make.OVER)
    assert caught.value.code == "illegal_state"


def test_an_order_that_is_being_built_is_cancelled_and_built_no_further():
    payables(5)
    order = build()
    assert cancel(order).state == "cancelled" and states() == ["pending"] * 5
    assert (go_on(), again(order).state, broken()) == (0, "cancelled", [])


def test_a_large_part_of_an_order_that_is_being_built_is_cancelled_in_chunks():
    payables(5)
    order = build()
    continue_order(run_id=OrderRun.objects.get().pk, at=make.OVER)
    assert (cancel(order).state, broken()) == ("cancelling", [])
    go_on()
    assert (again(order).state, states(), broken()) == ("cancelled", ["pending"] * 5, [])


def test_an_order_of_which_nothing_may_be_ordered_is_refused_and_nothing_is_written():
    [payment] = payables(1)
    who = conflicts.tied("finance", payment.payee).user_id
    with pytest.raises(DomainError) as caught:
        build(who=who)
    assert (caught.value.code, PaymentOrder.objects.count()) == ("conflict_of_interest", 0)


def test_what_the_person_left_to_another_is_named():
    first, _ = payables(2)
    order = build(who=conflicts.tied("finance", first.payee).user_id)
    assert [each.case_id for each in order.set_aside] == [first.pk]


def test_a_step_that_fails_does_not_hold_up_the_others(monkeypatch):
    payables(3)
    first = build()
    payables(3)
    second = build()
    failing = OrderRun.objects.get(order=first).pk

    def chunk(run, *, at):
        if run.pk == failing:
            raise DomainError("busy", kind="busy")
        return building.build_chunk(run, at=at)

    monkeypatch.setitem(order_runs.CHUNKS, "build", chunk)
    with pytest.raises(DomainError):
        go_on()
    assert (again(first).state, again(second).state) == ("building", "prepared")


def test_the_person_and_the_terms_of_a_step_never_change():
    payables(3)
    run = OrderRun.objects.get(order=build())
    with pytest.raises(DatabaseError, match="order_run_terms_never_change"), transaction.atomic():
        OrderRun.objects.filter(pk=run.pk).update(by=make.someone("finance"))


def test_a_file_with_other_sums_than_its_order_is_not_sent():
    order = approved(1)
    PaymentOrder.objects.filter(pk=order.pk).update(total=Decimal("100.01"))
    with pytest.raises(IntegrityError, match="order_exported_has_file"):
        send(order)


def test_nothing_to_order_is_refused_and_nothing_is_written():
    with pytest.raises(DomainError) as caught:
        build()
    assert (caught.value.code, caught.value.field, PaymentOrder.objects.count()) == (
        "nothing_to_order",
        "kind",
        0,
    )


def test_what_falls_due_after_the_order_began_waits_for_another():
    payables(3)
    order = build()
    payables(1)
    go_on()
    assert again(order).count == 3 and states() == ["ordered"] * 3 + ["pending"]


def test_a_payment_that_another_order_took_meanwhile_is_left_out():
    *_, third = payables(3)
    order = build()
    orders.prepare_order(payment_ids=[third.pk], actor_id=make.someone("finance"), at=make.OVER)
    go_on()
    assert (again(order).state, again(order).count) == ("prepared", 2)


def test_an_order_whose_payments_all_left_while_it_was_built_is_cancelled():
    payments = payables(3)
    order = build()
    suspend(*payments)
    go_on()
    assert (again(order).state, again(order).count, states()) == ("cancelled", 0, ["suspended"] * 3)
    assert broken() == []


def test_what_concerns_the_person_is_left_to_another_also_where_it_is_a_whole_chunk():
    payments = payables(3)
    who = conflicts.tied("finance", *(payment.payee for payment in payments[:2])).user_id
    order = build(who=who)
    go_on()
    assert (again(order).state, again(order).count, states()) == ("prepared", 1, ["pending", "pending", "ordered"])
    assert broken() == []


def test_a_large_order_is_sent_chunk_by_chunk_with_one_file():
    order = send(approved(5))
    assert (order.state, BankFile.objects.count(), PaymentAttempt.objects.count()) == ("sending", 0, 0)
    assert (go_on(), again(order).state, states()) == (5, "exported", ["sent"] * 5)
    file = BankFile.objects.get()
    assert (file.count, file.total) == (5, Decimal("500.00"))
    assert list(PaymentAttempt.objects.order_by("position").values_list("position", flat=True)) == [1, 2, 3, 4, 5]
    assert broken() == []


def test_the_figures_add_up_while_an_order_is_sent():
    order = send(approved(5))
    continue_order(run_id=OrderRun.objects.get(step="send").pk, at=make.OVER)
    assert states() == ["sent", "sent", "ordered", "ordered", "ordered"]
    for figures in (figures_of_order(again(order)), list_years()[0].figures):
        assert (figures.ordered.count, figures.open.count, figures.paid.count) == (5, 5, 0)
        assert figures.ordered.amount == figures.open.amount == Decimal("500.00")
    assert broken() == []


def test_what_is_suspended_while_an_order_is_sent_leaves_it_and_what_was_sent_stays():
    order = send(approved(5))
    continue_order(run_id=OrderRun.objects.get(step="send").pk, at=make.OVER)
    last = Payment.objects.order_by("pk").last()
    suspend(last)
    go_on()
    assert (again(order).state, again(order).count, states()) == ("exported", 4, ["sent"] * 4 + ["suspended"])
    assert BankFile.objects.get().count == 4 and broken() == []


def test_what_is_not_sent_when_the_window_ends_leaves_the_order():
    order = send(approved(5, at=LAST_SECOND), at=LAST_SECOND)
    continue_order(run_id=OrderRun.objects.get(step="send").pk, at=LAST_SECOND)
    go_on(FOURTH_QUARTER)
    assert (again(order).state, again(order).count) == ("exported", 2)
    assert states() == ["sent", "sent", "pending", "pending", "pending"]
    assert {str(entry.day) for entry in ReconciliationEntry.objects.all()} == {"2026-09-30"}
    assert broken() == []


def test_an_order_of_which_nothing_is_sent_when_the_window_ends_is_cancelled():
    order = send(approved(3, at=LAST_SECOND), at=LAST_SECOND)
    go_on(FOURTH_QUARTER)
    assert (again(order).state, states(), BankFile.objects.count()) == ("cancelled", ["pending"] * 3, 0)
    assert OrderRun.objects.filter(finished_at=None).count() == 0 and broken() == []


def test_a_large_order_is_cancelled_chunk_by_chunk():
    order = approved(5)
    order = cancel(order)
    assert (order.state, states()) == ("cancelling", ["ordered"] * 5)
    assert (go_on(), again(order).state, states()) == (5, "cancelled", ["pending"] * 5)
    assert build().count == 2 and broken() == []


def test_a_step_that_was_interrupted_goes_on_behind_its_last_chunk():
    payables(5)
    order = build()
    [run] = OrderRun.objects.all()
    assert continue_order(run_id=run.pk, at=make.OVER) == 2
    assert (go_on(), again(order).count, OrderRun.objects.get().done) == (1, 5, 5)
    assert continue_order(run_id=run.pk, at=make.OVER) == 0


def test_an_order_has_one_unfinished_step():
    payables(3)
    run = OrderRun.objects.get(order=build())
    run.pk = None
    with pytest.raises(IntegrityError, match="order_run_one_at_a_time"), transaction.atomic():
        run.save(force_insert=True)


def test_the_bank_has_not_answered_before_the_whole_order_is_sent():
    order = send(approved(5))
    continue_order(run_id=OrderRun.objects.get(step="send").pk, at=make.OVER)
    first = Payment.objects.filter(order=order, state="sent").first()
    with pytest.raises(DomainError) as caught:
        manual_answers.entered(first)
    assert (caught.value.code, caught.value.params) == ("order_being_sent", {"number": order.number})


def suspend(*payments):
    """Hold the payments of these payees from this day on."""
    for payment in payments:
        sanctions.decided(payment.payee_id)
    turn_sanctions(at=make.OVER, progress=lambda done: None)
