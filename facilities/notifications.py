"""Event handlers of applications to become an open unit."""

from accounts.rules.roles import Role
from accounts.selectors.members import list_user_ids
from accounts.selectors.parties import get_party
from core.models import Event
from core.notifications.sending import notify
from facilities.services.applications import end_with_registration


def notify_applicant(*, event: Event) -> None:
    """Notify the managers of the organisation, and who applied, of the answer."""
    managers = list_user_ids(party_id=event.party, roles=[Role.UNIT_MANAGER])
    notify(
        user_ids=sorted({*managers, event.data["applicant"]}),
        kind=event.type,
        params={
            "party": get_party(event.party).name,
            "reason": str(event.data.get("reason", "")),
            "category": str(event.data.get("category", "")),
        },
        dedup=f"{event.type}:{event.pk}",
        at=event.at,
        party_id=event.party_id,
    )


def end_application(*, event: Event) -> None:
    """End the pending application of an organisation whose registration was refused or has ended."""
    end_with_registration(party_id=event.party, at=event.at)
