"""Events in, messages out: who is told what became of a party, a takeover, a role."""

from accounts.rules.roles import MANAGER_ROLES
from accounts.selectors.members import list_user_ids
from accounts.selectors.parties import get_party
from core.models import Event
from core.notifications.sending import notify


def tell_managers(*, event: Event) -> None:
    """A case officer decided about the party, or somebody asks to take it over: its managers are told."""
    _tell(event, user_ids=list_user_ids(party_id=event.party, roles=MANAGER_ROLES))


def tell_claimant(*, event: Event) -> None:
    """A takeover was decided: who asked for it is told."""
    _tell(event, user_ids=[event.data["claimant"]])


def tell_member(*, event: Event) -> None:
    """A role was given or taken: its holder is told."""
    _tell(event, user_ids=[event.data["user"]])


def _tell(event: Event, *, user_ids: list[int]) -> None:
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
