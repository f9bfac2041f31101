"""Payments of an order that a person leaves to another for a conflict of interest (回避); the rest proceeds."""

from collections.abc import Sequence
from datetime import datetime

from accounts.rules.conflicts import SetAside
from accounts.selectors.conflicts import find_set_aside, list_set_aside, require_no_conflict, set_aside_error
from core.database.transactions import assert_inside
from core.events.recording import Change, record_many
from core.messages.object_numbers import map_numbers
from payments.models import Payment, PaymentOrder
from payments.selectors.cases import map_order_parties, parties_of
from payments.selectors.locks import lock_payments
from payments.selectors.order_runs import pages_of
from payments.services.leaving import take_out


def list_conflicted(payments: Sequence[Payment], *, actor_id: int, at: datetime) -> list[SetAside]:
    """Return those of the locked payments that the person leaves to another; `conflict_of_interest` if all of them."""
    return list_set_aside(user_id=actor_id, cases=parties_of(payments), at=at)


def take_conflicted_out(order: PaymentOrder, *, step: str, actor_id: int, at: datetime) -> None:
    """Set the conflicted payments of a locked order to pending; the order's total follows.

    `conflict_of_interest` where that is all of them.
    """
    aside = _list_conflicted_in(order.pk, actor_id=actor_id, at=at)
    if aside:
        gone = lock_payments([each.case_id for each in aside])
        take_out(order, gone, cause="conflict", actor_id=actor_id, at=at)
    order.set_aside = aside
    record_set_aside(aside, step=step, order=order, actor_id=actor_id, at=at)


def without(payments: Sequence[Payment], aside: Sequence[SetAside]) -> list[Payment]:
    """Return the payments that were not set aside."""
    ids = {each.case_id for each in aside}
    return [payment for payment in payments if payment.pk not in ids]


def _list_conflicted_in(order_id: int, *, actor_id: int, at: datetime) -> list[SetAside]:
    """Return the payments of an order that the person leaves to another, read page by page."""
    aside: list[SetAside] = []
    count = 0
    for page in pages_of(order_id):
        aside += find_set_aside(user_id=actor_id, cases=parties_of(page), at=at)
        count += len(page)
    if aside and len(aside) == count:
        raise set_aside_error(aside)
    return aside


def record_set_aside(aside: Sequence[SetAside], *, step: str, order: PaymentOrder, actor_id: int, at: datetime) -> None:
    """Record one event for the order and one for each payment that was set aside. They name no party: orders are internal."""
    assert_inside()
    if not aside:
        return
    numbers = map_numbers([("payment", each.case_id) for each in aside])
    items_set_aside = Change(
        type="payment_order.items_set_aside",
        subject_kind="payment_order",
        subject_id=order.pk,
        actor_id=actor_id,
        at=at,
        data={"payments": "、".join(numbers.values()), "step": step},
    )
    record_many(
        [
            items_set_aside,
            *(
                Change(
                    type="payment.set_aside",
                    subject_kind="payment",
                    subject_id=each.case_id,
                    actor_id=actor_id,
                    at=at,
                    data={"order": order.pk, "number": order.number, "step": step},
                )
                for each in aside
            ),
        ]
    )


def require_no_conflict_in(order_id: int, *, actor_id: int, at: datetime) -> None:
    """Refuse a person with a conflict about any payment of the order: `conflict_of_interest`."""
    parties = map_order_parties(case_ids=[order_id])[order_id]
    require_no_conflict(user_id=actor_id, party_ids=parties, at=at)
