"""Event handlers: recompute deadlines of objections, notify approvers of overdue ones, and parties of their sanctions."""

from accounts.rules.roles import SIDE_ROLES, Role
from accounts.selectors.members import list_user_ids
from accounts.selectors.parties import get_authority
from core.models import Event
from core.notifications.sending import notify
from oversight.selectors.notices import get_objection
from oversight.selectors.sanctions import get_sanction
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
    """Notify everybody who acts for a party of each step of a measure against it."""
    sanction = get_sanction(event.subject_id)
    notify(
        user_ids=list_user_ids(party_id=sanction.party_id, roles=SIDE_ROLES),
        kind=event.type,
        params={
            "sanction": sanction.pk,
            "measure": sanction.measure,
            "begins_on": sanction.begins_on.isoformat(),
            "until": sanction.until.isoformat(),
            "reason": sanction.reason,
            "lift_reason": sanction.lift_reason,
        },
        dedup=f"{event.type}:{event.pk}",
        at=event.at,
        party_id=sanction.party_id,
    )
