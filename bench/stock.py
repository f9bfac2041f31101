"""What the runs need: officers and rounds made by the services, firms in bulk by SQL that tells what services tell."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import cycle

from knox.models import AuthToken

from accounts.models import User
from accounts.rules.roles import Role
from accounts.selectors.parties import get_authority
from accounts.services.members import start_membership
from accounts.services.parties import found_authority
from bench.ground import Ground
from core import clock
from core.services.transactions import write
from vouchers.models import PolicyVersion, Round
from vouchers.services.policies import approve_policy_version
from vouchers.services.rounds import announce_round, create_round

FIRMS = 20_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Stock:
    """The officer with a token, and the tokens of the firms, each of which may claim, in turn without end."""

    officer_id: int
    officer_token: str
    firms: Iterator[str]


def prepare(ground: Ground) -> Stock:
    """The authority, the shipped policy in force, and firms that may claim."""
    officer_id, token = _found_authority(at=clock.now())
    tokens = _enrol(ground, officer_id=officer_id, at=clock.now() - timedelta(days=30))
    return Stock(officer_id=officer_id, officer_token=token, firms=cycle(tokens))


def open_round(*, budget: Decimal, officer_id: int, at: datetime, opens_at: datetime | None = None) -> Round:
    """An announced round that opens now or then."""
    version = PolicyVersion.objects.get(state="in_force")
    start = opens_at or at - timedelta(minutes=1)
    drafted = create_round(
        name=f"第{Round.objects.count() + 1}期",
        policy_version_id=version.pk,
        budget=budget,
        opens_at=start,
        closes_at=start + timedelta(days=60),
        actor_id=officer_id,
        at=at,
    )
    return announce_round(round_id=drafted.pk, actor_id=officer_id, at=at)


@write
def _found_authority(*, at: datetime) -> tuple[int, str]:
    admin, officer, approver = (
        User.objects.create(username=name, name="张示例") for name in ("admin", "officer", "approver")
    )
    found_authority(name="示例主管部门", admin_id=admin.pk, at=at)
    for user, role in ((officer, Role.CASE_OFFICER), (approver, Role.APPROVER)):
        start_membership(party_id=get_authority().pk, user_id=user.pk, role=role, by=admin.pk, at=at)
    draft = PolicyVersion.objects.get(state="draft")
    approve_policy_version(version_id=draft.pk, actor_id=approver.pk, at=at)
    return officer.pk, AuthToken.objects.create(user=officer)[1]


def _enrol(ground: Ground, *, officer_id: int, at: datetime) -> tuple[str, ...]:
    """Firms with a member and a token each. The code of a firm is no real one."""
    given = {"firms": FIRMS, "officer": officer_id, "at": at, "secret": secrets.token_hex(16)}
    with ground.connect() as connection:
        for statement in FIRMS_SQL:
            connection.execute(statement, given)
        rows = connection.execute("SELECT token FROM bench_firm ORDER BY n").fetchall()
        connection.execute("ANALYZE")
    return tuple(token for (token,) in rows)


FIRMS_SQL = (
    """
    CREATE TABLE bench_firm AS
    SELECT n, 'firm' || n AS username, 'BENCH' || lpad(n::text, 13, '0') AS uscc,
        md5(%(secret)s || n) || md5(n || %(secret)s) AS token
    FROM generate_series(1, %(firms)s::int) AS n
    """,
    """
    INSERT INTO accounts_user (password, is_superuser, username, email, is_staff, is_active, date_joined, name, language)
    SELECT '!', false, username, '', false, true, %(at)s, '李示例', 'zh-hans' FROM bench_firm
    """,
    """
    INSERT INTO accounts_party (kind, name, match_name, uscc, uscc_override_reason, state, registered_at, decision_reason)
    SELECT 'organisation', '示例科技' || n || '有限公司', '示例科技' || n || '有限公司', uscc, '', 'registered', %(at)s, ''
    FROM bench_firm
    """,
    """
    UPDATE accounts_party SET state = 'verified', decided_by_id = %(officer)s, decided_at = %(at)s
    WHERE uscc LIKE 'BENCH%%'
    """,
    """
    INSERT INTO core_event (type, subject_kind, subject_id, party_id, actor_id, from_state, to_state, data, at)
    SELECT type, 'party', p.id, p.id, %(officer)s, source, target, '{}', %(at)s
    FROM (VALUES (1, 'party.registered', '', 'registered'), (2, 'party.verified', 'registered', 'verified'))
        AS e (step, type, source, target) CROSS JOIN accounts_party p
    WHERE p.uscc LIKE 'BENCH%%' ORDER BY step, p.id
    """,
    """
    INSERT INTO accounts_membership (user_id, party_id, role, since)
    SELECT u.id, p.id, 'applicant_manager', %(at)s
    FROM bench_firm JOIN accounts_user u USING (username) JOIN accounts_party p USING (uscc)
    """,
    """
    INSERT INTO applicants_enterprise (party_id, region, district, established_on, legal_person, staff, annual_sales,
        total_assets, sound_finance, bad_credit, industry, declared_at, version)
    SELECT p.id, 'beijing', '110108', DATE '2023-05-10', true, 42, 8600000, 12000000, true, false, 'new_materials', %(at)s, 1
    FROM bench_firm JOIN accounts_party p USING (uscc)
    """,
    """
    INSERT INTO knox_authtoken (digest, token_key, user_id, created, expiry)
    SELECT encode(sha512(token::bytea), 'hex'), left(token, 15), u.id, now(), now() + interval '12 hours'
    FROM bench_firm JOIN accounts_user u USING (username)
    """,
)
