"""Two workers continue one step of an order at once. The control removes the locks."""

import pytest

from payments.models import OrderRun, Payment, PaymentOrder
from payments.rules.payee_accounts import AccountKind
from payments.services import building, chunks
from payments.services.building import build_order
from payments.services.order_runs import continue_order
from tests.concurrency.guards import meeting, without
from tests.concurrency.races import together
from tests.factories import batches as make
from tests.factories.outcomes import broken

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def run(monkeypatch):
    """An order of three payments, of which the first chunk of one is built."""
    monkeypatch.setattr(building, "CHUNK", 1)
    for _ in range(3):
        make.payable("100.00")
    order = build_order(kind=AccountKind.BANK, actor_id=make.someone("finance"), at=make.OVER)
    return OrderRun.objects.get(order=order)


def continue_twice(run, *, meet):
    with meeting(meet):
        return together([lambda: continue_order(run_id=run.pk, at=make.OVER)] * 2)


def test_one_chunk_is_done_by_one_worker(run):
    results = continue_twice(run, meet=building.list_next_orderable)
    run.refresh_from_db()
    assert (sorted(results), run.done, run.taken) == ([0, 1], 2, 2)
    assert (PaymentOrder.objects.get().count, Payment.objects.filter(state="ordered").count(), broken()) == (2, 2, [])


def test_control_without_the_locks_one_chunk_is_counted_twice(run):
    with without("lock_order", "lock_run"):
        continue_twice(run, meet=chunks.lock_current)
    assert [(each.taken, each.order.count) for each in OrderRun.objects.select_related("order")] != [(2, 2)]
