"""What a verified party holds from then on: its certificates, and the members of a team (settings.PARTY_VERIFICATION)."""

from collections.abc import Collection
from datetime import datetime

from applicants.models import TeamMember
from applicants.selectors.teams import list_pending_rivals, taken_elsewhere
from applicants.services.bindings import bind_waiting_certificates
from core.database.transactions import write
from core.events.recording import Change, record_many
from core.values.errors import Refusal, Refused


@write
def settle_verification(*, party_id: int, at: datetime) -> None:
    """Bind the members of a verified team and the certificates of official lists (核实生效), in the same transaction.

    Raises `team_member_taken` for each member of another verified team. Unverified teams that name one of the members
    are told; they can be verified with other members.
    """
    members = TeamMember.objects.filter(team_id=party_id, live=True).order_by("pk")
    indexes = [bytes(index) for index in members.values_list("id_number_index", flat=True)]
    taken = taken_elsewhere(indexes, team_id=party_id)
    if taken:
        places = [place for place, index in enumerate(indexes) if index in taken]
        raise Refused([Refusal(code="team_member_taken", field=f"members[{place}].id_number") for place in places])
    members.update(bound=True)
    record_rivals(indexes, team_id=party_id, at=at)
    bind_waiting_certificates(party_id=party_id, at=at)


def record_rivals(indexes: Collection[bytes], *, team_id: int, at: datetime) -> None:
    """Record for each unverified team that names one of these persons that a verified team has the person."""
    record_many([_taken_from(rival, at=at) for rival in list_pending_rivals(indexes, team_id=team_id)])


def _taken_from(team_id: int, *, at: datetime) -> Change:
    return Change(type="team.member_taken", subject_kind="team", subject_id=team_id, party_id=team_id, at=at)
