"""Event handlers that notify users about parties, takeovers and roles."""

from accounts.rules.roles import MANAGER_ROLES
from accounts.selectors.invitations import list_recipients
from accounts.selectors.members import list_user_ids
from accounts.selectors.parties import get_party
from core.models import Event
from core.notifications.sending import notify


def notify_managers(*, event: Event) -> None:
    """Notify the managers of a party that was decided on, that a user joined, left or asks to take over."""
    _notify(event, user_ids=list_user_ids(party_id=event.party, roles=MANAGER_ROLES))


def notify_claimant(*, event: Event) -> None:
    """Notify the claimant that the takeover was decided."""
    _notify(event, user_ids=[event.data["claimant"]])


def notify_invited(*, event: Event) -> None:
    """Notify the person whom an invitation names, if there is one."""
    _notify(event, user_ids=list_recipients(event.subject_id))


def notify_member(*, event: Event) -> None:
    """Notify a member that a role was granted or revoked."""
    _notify(event, user_ids=[event.data["user"]])


def _notify(event: Event, *, user_ids: list[int]) -> None:
    notify(
        user_ids=user_ids,
        kind=event.type,
        params={
            "party": get_party(event.party).name,
            "reason": str(event.data.get("reason", "")),
            "role": str(event.data.get("role", "")),
        },
        dedup=f"{event.type}:{event.pk}",
        at=event.at,
        party_id=event.party_id,
    )
