"""Who had a part in a payment order."""

from collections.abc import Collection

from core.events.history import list_actors
from oversight.selectors.stages import list_not_waited_for
from payments.models import PaymentOrder


def list_involved(*, operation: str, case_id: int, user_ids: Collection[int]) -> set[int]:
    """Return those of the people who acted on an order, or cannot sign its next stage (settings.CASE_PARTS)."""
    involved = list_actors(subject_kind="payment_order", subject_id=case_id)
    if operation == "payment_order.sign":
        amount = PaymentOrder.objects.get(pk=case_id).total
        involved |= list_not_waited_for("payment_order", case_id, amount=amount, user_ids=user_ids)
    return involved
