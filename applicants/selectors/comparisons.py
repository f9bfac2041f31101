"""Reads of what is known elsewhere of a registration, for the officer who verifies it."""

from accounts.rules.states import PartyState
from accounts.selectors.parties import PartyRow, get_party, list_rivals, map_party_names
from applicants.models import Certificate, Founder, TeamMember
from applicants.rules.comparisons import RegistrationFacts
from applicants.selectors.applicants import is_enterprise
from applicants.selectors.teams import list_pending_rivals, taken_elsewhere
from core.values.masking import mask_name

GONE = (PartyState.ENDED, PartyState.REFUSED)
"""States in which another registration of the code no longer competes."""


def gather_registration_facts(party_id: int) -> RegistrationFacts:
    """Return what official lists, other registrations and other teams say of a registration. Raises `not_found`."""
    party = get_party(party_id)
    return _of_team(party_id) if party.kind == "team" else _of_organisation(party)


def _of_organisation(party: PartyRow) -> RegistrationFacts:
    listed = Certificate.objects.filter(holder_uscc=party.uscc).values_list("holder_name", "holder_match_name")
    of_name = Certificate.objects.filter(holder_match_name=party.match_name).exclude(holder_uscc__in=("", party.uscc))
    names = {name for name, _ in listed}
    return RegistrationFacts(
        kind="enterprise" if is_enterprise(party.pk) else "organisation",
        names_of_code=frozenset(names),
        has_own_name=any(match_name == party.match_name for _, match_name in listed),
        codes_of_name=frozenset(of_name.values_list("holder_uscc", flat=True)),
        rivals=sum(row.state not in GONE for row in list_rivals(party)),
        founder_teams=_names_of_founders_teams(party.pk),
    )


def _names_of_founders_teams(enterprise_id: int) -> tuple[str, ...]:
    founders = Founder.objects.filter(enterprise_id=enterprise_id).values("id_number_index")
    teams = TeamMember.objects.filter(id_number_index__in=founders, bound=True).values_list("team_id", flat=True)
    return tuple(sorted(map_party_names(set(teams)).values()))


def _of_team(team_id: int) -> RegistrationFacts:
    members = TeamMember.objects.filter(team_id=team_id, live=True).values_list("id_number_index", "name")
    names = {bytes(index): name for index, name in members}
    taken = taken_elsewhere(names, team_id=team_id)
    return RegistrationFacts(
        kind="team",
        members_elsewhere=tuple(sorted(mask_name(names[index]) for index in taken)),
        pending_teams=tuple(sorted(map_party_names(list_pending_rivals(names, team_id=team_id)).values())),
    )
