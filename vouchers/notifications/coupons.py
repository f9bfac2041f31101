"""Messages to applicants about their coupons."""

from accounts.rules.roles import APPLICANT_ROLES
from accounts.selectors.members import list_user_ids
from core.models import Event
from core.notifications.sending import notify
from vouchers.rules.coupon_numbers import coupon_number


def notify_lapse(*, event: Event) -> None:
    """Notify the applicant's people that a coupon lapsed."""
    notify(
        user_ids=list_user_ids(party_id=event.party, roles=APPLICANT_ROLES),
        kind=event.type,
        params={
            "label": coupon_number(year=event.data["year"], coupon_id=event.subject_id),
            "amount": event.data["amount"],
        },
        dedup=f"{event.type}:{event.subject_id}",
        at=event.at,
        party_id=event.party_id,
    )
