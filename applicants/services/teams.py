"""Registration of teams. A team is identified by its members' ID numbers; a member is in one live team."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from accounts.rules.roles import Role
from accounts.rules.states import PartyState
from accounts.selectors.conflicts import require_no_conflict
from accounts.selectors.locks import lock_party
from accounts.selectors.parties import TakeoverRow
from accounts.services import parties
from accounts.services.takeovers import request_takeover_of
from applicants.models import Team, TeamMember
from applicants.rules.persons import INDEX_KIND
from applicants.selectors.applicants import get_visible_member
from core.database.transactions import write
from core.events.recording import Change, record
from core.events.transitions import require_version
from core.personal_data.encryption import blind_index, decrypt, encrypt
from core.values.actors import Actor
from core.values.deadlines import beijing_day
from core.values.errors import DomainError, Refusal, Refused
from core.values.id_number import is_valid, normalise
from core.values.names import visible_name


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamFacts:
    """The declared facts of a team (article 7)."""

    region: str
    project_stage: str
    industry: str
    legal_person: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A main member (团队主要成员) as entered. Where no number is entered, that of the live member `kept` stays."""

    name: str
    id_number: str
    student: bool
    kept: int | None = None


@write
def register_team(
    *, name: str, facts: TeamFacts, people: Sequence[Person], actor: Actor, at: datetime, draft: bool = False
) -> Team:
    """Register a team with its main members (创业团队注册); the user becomes its manager.

    A `draft` is sent later, with its documents.

    Raises the errors of `visible_name`; for each invalid member: `id_number`, `team_member_twice`.
    """
    people = _with_visible_names(people)
    indexes = _check_people(people, at=at)
    party = parties.register_team(name=name, actor=actor, at=at, draft=draft)
    team = Team.objects.create(
        party_id=party.pk,
        region=facts.region,
        project_stage=facts.project_stage,
        industry=facts.industry,
        legal_person=facts.legal_person,
        declared_at=at,
    )
    _set_people(team, people, indexes, at=at)
    _record("team.registered", team, data=_data(facts, people), actor=actor, at=at)
    return team


@write
def update_team(
    *,
    party_id: int,
    name: str,
    facts: TeamFacts,
    people: Sequence[Person],
    version: int,
    actor: Actor,
    at: datetime,
) -> Team:
    """Update facts and members (更新团队信息); a refused team is submitted for verification again.

    Members whom a verified team adds await an officer, whoever they are, so that naming a person tells nothing about
    other teams. Raises as `register_team`; `stale_version`, `not_found`; `illegal_state` for a suspended or ended
    team; `team_renamed` for a new name, unless the team is refused.
    """
    party = lock_party(party_id)
    team = Team.objects.filter(pk=party_id).first()
    if team is None or actor.party_id != party_id:
        raise DomainError("not_found", kind="missing")
    if party.state in (PartyState.SUSPENDED, PartyState.ENDED):
        raise DomainError("illegal_state", kind="refused", state=party.state)
    require_version(team, version)
    if party.state == PartyState.REFUSED:
        parties.register_again(party_id=party_id, name=name, actor=actor, at=at)
    elif visible_name(name, field="name", most=200) != party.name:
        raise DomainError("team_renamed", field="name", kind="refused")
    people = _with_kept_numbers(team, _with_visible_names(people))
    indexes = _check_people(people, at=at)
    _declare(team, facts, at=at)
    _set_people(team, people, indexes, at=at)
    _record("team.declared", team, data=_data(facts, people), actor=actor, at=at)
    return team


@write
def reveal_id_number(*, member_id: int, reason: str, actor: Actor, at: datetime) -> str:
    """Return the full ID number of a member (查看证件号码) and record the reason in the audit.

    Raises `not_found`, and `conflict_of_interest` for an officer who is tied to the team.
    """
    row = get_visible_member(member_id=member_id, actor=actor)
    if actor.party_id != row.team_id:
        require_no_conflict(user_id=actor.user_id, party_ids=[row.team_id], at=at)
    record(
        Change(
            type="personal_data.revealed",
            subject_kind="team_member",
            subject_id=row.pk,
            party_id=row.team_id,
            actor_id=actor.user_id,
            at=at,
            data={"field": "id_number", "reason": reason},
        )
    )
    return open_id_number(row)


@write
def request_team_takeover(*, id_number: str, reason: str, actor: Actor, at: datetime) -> TakeoverRow:
    """Request to become manager of the team that has a member of this ID number (申请接管).

    The result is the same whether or not a verified team has such a member. Raises `id_number`; else as
    `request_takeover_of`.
    """
    number = normalise(id_number)
    if not is_valid(number, today=beijing_day(at)):
        raise DomainError("id_number", field="id_number")
    held = TeamMember.objects.filter(id_number_index=_index(number), live=True, bound=True)
    team_id = held.values_list("team_id", flat=True).first()
    role = Role.APPLICANT_MANAGER
    return request_takeover_of(party_id=team_id, named=number, role=role, reason=reason, actor=actor, at=at)


def open_id_number(row: TeamMember) -> str:
    """Return the decrypted ID number of a member. Mask it before showing it."""
    return decrypt(bytes(row.id_number_encrypted), context=_context(row.team_id))


def _with_visible_names(people: Sequence[Person]) -> list[Person]:
    return [
        replace(person, name=visible_name(person.name, field=f"members[{position}].name", most=50))
        for position, person in enumerate(people)
    ]


def _with_kept_numbers(team: Team, people: Sequence[Person]) -> list[Person]:
    """Give each person without a number the recorded one; who names no live member of this team has no number at all."""
    kept = {person.kept for person in people if person.kept is not None}
    rows = TeamMember.objects.filter(team=team, live=True, pk__in=kept)
    numbers = {row.pk: open_id_number(row) for row in rows}
    return [replace(each, id_number=_kept_number(each, numbers)) for each in people]


def _kept_number(person: Person, numbers: Mapping[int, str]) -> str:
    if person.kept is None:
        return person.id_number
    return (person.id_number or numbers[person.kept]) if person.kept in numbers else ""


def _check_people(people: Sequence[Person], *, at: datetime) -> list[bytes]:
    """Return the blind index of each person, in order. Raises `Refused` with every invalid member."""
    today = beijing_day(at)
    numbers = [normalise(person.id_number) for person in people]
    refusals = []
    for position, number in enumerate(numbers):
        code = _problem(valid=is_valid(number, today=today), twice=number in numbers[:position])
        if code:
            refusals.append(Refusal(code=code, field=f"members[{position}].id_number"))
    if refusals:
        raise Refused(refusals)
    return [_index(number) for number in numbers]


def _problem(*, valid: bool, twice: bool) -> str | None:
    if not valid:
        return "id_number"
    return "team_member_twice" if twice else None


def _declare(team: Team, facts: TeamFacts, *, at: datetime) -> None:
    team.region, team.project_stage = facts.region, facts.project_stage
    team.industry, team.legal_person = facts.industry, facts.legal_person
    team.declared_at = at
    team.version += 1
    team.save()


def _set_people(team: Team, people: Sequence[Person], indexes: Sequence[bytes], *, at: datetime) -> None:
    """Replace the members of a team. One who stays keeps the row and its confirmation; one who returns does not."""
    live = TeamMember.objects.filter(team=team, live=True)
    live.exclude(id_number_index__in=indexes).update(live=False, left_at=at)
    staying = {bytes(row.id_number_index): row for row in live}
    context = _context(team.party_id)
    added = []
    for index, person in zip(indexes, people, strict=True):
        if (row := staying.get(index)) is not None:
            row.name, row.student = person.name, person.student
            continue
        number = encrypt(normalise(person.id_number), context=context)
        facts = {"name": person.name, "id_number_encrypted": number, "id_number_index": index}
        added.append(TeamMember(team=team, student=person.student, **facts))
    TeamMember.objects.bulk_update(staying.values(), ["name", "student"])
    TeamMember.objects.bulk_create(added)


def _index(number: str) -> bytes:
    return blind_index(number, kind=INDEX_KIND)


def _context(team_id: int) -> str:
    return f"team_member:{team_id}"


def _data(facts: TeamFacts, people: Sequence[Person]) -> dict[str, object]:
    return {
        "region": facts.region,
        "project_stage": facts.project_stage,
        "industry": facts.industry,
        "legal_person": facts.legal_person,
        "members": len(people),
        "students": sum(person.student for person in people),
    }


def _record(event_type: str, team: Team, *, data: dict[str, object], actor: Actor, at: datetime) -> None:
    record(
        Change(
            type=event_type,
            subject_kind="team",
            subject_id=team.party_id,
            party_id=team.party_id,
            actor_id=actor.user_id,
            at=at,
            data={"version": team.version, **data},
        )
    )
