"""Users, parties, applicants and certificates, created by services where there is one."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from itertools import count

from allauth.account.models import EmailAddress

from accounts.models import Appointment, Membership, Party, User
from accounts.rules.roles import MFA_ROLES, Role
from accounts.selectors.parties import get_authority
from accounts.services.members import remove_member
from accounts.services.parties import found_authority, verify_party
from accounts.services.staff_roles import confirm_staff_role, propose_staff_role
from applicants.models import Enterprise, Team, TeamMember
from applicants.services.enterprises import EnterpriseFacts, register_enterprise
from applicants.services.founders import FounderEntry
from applicants.services.members import confirm_member
from applicants.services.teams import Person, TeamFacts, register_team, update_team
from core.values import id_number, uscc
from core.values.actors import Actor
from core.values.errors import DomainError
from tests.factories import contracts

_numbers = count(1)

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""09:00 in Beijing on 2026-03-02, a Monday."""
PASSWORD = "correct-horse-battery"

FACTS = EnterpriseFacts(
    region="beijing",
    district="110108",
    established_on=date(2023, 5, 10),
    legal_person=True,
    staff=42,
    annual_sales=Decimal("8600000.00"),
    total_assets=Decimal("12000000.00"),
    sound_finance=True,
    bad_credit=False,
    industry="new_materials",
)
TEAM_FACTS = TeamFacts(region="beijing", project_stage="development", industry="health", legal_person=False)


def make_uscc(number: int | None = None) -> str:
    """Return an invented enterprise code with valid check characters."""
    serial = next(_numbers) if number is None else number
    subject = f"X{serial:07d}"
    rest = -sum(int(c, 36) * w for c, w in zip(subject, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    code = f"91110108{subject}{'X' if rest == 10 else rest}"
    return code + uscc.check_character(code)


def make_id_number(number: int | None = None) -> str:
    """Return an ID number with a valid check character and a birthday in 1900."""
    serial = next(_numbers) if number is None else number
    digits = f"110101190001{serial // 1000 % 28 + 1:02d}{serial % 1000:03d}"
    return digits + id_number.check_character(digits)


def user(*, username: str = "", password: str = PASSWORD) -> User:
    """A user."""
    name = username or f"user{next(_numbers)}"
    row = User(username=name, name="张示例", email=f"{name}@example.org")
    row.set_password(password)
    row.save()
    return row


def account(*, username: str = "") -> User:
    """A user with a confirmed mail address, who may sign in."""
    row = user(username=username)
    EmailAddress.objects.create(user=row, email=row.email, verified=True, primary=True)
    return row


def nobody_yet(person: User | None = None) -> Actor:
    """An actor without a party."""
    return Actor(user_id=(person or user()).pk, party_id=None, party_name="", roles=frozenset())


def acting(party: Party, role: str, *, person: User | None = None, second_factor: bool = True) -> Actor:
    """A member of the party with one role, with a second factor where the role requires one."""
    who = person or user()
    if second_factor and role in MFA_ROLES:
        contracts.set_up_second_factor(who)
    if not Membership.objects.filter(user=who, party=party, role=role, ended_at=None).exists():
        columns = contracts.membership_columns(who, role, of=party, at=AT)
        Membership.objects.create(user=who, party=party, role=role, **columns)
    return Actor(user_id=who.pk, party_id=party.pk, party_name=party.name, roles=frozenset({role}))


def authority() -> Party:
    """The authority, created at the first call."""
    try:
        return get_authority()
    except DomainError:
        return found_authority(name="示例主管部门", admin_ids=(user().pk, user().pk), at=AT)


def staff(role: str = Role.CASE_OFFICER) -> Actor:
    """A staff user."""
    return acting(authority(), role)


def appoint(username: str, role: str, *, at: datetime = AT) -> Appointment:
    """A role of the authority, proposed by one administrator and confirmed by another."""
    proposed = propose_staff_role(username=username, role=role, actor=staff("system_admin"), at=at)
    return confirm_staff_role(appointment_id=proposed.pk, actor=staff("system_admin"), at=at)


def enterprise(
    *,
    name: str = "",
    code: str = "",
    actor: Actor | None = None,
    verified: bool = True,
    founders: Sequence[Person] = (),
    at: datetime = AT,
    **facts: object,
) -> Enterprise:
    """An enterprise whose facts meet article 7, verified by default."""
    declared = EnterpriseFacts(**{**{f: getattr(FACTS, f) for f in FACTS.__slots__}, **facts})
    row = register_enterprise(
        name=name or f"示例科技{next(_numbers)}有限公司",
        uscc=code or make_uscc(),
        facts=declared,
        founders=[FounderEntry(name=each.name, id_number=each.id_number) for each in founders],
        actor=actor or nobody_yet(),
        at=at,
    )
    if verified:
        verify_party(party_id=row.pk, actor=staff(), at=at)
    return Enterprise.objects.select_related("party").get(pk=row.pk)


def people(size: int = 3, *, students: int = 2) -> list[Person]:
    """Members of a team, the first of them students."""
    return [
        Person(name=f"李示例{place}", id_number=make_id_number(), student=place < students) for place in range(size)
    ]


def team(
    *, name: str = "", members: list[Person] | None = None, actor: Actor | None = None, verified: bool = True
) -> Team:
    """A team that meets article 7, verified by default."""
    row = register_team(
        name=name or f"示例团队{next(_numbers)}",
        facts=TEAM_FACTS,
        people=members or people(),
        actor=actor or nobody_yet(),
        at=AT,
    )
    if verified:
        verify_party(party_id=row.pk, actor=staff(), at=AT)
    return Team.objects.select_related("party").get(pk=row.pk)


def update_members(row: Team, members: Sequence[Person]) -> None:
    """Give a team these members; whom a verified one adds awaits an officer."""
    update_team(
        party_id=row.pk,
        name=row.party.name,
        facts=TEAM_FACTS,
        people=members,
        version=Team.objects.get(pk=row.pk).version,
        actor=manager(row),
        at=AT,
    )


def confirm_members(row: Team) -> None:
    """Confirm every added member of a verified team."""
    for member in TeamMember.objects.filter(team=row, live=True, bound=False):
        confirm_member(member_id=member.pk, actor=staff(), at=AT)


def manager(row: Enterprise | Team) -> Actor:
    """The manager of an applicant."""
    held = Membership.objects.filter(party=row.party, role=Role.APPLICANT_MANAGER, ended_at=None).first()
    return acting(row.party, Role.APPLICANT_MANAGER, person=held.user if held else None)


def removals() -> tuple[Party, list[Callable[[], Membership]]]:
    """A party with two managers, and the operation of each that removes the other."""
    row = enterprise()
    managers = [manager(row), acting(row.party, Role.APPLICANT_MANAGER)]
    roles = [Membership.objects.get(user_id=actor.user_id, party=row.party).pk for actor in managers]
    return row.party, [
        partial(remove_member, membership_id=pk, actor=actor, at=AT)
        for actor, pk in zip(managers, reversed(roles), strict=True)
    ]
