"""Payments of an order that a person leaves to another for a conflict of interest (回避); the rest proceeds."""

from collections.abc import Sequence
from datetime import datetime

from accounts.rules.conflicts import SetAside
from accounts.selectors.conflicts import list_set_aside, require_no_conflict
from core.database.transactions import assert_inside
from core.events.recording import Change, record_many
from core.messages.object_numbers import map_numbers
from payments.models import Payment, PaymentOrder
from payments.selectors.cases import map_order_parties, parties_of


def list_conflicted(payments: Sequence[Payment], *, actor_id: int, at: datetime) -> list[SetAside]:
    """Return those of the locked payments that the person leaves to another; `conflict_of_interest` if all of them."""
    return list_set_aside(user_id=actor_id, cases=parties_of(payments), at=at)


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
