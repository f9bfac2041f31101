"""Event handlers: recompute deadlines of objections, notify approvers of overdue ones."""

from accounts.rules.roles import Role
from accounts.selectors.members import list_user_ids
from accounts.selectors.parties import get_authority
from core.models import Event
from core.notifications.sending import notify
from oversight.selectors.notices import get_objection
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
