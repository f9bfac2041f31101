"""Data of the runs: officers and rounds made by services, firms in bulk by SQL with the events that the services would write."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import cycle

from knox.models import AuthToken

from accounts.models import User
from accounts.rules.roles import Role
from accounts.selectors.actors import resolve
from accounts.services.parties import found_authority
from accounts.services.second_factor import enrol_totp
from accounts.services.staff_roles import confirm_staff_role, propose_staff_role
from bench.ground import Ground
from core.database.transactions import write
from core.timekeeping import clock
from core.values.deadlines import beijing_day
from vouchers.models import PolicyVersion, Round
from vouchers.rules.states import PolicyState
from vouchers.services.appropriations import confirm_appropriation, enter_appropriation
from vouchers.services.budget_changes import approve_budget_change, propose_budget
from vouchers.services.policies import approve_policy_version
from vouchers.services.rounds import announce_round, create_round, propose_round

FIRMS = 20_000
BUDGET = Decimal("50000000000.00")
YEAR = Decimal("900000000000.00")
"""The appropriation of a year."""
TEMPLATE = "template"
ENROLLED = "accounts_party, accounts_user, accounts_membership, knox_authtoken, applicants_enterprise, core_event"
"""Tables filled before the first claim, to be analysed. Not the empty ones: their statistics would say that they stay empty,
and every plan would read them whole."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Stock:
    """The users and rounds of the runs.

    An officer, a second one who reads, the administrator, one firm, and an endless cycle of all firms; one round that only
    `fill` uses, and one that is open in every copy of the template.
    """

    officer_id: int
    officer_token: str
    reader_token: str
    admin_token: str
    first_party: int
    first_token: str
    firms: Iterator[str]
    filled_round: int
    open_round: int


def prepare(ground: Ground) -> Stock:
    """Create the authority, the shipped policy in force, and firms that may claim; and a template database with the same."""
    at = clock.now()
    officer_id, officer_token, reader_token, admin_token = _found_authority(at=at)
    tokens, first_party = _enrol(ground, officer_id=officer_id, at=at - timedelta(days=200))
    rounds = [open_round(budget=BUDGET, officer_id=officer_id, at=at) for _ in range(2)]
    ground.copy(source="vouchers", target=TEMPLATE)
    return Stock(
        officer_id=officer_id,
        officer_token=officer_token,
        reader_token=reader_token,
        admin_token=admin_token,
        first_party=first_party,
        first_token=tokens[0],
        firms=cycle(tokens),
        filled_round=rounds[0].pk,
        open_round=rounds[1].pk,
    )


def open_round(*, budget: Decimal, officer_id: int, at: datetime, opens_at: datetime | None = None) -> Round:
    """Create an announced round that opens now or at `opens_at`."""
    version = PolicyVersion.objects.get(state=PolicyState.IN_FORCE)
    start = opens_at or at
    drafted = create_round(
        name=f"第{Round.objects.count() + 1}期",
        policy_version_id=version.pk,
        budget=budget,
        opens_at=start,
        closes_at=start + timedelta(days=60),
        actor_id=officer_id,
        at=at,
    )
    propose_round(round_id=drafted.pk, actor_id=officer_id, at=at)
    return announce_round(round_id=drafted.pk, actor_id=User.objects.get(username="approver").pk, at=at)


def change_budget(*, row: Round, budget: Decimal, officer_id: int, at: datetime) -> None:
    """Change the budget of a round, by two persons."""
    change = propose_budget(round_id=row.pk, budget=budget, reason="示例", actor_id=officer_id, at=at)
    approve_budget_change(change_id=change.pk, actor_id=User.objects.get(username="approver").pk, at=at)


@write
def _found_authority(*, at: datetime) -> tuple[int, str, str, str]:
    admin, second, officer, reader, deputy, approver = (
        User.objects.create(username=name, name="张示例")
        for name in ("admin", "second", "officer", "reader", "deputy", "approver")
    )
    for user in (admin, second, officer, reader, deputy, approver):
        enrol_totp(user_id=user.pk, at=at)
    found_authority(name="示例主管部门", admin_ids=(admin.pk, second.pk), at=at)
    proposer, confirmer = (resolve(user_id=user.pk, party=None) for user in (admin, second))
    roles = {
        officer: Role.CASE_OFFICER,
        reader: Role.CASE_OFFICER,
        deputy: Role.DEPUTY_OFFICER,
        approver: Role.APPROVER,
    }
    for user, role in roles.items():
        proposed = propose_staff_role(username=user.username, role=role, actor=proposer, at=at)
        confirm_staff_role(appointment_id=proposed.pk, actor=confirmer, at=at)
    for year in (at.year, at.year + 1):
        money = enter_appropriation(year=year, amount=YEAR, document="示例", actor_id=officer.pk, at=at)
        confirm_appropriation(appropriation_id=money.pk, actor_id=approver.pk, at=at)
    draft = PolicyVersion.objects.get(state=PolicyState.DRAFT)
    approve_policy_version(version_id=draft.pk, actor_id=approver.pk, at=at)
    officer_token, reader_token, admin_token = (
        AuthToken.objects.create(user=user)[1] for user in (officer, reader, admin)
    )
    return officer.pk, officer_token, reader_token, admin_token


def _enrol(ground: Ground, *, officer_id: int, at: datetime) -> tuple[tuple[str, ...], int]:
    """Create firms with a member and a token each. Their codes are invented."""
    given = {"firms": FIRMS, "officer": officer_id, "at": at, "secret": secrets.token_hex(16)}
    with ground.connect() as connection:
        for statement in FIRMS_SQL:
            connection.execute(statement, given)
        rows = connection.execute("SELECT token FROM bench_firm ORDER BY n").fetchall()
        connection.execute(f"ANALYZE {ENROLLED}")
        party = connection.execute("SELECT min(id) FROM accounts_party WHERE uscc LIKE 'BENCH%'").fetchone()
    return tuple(token for (token,) in rows), party[0] if party else 0


def fill(
    ground: Ground,
    *,
    database: str,
    have: Stock,
    each: int,
    firms: int = FIRMS,
    moved: int = 0,
    first_due: date | None = None,
) -> None:
    """Insert `each` coupons for every firm in the filled round, claimed long ago, with movements, counters and events.

    `moved` is the number of further events of a coupon that change no state. From `first_due` on, one coupon of each firm
    is due each day; without it, none is.
    """
    today = beijing_day(clock.now())
    age = (today - first_due).days + 15 if first_due else 21
    given = {
        "each": each,
        "moved": moved,
        "round": have.filled_round,
        "officer": have.officer_id,
        "firms": firms,
        "claimed_on": today - timedelta(days=age),
        "at": clock.now() - timedelta(days=age),
        "due": first_due or today + timedelta(days=30),
        "step": 1 if first_due else 0,
    }
    with ground.connect(database) as connection:
        connection.execute("SET synchronous_commit = off")
        for statement in COUPONS_SQL:
            connection.execute(statement, given)
        connection.execute("VACUUM (ANALYZE)")
        connection.execute("CHECKPOINT")


COUPONS_SQL = (
    """
    INSERT INTO vouchers_coupon (round_id, applicant_id, year, amount, cap, state, claimed_at, claimed_on, facts,
        register_by_raw, register_by, provisional, calendar_version, fault)
    SELECT %(round)s, p.id, extract(year FROM %(claimed_on)s::date), 1000, 50000, 'claimed', %(at)s, %(claimed_on)s,
        jsonb_build_object('limit', '200000.00', 'used_this_year', (1000 * k)::numeric(14, 2)::text,
            'applicant', jsonb_build_object('kind', 'enterprise', 'region', 'beijing', 'staff', 42)),
        day, day, false, '1', ''
    FROM generate_series(0, %(each)s - 1) AS k
    CROSS JOIN LATERAL (SELECT %(due)s::date + k * %(step)s AS day) AS d
    CROSS JOIN (SELECT id FROM accounts_party WHERE uscc LIKE 'BENCH%%' ORDER BY id LIMIT %(firms)s) AS p ORDER BY k, p.id
    """,
    """
    INSERT INTO core_event (type, subject_kind, subject_id, party_id, actor_id, from_state, to_state, data, at)
    SELECT e.type, 'coupon', c.id, applicant_id, %(officer)s, '', CASE n WHEN 0 THEN 'claimed' ELSE '' END, e.data, claimed_at
    FROM vouchers_coupon c CROSS JOIN generate_series(0, %(moved)s) AS n
    CROSS JOIN LATERAL (
        SELECT 'coupon.claimed' AS type,
            jsonb_build_object('amount', amount::text, 'round', round_id, 'register_by', register_by) AS data
        WHERE n = 0
        UNION ALL
        SELECT 'coupon.deadline_moved', jsonb_build_object('register_by', register_by, 'before', register_by)
        WHERE n > 0
    ) AS e
    WHERE round_id = %(round)s ORDER BY c.id, n
    """,
    """
    INSERT INTO vouchers_movement (round_id, coupon_id, cause, source, target, amount, at, event_id)
    SELECT round_id, c.id, 'claim', 'free', 'held', amount, claimed_at, e.id
    FROM vouchers_coupon c JOIN core_event e ON e.subject_kind = 'coupon' AND e.subject_id = c.id AND e.type = 'coupon.claimed'
    WHERE round_id = %(round)s ORDER BY c.id
    """,
    """
    INSERT INTO vouchers_annualuse (applicant_id, year, used)
    SELECT applicant_id, year, sum(amount) FROM vouchers_coupon WHERE round_id = %(round)s GROUP BY applicant_id, year
    """,
    """
    UPDATE vouchers_round r SET free = free - total, held = held + total
    FROM (SELECT sum(amount) AS total FROM vouchers_coupon WHERE round_id = %(round)s) c WHERE r.id = %(round)s
    """,
)


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
    INSERT INTO accounts_party (kind, name, match_name, uscc, uscc_override_reason, state, registered_at, registered_by_id,
        decision_reason)
    SELECT 'organisation', '示例科技' || n || '有限公司', '示例科技' || n || '有限公司', uscc, '', 'registered', %(at)s, u.id, ''
    FROM bench_firm JOIN accounts_user u USING (username)
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
    INSERT INTO accounts_membership (user_id, party_id, role, consent, since)
    SELECT u.id, p.id, 'applicant_manager', 'registered', %(at)s
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
