"""Every row lock of this app: taken after the lock of the party (docs/locking.md)."""

from accounts.rules.states import PartyState
from accounts.selectors.locks import lock_parties, lock_party
from applicants.models import Certificate, TeamMember
from applicants.selectors.members import get_pending_member
from applicants.selectors.teams import list_teams_of_persons
from core.values.errors import DomainError


def lock_teams_of_persons(party_id: int) -> None:
    """Lock the other teams of an applicant's persons, by id, after the applicant: their bars and claims wait or are seen.

    Nothing is locked for most enterprises. Two teams that have exchanged members may meet in a deadlock, which
    `write` tries again.
    """
    lock_parties(list_teams_of_persons(party_id))


def lock_pending_member(member_id: int) -> TeamMember:
    """Lock the team, then return its member that awaits an officer. Raises `not_found`, `illegal_state`."""
    found = get_pending_member(member_id)
    party = lock_party(found.team_id)
    if party.state != PartyState.VERIFIED:
        raise DomainError("illegal_state", kind="refused", state=party.state)
    return get_pending_member(member_id)


def lock_certificate(certificate_id: int) -> Certificate:
    """Lock a certificate; its party, if any, is locked first. Raises `not_found`."""
    found = Certificate.objects.filter(pk=certificate_id).first()
    if found is None:
        raise DomainError("not_found", kind="missing")
    if found.party_id is not None:
        lock_party(found.party_id)
    return Certificate.objects.select_for_update(no_key=True).get(pk=certificate_id)
