"""Messages to applicants about their coupons."""

from accounts.rules.roles import APPLICANT_ROLES, SIDE_ROLES
from accounts.selectors.members import list_user_ids
from core.models import Event
from core.notifications.sending import notify
from vouchers.rules.coupon_numbers import coupon_number
from vouchers.selectors.cases import map_coupon_parties


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


def notify_revocation(*, event: Event) -> None:
    """Notify the people of the applicant, and of the unit of its contract, that a coupon was revoked, with the reason."""
    for party_id in sorted(map_coupon_parties(case_ids=[event.subject_id])[event.subject_id]):
        notify(
            user_ids=list_user_ids(party_id=party_id, roles=SIDE_ROLES),
            kind=event.type,
            params={
                "label": coupon_number(year=event.data["year"], coupon_id=event.subject_id),
                "amount": event.data["amount"],
                "reason": event.data["reason"],
            },
            dedup=f"{event.type}:{event.subject_id}:{party_id}",
            at=event.at,
            party_id=party_id,
        )
