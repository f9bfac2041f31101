"""The people of the demonstration, all invented, with public passwords and second factors."""

import base64
import hashlib
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from accounts.rules.roles import MFA_ROLES, Role
from accounts.selectors.actors import resolve
from accounts.selectors.users import get_user_by_username
from accounts.services.invitations import accept_invitation, invite_member
from accounts.services.parties import found_authority, register_organisation, verify_party
from accounts.services.second_factor import enrol_totp
from accounts.services.staff_roles import confirm_staff_role, propose_staff_role
from accounts.services.users import open_account
from applicants.services.certificates import enter_certificate
from applicants.services.enterprises import EnterpriseFacts, register_enterprise
from applicants.services.teams import Person, TeamFacts, register_team
from core.values.actors import Actor
from demonstration.roster import PEOPLE, TEAMS, Member

PASSWORD = "jingkefa-2023-16"  # noqa: S105 - of the demonstration, printed on every start

AUTHORITY = "示例科技主管部门"
ADMIN, SECOND_ADMIN = "admin", "second-admin"
OFFICER, DEPUTY, APPROVER, FINANCE = "officer", "deputy", "approver", "finance"
SECOND_OFFICER, SECOND_APPROVER = "second-officer", "second-approver"
SECOND_FINANCE = "second-finance"
LAB, LAB_OPERATOR, COMPUTE = "lab", "lab-operator", "compute"
FIRM, FIRM_OPERATOR, YOUNG_FIRM, NEW_FIRM, TEAM = "firm", "firm-operator", "young-firm", "new-firm", "team"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One account: user name, role and party."""

    username: str
    name: str
    role: Role
    party: str


STAFF = (
    Account(username=ADMIN, name="孙示例", role=Role.SYSTEM_ADMIN, party=AUTHORITY),
    Account(username=SECOND_ADMIN, name="曹示例", role=Role.SYSTEM_ADMIN, party=AUTHORITY),
    Account(username=OFFICER, name="陈示例", role=Role.CASE_OFFICER, party=AUTHORITY),
    Account(username=DEPUTY, name="李示例", role=Role.DEPUTY_OFFICER, party=AUTHORITY),
    Account(username=APPROVER, name="赵示例", role=Role.APPROVER, party=AUTHORITY),
    Account(username=FINANCE, name="钱示例", role=Role.FINANCE, party=AUTHORITY),
    Account(username=SECOND_OFFICER, name="沈示例", role=Role.CASE_OFFICER, party=AUTHORITY),
    Account(username=SECOND_APPROVER, name="韩示例", role=Role.APPROVER, party=AUTHORITY),
    Account(username=SECOND_FINANCE, name="唐示例", role=Role.FINANCE, party=AUTHORITY),
    Account(username="auditor", name="周示例", role=Role.AUDITOR, party=AUTHORITY),
    Account(username="expert", name="吴示例", role=Role.EXPERT, party=AUTHORITY),
)
UNITS = (
    Account(username=LAB, name="郑示例", role=Role.UNIT_MANAGER, party="示例材料分析中心"),
    Account(username=COMPUTE, name="王示例", role=Role.UNIT_MANAGER, party="示例智能算力中心"),
)
LAB_STAFF = Account(username=LAB_OPERATOR, name="冯示例", role=Role.UNIT_OPERATOR, party="示例材料分析中心")
FIRMS = (
    Account(username=FIRM, name="朱示例", role=Role.APPLICANT_MANAGER, party="示例新材料科技有限公司"),
    Account(username=YOUNG_FIRM, name="秦示例", role=Role.APPLICANT_MANAGER, party="示例智能装备有限公司"),
    Account(username=NEW_FIRM, name="尤示例", role=Role.APPLICANT_MANAGER, party="示例生物医药有限公司"),
)
FIRM_STAFF = Account(username=FIRM_OPERATOR, name="许示例", role=Role.APPLICANT_OPERATOR, party=FIRMS[0].party)
STUDENTS = Account(username=TEAM, name="何示例", role=Role.APPLICANT_MANAGER, party="示例星火创业团队")
ACCOUNTS = (*STAFF, *UNITS, LAB_STAFF, *FIRMS, FIRM_STAFF, STUDENTS)

USCCS = {
    LAB: "91110108X202600109",
    COMPUTE: "91110108X202600296",
    FIRM: "91110108X202600371",
    YOUNG_FIRM: "91110108X20260045U",
    NEW_FIRM: "91110108X20260053N",
}
"""Codes with correct check characters that are not assigned to anybody."""

FACTS = EnterpriseFacts(
    region="beijing",
    district="110108",
    established_on=date(2024, 5, 10),
    legal_person=True,
    staff=42,
    annual_sales=Decimal("8600000.00"),
    total_assets=Decimal("12000000.00"),
    sound_finance=True,
    bad_credit=False,
    industry="new_materials",
)
TEAM_FACTS = TeamFacts(region="beijing", project_stage="development", industry="health", legal_person=False)
MEMBERS = (
    Person(name="何示例", id_number="110101190001011017", student=True),
    Person(name="吕示例", id_number="110101190001011025", student=True),
    Person(name="施示例", id_number="110101190001011033", student=False),
)


def secret_of(username: str) -> str:
    """Return the secret of the account's second factor, the same in every demonstration (base32)."""
    return base64.b32encode(hashlib.sha1(f"demonstration:{username}".encode()).digest()).decode()  # noqa: S324


def needs_code(account: Account) -> bool:
    """Whether the account signs in with a second factor."""
    return account.role in MFA_ROLES


def acting(username: str) -> Actor:
    """Return the person as the actor of their party."""
    return resolve(user_id=get_user_by_username(username).pk, party=None)


def load_staff(*, at: datetime) -> None:
    """Create the authority, its people, and the verified parties of two open units."""
    founders = [_sign_up(account, at=at).user_id for account in STAFF[:2]]
    found_authority(name=AUTHORITY, admin_ids=(founders[0], founders[1]), at=at)
    for account in STAFF[2:]:
        _sign_up(account, at=at)
        proposed = propose_staff_role(username=account.username, role=account.role, actor=acting(ADMIN), at=at)
        confirm_staff_role(appointment_id=proposed.pk, actor=acting(SECOND_ADMIN), at=at)
    for account in UNITS:
        manager = _sign_up(account, at=at)
        unit = register_organisation(
            name=account.party, uscc=USCCS[account.username], role=account.role, actor=manager, at=at
        )
        verify_party(party_id=unit.pk, actor=acting(OFFICER), at=at)
    _join(LAB_STAFF, manager=LAB, at=at)


def load_applicants(*, at: datetime) -> None:
    """Create two verified enterprises, one of them with a certificate, an unverified one, and a team of students."""
    facts = replace(FACTS, established_on=date(at.year - 2, 5, 10))
    for account in FIRMS:
        manager = _sign_up(account, at=at)
        register_enterprise(name=account.party, uscc=USCCS[account.username], facts=facts, actor=manager, at=at)
    register_team(name=STUDENTS.party, facts=TEAM_FACTS, people=MEMBERS, actor=_sign_up(STUDENTS, at=at), at=at)
    _join(FIRM_STAFF, manager=FIRM, at=at)
    for username in (FIRM, YOUNG_FIRM, TEAM):
        verify_party(party_id=party_of(username), actor=acting(OFFICER), at=at)
    enter_certificate(
        party_id=party_of(FIRM),
        kind="national_hnte",
        number="GR202411000001",
        valid_from=date(at.year - 1, 1, 1),
        valid_until=date(at.year + 1, 12, 31),
        first_entry=None,
        actor=acting(OFFICER),
        at=at,
    )


def party_of(username: str) -> int:
    """Return the party of the person."""
    return acting(username).party


def code_of(username: str) -> str:
    """Return the code of the person's organisation, empty for a team."""
    return USCCS.get(username) or (PEOPLE[username].uscc if username in PEOPLE and username not in TEAMS else "")


def member_of(username: str) -> str:
    """Return the name of a team's first member, who is the buyer on its invoices; empty for an organisation."""
    if username == TEAM:
        return MEMBERS[0].name
    return TEAMS[username].person if username in TEAMS else ""


def open_person(member: Member, *, at: datetime) -> Actor:
    """Open the account of a person who cannot sign in, with a second factor where a unit's manager needs one."""
    user = open_account(
        username=member.username,
        name=member.person,
        email=f"{member.username}@example.org",
        password=None,
        at=at,
    )
    if member.category:
        enrol_totp(user_id=user.pk, at=at, secret=secret_of(member.username))
    return Actor(user_id=user.pk, party_id=None, party_name="", roles=frozenset())


def _sign_up(account: Account, *, at: datetime) -> Actor:
    user = open_account(
        username=account.username,
        name=account.name,
        email=f"{account.username}@example.org",
        password=PASSWORD,
        at=at,
    )
    if needs_code(account):
        enrol_totp(user_id=user.pk, at=at, secret=secret_of(account.username))
    return Actor(user_id=user.pk, party_id=None, party_name="", roles=frozenset())


def _join(account: Account, *, manager: str, at: datetime) -> None:
    invited, actor = _sign_up(account, at=at), acting(manager)
    sent = invite_member(party_id=actor.party, named=account.username, role=account.role, actor=actor, at=at)
    accept_invitation(invitation_id=sent.pk, actor=invited, at=at)
