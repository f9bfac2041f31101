"""Handlers of events: notifications to payees."""

from accounts.rules.roles import MANAGER_ROLES
from accounts.selectors.members import list_user_ids
from core.models import Event
from core.notifications.sending import notify
from core.values.money import yuan
from payments.selectors.payments import get_payment


def notify_payee(*, event: Event) -> None:
    """Notify the payee's managers of a payment that has arrived."""
    payment = get_payment(event.subject_id)
    notify(
        user_ids=list_user_ids(party_id=payment.payee_id, roles=MANAGER_ROLES),
        kind=event.type,
        params={"payment": payment.pk, "label": payment.label, "amount": yuan(payment.amount)},
        dedup=f"{event.type}:{event.pk}",
        at=event.at,
        party_id=payment.payee_id,
    )
