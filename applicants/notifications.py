"""Handlers of events: certificates of an imported list, and teams that compete for a member."""

from accounts.rules.roles import MANAGER_ROLES
from accounts.selectors.members import list_user_ids
from accounts.selectors.parties import get_party
from applicants.selectors.members import get_member
from applicants.services.bindings import bind_list
from core.models import Event
from core.notifications.sending import notify
from core.values.masking import mask_name


def list_imported(*, event: Event) -> None:
    """Bind certificates to parties that registered while the list was being imported."""
    bind_list(list_id=event.subject_id, at=event.at)


def members_taken(*, event: Event) -> None:
    """Notify the managers of an unverified team that another team was verified with one of the members it names."""
    notify(
        user_ids=list_user_ids(party_id=event.party, roles=MANAGER_ROLES),
        kind=event.type,
        params={"party": get_party(event.party).name},
        dedup=f"{event.type}:{event.pk}",
        at=event.at,
        party_id=event.party_id,
    )


def notify_of_member(*, event: Event) -> None:
    """Notify the managers of a verified team that a member whom it added was confirmed or refused."""
    member = get_member(event.subject_id)
    notify(
        user_ids=list_user_ids(party_id=member.team_id, roles=MANAGER_ROLES),
        kind=event.type,
        params={"party": member.team.party.name, "name": mask_name(member.name), **event.data},
        dedup=f"{event.type}:{event.pk}",
        at=event.at,
        party_id=member.team_id,
    )
