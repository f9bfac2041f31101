"""Firms, teams and units of the roster, registered and verified; parties in every other state; their members."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from accounts.rules.roles import Role
from accounts.services import invitations, parties, registrations, takeovers
from applicants.services.enterprises import register_enterprise
from applicants.services.teams import Person, register_team
from core.values.actors import Actor
from demonstration.days import Days
from demonstration.papers import pdf
from demonstration.people import FACTS, FIRM, LAB, OFFICER, TEAM_FACTS, acting, open_person, party_of
from demonstration.roster import FIRMS, PERSONS, TEAMS, UNITS, Member, make_id_number

WAITING = {"firm-luzhou": 12, "firm-fengdian": 3, "team-qingteng": 1}
"""Registrations that await an officer → registered so many days ago."""
REFUSED, OWING, SUSPENDED = "firm-dire", "firm-muxing", "firm-qingneng"
"""A refused registration, one that never sent what was asked for, a suspended firm."""
CONTESTED = "firm-chaoxi"
"""A firm whose code another person registered as well."""
CANDIDATE = "unit-fengdong"
"""A unit that asked to become one, and was registered with that."""
RECENT = {**WAITING, OWING: 45}
PAPERS = {
    "firm-luzhou": {"authorisation": "授权书.pdf"},
    "firm-fengdian": {"licence": "营业执照.pdf", "authorisation": "授权书.pdf"},
    "team-qingteng": {"licence": "在学证明.pdf"},
}
"""Registrations that await an officer → the files that were uploaded with them."""


def register_roster(days: Days) -> None:
    """Register every party of the roster, and verify those that are not to stay as they are."""
    for unit in (UNITS[username] for username in UNITS if username != CANDIDATE):
        manager = open_person(unit, at=days.first)
        parties.register_organisation(
            name=unit.party, uscc=unit.uscc, role=Role.UNIT_MANAGER, actor=manager, at=days.first
        )
    for firm in FIRMS.values():
        _register_firm(firm, days)
    for team in TEAMS.values():
        _register_team(team, days)
    people = {username: open_person(person, at=days.first) for username, person in PERSONS.items()}
    _compete(people["guest-1"], days)
    officer = acting(OFFICER)
    for username in (*UNITS, *FIRMS, *TEAMS):
        if username not in {*RECENT, REFUSED, CANDIDATE}:
            parties.verify_party(party_id=party_of(username), actor=officer, at=days.first)


def end_some(days: Days) -> None:
    """Refuse, suspend and ask registrations for evidence."""
    officer = acting(OFFICER)
    parties.refuse_party(party_id=party_of(REFUSED), reason="注册地不在北京市", actor=officer, at=days.ago(30))
    for username, ago in ((OWING, 40), ("firm-luzhou", 5)):
        registrations.request_evidence(
            party_id=party_of(username), reason="请补充营业执照副本", actor=officer, at=days.ago(ago)
        )
    reason = "信用记录核查期间暂停"
    parties.suspend_party(party_id=party_of(SUSPENDED), reason=reason, actor=officer, at=days.ago(9))


def invite(days: Days) -> None:
    """Invite people to parties: one open invitation, one declined, one that ended."""
    for manager, role, named, ago in (
        (FIRM, Role.APPLICANT_OPERATOR, "guest-2", 2),
        (FIRM, Role.APPLICANT_OPERATOR, "guest-3", 4),
        (LAB, Role.UNIT_OPERATOR, "guest-4", 30),
    ):
        actor = acting(manager)
        sent = invitations.invite_member(party_id=actor.party, named=named, role=role, actor=actor, at=days.ago(ago))
        if named == "guest-3":
            invitations.decline_invitation(invitation_id=sent.pk, actor=acting(named), at=days.ago(3))


def take_over(days: Days) -> None:
    """Request takeovers: one pending, one approved, which ends another, one refused."""
    table = (("guest-2", "firm-yuanshan", 3), ("guest-3", "firm-chenguang", 20), ("guest-4", "firm-chenguang", 18))
    rows = {
        person: takeovers.request_takeover(
            uscc=FIRMS[firm].uscc,
            role=Role.APPLICANT_MANAGER,
            reason="原负责人已离职，无法联系",
            actor=acting(person),
            at=days.ago(ago),
        )
        for person, firm, ago in (*table, ("guest-5", "firm-songguo", 12))
    }
    officer = acting(OFFICER)
    approved, refused = rows["guest-3"].pk, rows["guest-5"].pk
    takeovers.approve_takeover(takeover_id=approved, reason="已核对授权材料", actor=officer, at=days.ago(15))
    takeovers.refuse_takeover(takeover_id=refused, reason="现任负责人已答复", actor=officer, at=days.ago(10))


def _register_firm(firm: Member, days: Days) -> None:
    at = days.ago(RECENT[firm.username]) if firm.username in RECENT else days.first
    facts = replace(
        FACTS,
        established_on=date(days.first.year - 1 - firm.number % 3, 3 + firm.number % 9, 10),
        staff=12 + 7 * firm.number,
        annual_sales=Decimal(1_200_000 + 830_000 * firm.number),
        total_assets=Decimal(2_000_000 + 640_000 * firm.number),
        industry=firm.industry,
    )
    register_enterprise(name=firm.party, uscc=firm.uscc, facts=facts, actor=open_person(firm, at=at), at=at)
    _prove(firm, at=at)


def _prove(member: Member, *, at: datetime) -> None:
    for kind, name in PAPERS.get(member.username, {}).items():
        file = pdf(name, title=f"{member.party} {name}")
        manager = acting(member.username)
        registrations.add_evidence(party_id=manager.party, kind=kind, file=file, actor=manager, at=at)


def _register_team(team: Member, days: Days) -> None:
    at = days.ago(RECENT[team.username]) if team.username in RECENT else days.first
    names = (team.person, "吉示例", "安示例")
    people = [
        Person(name=name, id_number=make_id_number(3 * team.number + place), student=place < len(names) - 1)
        for place, name in enumerate(names)
    ]
    facts = replace(TEAM_FACTS, industry=team.industry)
    register_team(name=team.party, facts=facts, people=people, actor=open_person(team, at=at), at=at)
    _prove(team, at=at)


def _compete(person: Actor, days: Days) -> None:
    """Register the code of a firm a second time; the registration ends when the firm is verified."""
    firm = FIRMS[CONTESTED]
    register_enterprise(name=f"{firm.party}分部", uscc=firm.uscc, facts=FACTS, actor=person, at=days.first)
