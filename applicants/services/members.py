"""Members that a verified team adds: an officer confirms or refuses each (团队新增成员核实)."""

from collections.abc import Callable
from datetime import datetime

from accounts.rules.registrations import ESCALATED_AFTER
from accounts.rules.roles import Role
from accounts.selectors.conflicts import require_no_conflict
from accounts.selectors.members import list_user_ids
from accounts.selectors.parties import get_authority
from applicants.models import TeamMember
from applicants.selectors.cases import map_team_member_parties
from applicants.selectors.locks import lock_pending_member
from applicants.selectors.members import list_overdue_members
from applicants.selectors.teams import taken_elsewhere
from applicants.services.verification import record_rivals
from core.database.transactions import write
from core.events.recording import Change, record
from core.notifications.sending import Message, notify_many
from core.values.actors import Actor
from core.values.errors import DomainError
from core.values.party_names import match_name


@write
def confirm_member(*, member_id: int, actor: Actor, at: datetime) -> TeamMember:
    """Confirm a member (确认成员): from now on the team has them. Unverified teams that name the person are notified.

    Raises `not_found`, `illegal_state` unless the team is verified, `conflict_of_interest` for an officer who is tied to
    the team or to the other team of the person, and `team_member_taken` while another verified team has the person.
    """
    row = lock_pending_member(member_id)
    _require_no_conflict(row, actor=actor, at=at)
    person = [bytes(row.id_number_index)]
    if taken_elsewhere(person, team_id=row.team_id):
        raise DomainError("team_member_taken", kind="refused")
    row.bound = True
    row.save(update_fields=["bound"])
    _record("team.member_confirmed", row, actor=actor, at=at)
    record_rivals(person, team_id=row.team_id, at=at)
    return row


@write
def refuse_member(*, member_id: int, reason: str, actor: Actor, at: datetime) -> TeamMember:
    """Refuse a member (不予确认), with a reason for the team. The team may name the person again.

    Raises as `confirm_member`, and `reason_names_team` for a reason with the name of the person's other team.
    """
    row = lock_pending_member(member_id)
    _require_no_conflict(row, actor=actor, at=at)
    other = getattr(row, "other_team_name", None)
    if other and match_name(other) in match_name(reason):
        raise DomainError("reason_names_team", field="reason")
    row.live, row.left_at = False, at
    row.save(update_fields=["live", "left_at"])
    _record("team.member_refused", row, actor=actor, at=at, reason=reason)
    return row


def remind_of_members(*, at: datetime, progress: Callable[[int], None]) -> dict[str, int]:
    """Remind the approvers of added members who await an officer for ten days (新增成员超期提醒), once each. Periodic job."""
    approvers = list_user_ids(party_id=get_authority().pk, roles=[Role.APPROVER])
    rows = list_overdue_members(before=at - ESCALATED_AFTER)
    messages = [
        Message(
            user_ids=approvers,
            kind="team.members_overdue",
            params={"party": name},
            dedup=f"team.members_overdue:{team_id}:{since:%Y%m%d%H%M%S}",
        )
        for team_id, name, since in rows
    ]
    notify_many(messages, at=at)
    progress(len(rows))
    return {"reminded": len(rows)}


def _require_no_conflict(row: TeamMember, *, actor: Actor, at: datetime) -> None:
    """Refuse an officer who is tied to the team, or to the verified team that has the person: `conflict_of_interest`."""
    concerned = map_team_member_parties(case_ids=[row.pk])[row.pk]
    require_no_conflict(user_id=actor.user_id, party_ids=concerned, at=at)


def _record(event: str, row: TeamMember, *, actor: Actor, at: datetime, **data: str) -> None:
    record(
        Change(
            type=event,
            subject_kind="team_member",
            subject_id=row.pk,
            party_id=row.team_id,
            actor_id=actor.user_id,
            at=at,
            data={**data},
        )
    )
