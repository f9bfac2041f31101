"""Event handlers: recompute deadlines of objections, notify approvers of overdue ones, and parties of their sanctions."""

from datetime import date

from accounts.rules.roles import SIDE_ROLES, Role
from accounts.selectors.members import list_user_ids
from accounts.selectors.parties import get_authority
from core.messages.object_numbers import map_numbers
from core.models import Event
from core.notifications.sending import notify
from oversight.rules.sanctions import ONCE
from oversight.selectors.notices import get_objection
from oversight.selectors.sanctions import get_sanction, list_subjects
from oversight.services.objections import recompute_days_to_decide


def calendar_entered(*, event: Event) -> None:
    """Recompute the provisional deadlines of objections after a holiday notice was entered."""
    recompute_days_to_decide(at=event.at)


def notify_approvers(*, event: Event) -> None:
    """Notify the approvers that an objection is overdue."""
    objection, authority = get_objection(event.subject_id), get_authority()
    notify(
        user_ids=list_user_ids(party_id=authority.pk, roles=[Role.APPROVER]),
        kind=event.type,
        params={
            "objection": objection.pk,
            "label": objection.item.label,
            "decide_by": objection.decide_by.isoformat(),
        },
        dedup=f"{event.type}:{event.subject_id}",
        at=event.at,
        party_id=authority.pk,
    )


def notify_of_sanction(*, event: Event) -> None:
    """Notify everybody who acts for a party of each step of a measure against it.

    A revocation of coupons has notices of its own, with their numbers.
    """
    sanction = get_sanction(event.subject_id)
    kind = event.type.replace("sanction.", "revocation.") if sanction.measure in ONCE else event.type
    notify(
        user_ids=list_user_ids(party_id=sanction.party_id, roles=SIDE_ROLES),
        kind=kind,
        params={
            "sanction": sanction.pk,
            "measure": sanction.measure,
            "begins_on": iso(sanction.begins_on),
            "until": iso(sanction.until),
            "answer_by": iso(sanction.answer_by),
            "coupons": "、".join(map_numbers(list_subjects(sanction.pk)).values()),
            "reason": sanction.reason,
            "drop_reason": sanction.drop_reason,
            "lift_reason": sanction.lift_reason,
        },
        dedup=f"{event.type}:{event.pk}",
        at=event.at,
        party_id=sanction.party_id,
    )


def iso(day: date | None) -> str:
    """Return a day as a param of a notice; empty for None."""
    return day.isoformat() if day else ""
