"""Bulk data for the lists: contracts, redemptions, payments and events, as three years of the scheme would leave them.

All sizes follow from the number of coupons. Ids and days rise together, and the state of a row follows from its age: `p` is the
percentage of rows of its kind that are newer. The rows satisfy every CHECK and unique index, but movements and events do not add up
to them: neither proofs nor claims may use these databases.
"""

from collections.abc import Sequence
from hashlib import sha512

from bench.ground import Ground
from bench.stock import Stock
from core.timekeeping import clock

FIRST_UNIT = 1_000_000
"""The party of the first open unit; it has a fifth of all contracts, like a large university."""
FIRST_READER = 1_000_000
COUPONS_A_FIRM = 50
LEAST_FIRMS = 100
LEAST_UNITS = 60
ROUNDS = 60
"""The least number of firms, units and rounds: a page of them is full in the small database too."""


def fill(ground: Ground, *, database: str, have: Stock, coupons: int, readers: Sequence[tuple[str, str]]) -> None:
    """Fill a copy of the template: rows in proportion to the number of coupons, five events a coupon.

    `readers` are roles with their tokens; each gets a user: an applicant of the first firm, a unit's manager of the first
    open unit, any other role of the authority. Triggers and foreign keys are disabled on this one connection, because
    rows are inserted in their final state.
    """
    given = {
        "at": clock.now(),
        "coupons": coupons,
        "claiming": coupons // COUPONS_A_FIRM,
        "firms": max(coupons // COUPONS_A_FIRM, LEAST_FIRMS),
        "units": max(coupons // 1_000, LEAST_UNITS),
        "rounds": ROUNDS,
        "firm": have.first_party,
        "unit": FIRST_UNIT,
        "reader": FIRST_READER,
        "officer": have.officer_id,
        "round": have.filled_round,
        "roles": [role for role, _ in readers],
        "digests": [sha512(token.encode()).hexdigest() for _, token in readers],
        "token_keys": [token[:15] for _, token in readers],
    }
    with ground.connect(database) as connection:
        connection.execute("SET synchronous_commit = off")
        connection.execute("SET session_replication_role = 'replica'")
        connection.execute(HELPERS)
        for statement in (*PEOPLE_SQL, *WORK_SQL, *MONEY_SQL, *COUPONS_SQL):
            connection.execute(statement, given)
        connection.execute("VACUUM (ANALYZE)")
        connection.execute("CHECKPOINT")


HELPERS = """
    CREATE FUNCTION pg_temp.then_(number bigint, of bigint) RETURNS timestamptz LANGUAGE sql STABLE AS
    $$ SELECT now() - make_interval(secs => 94608000 * (1 - number::float8 / of)) $$;
    CREATE FUNCTION pg_temp.p(number bigint, of bigint) RETURNS float8 LANGUAGE sql IMMUTABLE AS
    $$ SELECT 100 * (1 - number::float8 / of) $$;
    CREATE FUNCTION pg_temp.unit_of(number bigint, first bigint, units bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS
    $$ SELECT first + CASE WHEN number % 5 = 0 THEN 0 ELSE number * 7919 % units END $$;
"""

PEOPLE_SQL = (
    """
    DELETE FROM core_event WHERE subject_kind = 'party' AND subject_id >= %(firm)s + %(firms)s
    """,
    """
    DELETE FROM knox_authtoken WHERE user_id IN (SELECT user_id FROM accounts_membership WHERE party_id >= %(firm)s + %(firms)s)
    """,
    "DELETE FROM accounts_membership WHERE party_id >= %(firm)s + %(firms)s",
    "DELETE FROM applicants_enterprise WHERE party_id >= %(firm)s + %(firms)s",
    "DELETE FROM accounts_party WHERE id >= %(firm)s + %(firms)s",
    "DELETE FROM accounts_user WHERE username IN (SELECT username FROM bench_firm WHERE n > %(firms)s)",
    """
    INSERT INTO accounts_party (id, kind, name, match_name, uscc, uscc_override_reason, state, registered_at, decided_by_id,
        decided_at, decision_reason)
    SELECT %(unit)s + k, 'organisation', '示例研究所' || k, '示例研究所' || k, 'UNITS' || lpad(k::text, 13, '0'), '', 'verified',
        %(at)s, %(officer)s, %(at)s, '' FROM generate_series(0, %(units)s - 1) AS k
    """,
    """
    INSERT INTO accounts_user (id, password, is_superuser, username, email, is_staff, is_active, date_joined, name, language)
    SELECT %(reader)s + n, '!', false, 'reader' || n, '', false, true, %(at)s, '王示例', 'zh-hans'
    FROM generate_series(1, cardinality(%(roles)s::text[])) AS n
    """,
    """
    INSERT INTO accounts_membership (user_id, party_id, role, consent, since)
    SELECT %(reader)s + n, CASE role WHEN 'applicant_manager' THEN %(firm)s WHEN 'unit_manager' THEN %(unit)s ELSE a.id END,
        role, CASE WHEN role IN ('applicant_manager', 'unit_manager') THEN 'registered' ELSE 'appointed' END, %(at)s
    FROM unnest(%(roles)s::text[]) WITH ORDINALITY AS r (role, n), accounts_party a WHERE a.kind = 'authority'
    """,
    """
    INSERT INTO mfa_authenticator (user_id, type, data, created_at)
    SELECT %(reader)s + n, 'totp', '{}', %(at)s FROM generate_series(1, cardinality(%(roles)s::text[])) AS n
    """,
    """
    INSERT INTO knox_authtoken (digest, token_key, user_id, created, expiry)
    SELECT digest, token_key, %(reader)s + n, now(), now() + interval '12 hours'
    FROM unnest(%(digests)s::text[], %(token_keys)s::text[]) WITH ORDINALITY AS t (digest, token_key, n)
    """,
    """
    INSERT INTO facilities_openunit (party_id, category, state, third_party_tester, introduction, entered_at,
        decision_reason, admitted_on, exit_reason, version)
    SELECT %(unit)s + k, (ARRAY['municipal', 'in_beijing', 'recognised'])[1 + k %% 3], 'admitted', false, '', %(at)s, '',
        (now() - interval '3 years')::date, '', 1 FROM generate_series(0, %(units)s - 1) AS k
    """,
    """
    INSERT INTO facilities_service (unit_id, name, category, description, price, price_unit, published, version)
    SELECT %(unit)s + k / 5, '检测服务' || k, (ARRAY['analysis', 'testing', 'inspection', 'research',
        'compute_training'])[1 + k %% 5], '', 800, '次', k %% 20 > 0, 1
    FROM generate_series(0, 5 * %(units)s - 1) AS k
    """,
    """
    INSERT INTO vouchers_round (id, name, policy_version_id, opens_at, closes_at, state, budget, free, held, approved, paid,
        forfeited, recovered, created_by_id, created_at, edited_by_id, proposed_by_id, announced_by_id, version)
    SELECT 100 + k, '第' || 100 + k || '期', policy_version_id, pg_temp.then_(k - 1, %(rounds)s), pg_temp.then_(k, %(rounds)s),
        CASE k WHEN %(rounds)s THEN 'open' ELSE 'closed' END, 900000000, 900000000, 0, 0, 0, 0, 0, %(officer)s,
        pg_temp.then_(k - 1, %(rounds)s), %(officer)s, %(officer)s, (SELECT id FROM accounts_user WHERE username = 'approver'), 1
    FROM generate_series(1, %(rounds)s) AS k, vouchers_round r WHERE r.id = %(round)s
    """,
)

WORK_SQL = (
    """
    INSERT INTO matching_project (id, applicant_id, unit_id, title, description, expected_amount, statutory_testing,
        municipal_funding, state, requested_at, answer_by, provisional, calendar_version, answered_at, answer_reason, version)
    SELECT k, %(firm)s + k %% %(claiming)s, pg_temp.unit_of(k, %(unit)s, %(units)s), '样品检测项目' || k, '材料性能检测', 20000,
        false, false,
        CASE WHEN p < 2 THEN 'requested' WHEN k %% 6 > 0 THEN 'accepted'
            ELSE (ARRAY['declined', 'withdrawn', 'expired'])[1 + k / 6 %% 3] END,
        at, (at + interval '10 days')::date, false, '1', CASE WHEN p >= 2 THEN at + interval '3 days' END, '', 1
    FROM (SELECT k, pg_temp.p(k, %(coupons)s * 3 / 5) AS p, pg_temp.then_(k, %(coupons)s * 3 / 5) AS at
        FROM generate_series(1, %(coupons)s * 3 / 5) AS k) AS x
    """,
    """
    INSERT INTO vouchers_servicecontract (id, project_id, applicant_id, unit_id, policy_version_id, reference, title, category,
        amount, signed_on, start_on, end_on, shortfall_bearer, statutory_testing, municipal_funding, related_party, state,
        coupon_total, coupon_limit, valid_until, registered_at, redeem_by_raw, redeem_by, provisional, calendar_version,
        completed_at, terminated_on, termination_reason, created_at, version)
    SELECT j, project, applicant_id, unit_id, policy_version_id, 'HT' || j, title, category, 20000, day, day, day + 60,
        'applicant', false, false, false, state, CASE WHEN registered THEN 1000 ELSE 0 END, 10000,
        CASE WHEN registered THEN day + 180 END, CASE WHEN registered THEN at END, CASE WHEN registered THEN day + 180 END,
        CASE WHEN registered THEN day + 180 END, false, '1', CASE WHEN state IN ('completed',
            'closed') THEN at + interval '60 days' END,
        CASE WHEN state = 'terminated' THEN day + 30 END, CASE WHEN state = 'terminated' THEN '双方协商终止' ELSE '' END, at, 1
    FROM (SELECT *, state <> 'draft' AND j %% 30 > 0 AS registered FROM (
        SELECT m.id - m.id / 6 AS j, m.id AS project, applicant_id, unit_id, title, m.requested_at AS at,
            m.requested_at::date AS day,
            r.policy_version_id, (ARRAY['analysis', 'testing'])[1 + m.id %% 2] AS category, CASE WHEN p < 5 THEN 'draft'
                WHEN (m.id - m.id / 6) %% 30 = 0 THEN 'terminated'
                WHEN p < 15 THEN CASE WHEN m.id %% 9 = 0 THEN 'amended' ELSE 'registered' END
                WHEN p < 22 THEN CASE WHEN m.id %% 12 = 1 THEN 'terminated' ELSE 'completed' END ELSE 'closed' END AS state
        FROM matching_project m CROSS JOIN LATERAL (SELECT pg_temp.p(m.id, %(coupons)s * 3 / 5) AS p) AS x
        CROSS JOIN (SELECT policy_version_id FROM vouchers_round WHERE id = %(round)s) AS r
        WHERE m.state = 'accepted') AS y) AS z ORDER BY j
    """,
    """
    INSERT INTO redemptions_redemption (id, contract_id, applicant_id, unit_id, state, actual_amount, payable_limit, payable,
        created_at, submitted_at, return_reason, returned_content, correction_answer, correct_by_raw,
        correct_by, batch_id, decision, decided_amount, decision_reason,
        decided_by_id, fault, notified_on, appeal_by_raw, appeal_by, final_at, raised, provisional, calendar_version, version)
    SELECT r, c.id, c.applicant_id, c.unit_id, x.state, 20000, 10000, 1000, at,
        CASE WHEN x.state <> 'draft' THEN at + interval '1 day' END,
        CASE x.state WHEN 'returned' THEN '发票不清晰' ELSE '' END, '', '',
        CASE x.state WHEN 'returned' THEN at::date + 15 END, CASE x.state WHEN 'returned' THEN at::date + 15 END,
        CASE WHEN p >= 9 AND x.state <> 'expired' THEN (r - 1) / 6 + 1 END, CASE WHEN decided THEN 'approve' ELSE '' END,
        CASE WHEN decided THEN 1000 END, '', CASE WHEN decided THEN %(officer)s END, '',
        CASE WHEN decided THEN at::date + 20 END, CASE WHEN decided THEN at::date + 80 END, CASE
            WHEN decided THEN at::date + 80 END,
        CASE WHEN x.state IN ('final', 'paid') THEN at + interval '80 days' END, false, false, '1', 1
    FROM (SELECT *, state IN ('decided', 'appealed', 'final', 'paid') AS decided FROM (
        SELECT r, p, pg_temp.then_(r, %(coupons)s * 2 / 5) AS at, CASE WHEN p < 2 THEN 'draft'
            WHEN r %% 40 = 0 THEN 'withdrawn' WHEN r %% 40 = 1 AND p > 9 THEN 'expired' WHEN r %% 200 = 2 THEN 'revoked'
            WHEN p < 6 THEN CASE WHEN r %% 9 = 0 THEN 'returned' ELSE 'submitted' END WHEN p < 9 THEN 'accepted'
            WHEN p < 13 THEN CASE WHEN r %% 7 = 0 THEN 'doubtful' ELSE 'under_review' END WHEN p < 15 THEN 'recommended'
            WHEN p < 18 THEN 'publicised' WHEN p < 22 THEN CASE WHEN r %% 9 = 0 THEN 'appealed' ELSE 'decided' END
            WHEN p < 25 THEN 'final' ELSE 'paid' END AS state
        FROM (SELECT r, pg_temp.p(r, %(coupons)s * 2 / 5) AS p FROM generate_series(1, %(coupons)s * 2 / 5) AS r) AS w) AS v) AS x
    JOIN vouchers_servicecontract c ON c.id = r * 5 / 4 - %(coupons)s * 3 / 100 AND c.registered_at IS NOT NULL ORDER BY r
    """,
)

MONEY_SQL = (
    """
    INSERT INTO oversight_notice (id, subject_kind, subject_id, title, published_at, published_on, ends_on_raw, ends_on,
        provisional, calendar_version, objection_count, objection_unit, objection_rolls, ended_at)
    SELECT k + 1, 'open_unit', %(unit)s + k, '开放单位公示', first, first::date, first::date + 7, first::date + 7, false, '1', 15,
        'working_days', true, first + interval '8 days'
    FROM generate_series(0, %(units)s - 1) AS k, (SELECT now() - interval '3 years' AS first) AS x
    UNION ALL
    SELECT %(units)s + b, 'batch', b, '兑现批次' || b || '公示', at, at::date, at::date + 7, at::date + 7, false, '1', 15,
        'working_days', true,
        CASE WHEN p >= 18 THEN at + interval '8 days' END
    FROM (SELECT b, pg_temp.p(b, %(coupons)s / 15) AS p, pg_temp.then_(b, %(coupons)s / 15) + interval '160 days' AS at
        FROM generate_series(1, %(coupons)s / 15) AS b) AS x WHERE p >= 15
    """,
    """
    INSERT INTO redemptions_redemptionbatch (id, title, state, prepared_by_id, created_at, summarised_by_id, summarised_at,
        cleared_by_id, cleared_at, notice_id, approved_by_id, approved_at, sent_back_reason, closed_at, version)
    SELECT b, '兑现批次' || b, CASE WHEN p < 9 THEN 'collecting' WHEN p < 13 THEN 'reviewing' WHEN p < 15 THEN 'summarised'
            WHEN p < 18 THEN 'publicised' WHEN p < 22 THEN 'approved' WHEN p < 25 THEN 'paying' ELSE 'closed' END,
        %(officer)s, at, CASE WHEN p >= 13 THEN %(officer)s END, CASE WHEN p >= 13 THEN at END, CASE WHEN p >= 15 THEN d.id END,
        CASE WHEN p >= 15 THEN at END, CASE WHEN p >= 15 THEN %(units)s + b END, CASE WHEN p >= 18 THEN a.id END,
        CASE WHEN p >= 18 THEN at END, '', CASE WHEN p >= 25 THEN at END, 1
    FROM (SELECT b, pg_temp.p(b, %(coupons)s / 15) AS p, pg_temp.then_(b, %(coupons)s / 15) AS at
        FROM generate_series(1, %(coupons)s / 15) AS b) AS x, accounts_user a, accounts_user d
    WHERE p >= 5 AND a.username = 'approver' AND d.username = 'deputy'
    """,
    """
    INSERT INTO oversight_noticeitem (notice_id, subject_kind, subject_id, label, amount)
    SELECT id, subject_kind, subject_id, '开放单位', NULL FROM oversight_notice WHERE subject_kind = 'open_unit'
    UNION ALL
    SELECT b.notice_id, 'redemption', r.id, '兑现申请 ' || r.id, 1000 FROM redemptions_redemptionbatch b
        JOIN redemptions_redemption r ON r.batch_id = b.id
    WHERE b.notice_id IS NOT NULL
    """,
    """
    INSERT INTO payments_payeeaccount (party_id, state, kind, holder, holder_reason, bank_name,
        bank_code, number_encrypted, last_four,
        entered_by_id, entered_at, checked_by_id, checked_at, provisional, calendar_version, current_at, reason, token_hash)
    SELECT party_id, 'current', 'bank', '开放单位', '', '示例银行', '999100000011', '', '0123', %(officer)s,
        %(at)s, a.id, %(at)s, false,
        '', %(at)s, '', '' FROM facilities_openunit, accounts_user a WHERE a.username = 'approver'
    """,
    """
    INSERT INTO payments_paymentorder (id, fiscal_year, state, total, count, prepared_by_id, prepared_at, approved_by_id,
        approved_at, exported_at, reconciled_at, version)
    SELECT o, extract(year FROM at), CASE WHEN p < 24 THEN 'prepared' WHEN p < 25 THEN 'exported' ELSE 'reconciled' END, 5000, 5,
        %(officer)s, at, CASE WHEN p >= 24 THEN a.id END, CASE WHEN p >= 24 THEN at END, CASE WHEN p >= 24 THEN at END,
        CASE WHEN p >= 25 THEN at END, 1
    FROM (SELECT o, pg_temp.p(o, %(coupons)s * 2 / 25) AS p, pg_temp.then_(o, %(coupons)s * 2 / 25) AS at
        FROM generate_series(1, %(coupons)s * 2 / 25) AS o) AS x, accounts_user a
    WHERE p >= 23 AND a.username = 'approver'
    """,
    """
    INSERT INTO payments_payment (id, payee_id, subject_kind, subject_id, label, amount, state, approved_on, not_before,
        fiscal_year, window_opened_at, order_id, account_id, created_at, paid_at, failure_reason)
    SELECT id, unit_id, 'redemption', id, '兑现申请 ' || id, 1000, s.state, at::date, at::date, extract(year FROM at), at,
        CASE WHEN s.state IN ('ordered', 'sent', 'paid') THEN (id - 1) / 5 + 1 END,
        CASE WHEN s.state IN ('ordered', 'sent', 'paid') THEN (SELECT a.id FROM payments_payeeaccount a
            WHERE a.party_id = unit_id) END, at, CASE s.state WHEN 'paid' THEN at END,
        CASE s.state WHEN 'failed' THEN '账号有误' ELSE '' END
    FROM (SELECT *, pg_temp.p(id, %(coupons)s * 2 / 5) AS p, created_at + interval '90 days' AS at FROM redemptions_redemption
        WHERE state IN ('final', 'paid')) AS r
    CROSS JOIN LATERAL (SELECT CASE WHEN r.state = 'paid' THEN 'paid' WHEN id %% 30 = 3 THEN 'failed'
        WHEN id %% 31 = 3 THEN 'suspended'
        WHEN p < 23.5 THEN 'pending' WHEN p < 24.2 THEN 'ordered' ELSE 'sent' END AS state) AS s ORDER BY id
    """,
)

COUPONS_SQL = (
    """
    INSERT INTO vouchers_coupon (id, round_id, applicant_id, year, amount, cap, state, claimed_at, claimed_on, facts,
        register_by_raw, register_by, registered_on, valid_until, redeem_by, provisional, calendar_version, contract_id, payable,
        fault, ended_at)
    SELECT i, 101 + (i - 1) * %(rounds)s / %(coupons)s, %(firm)s + i %% %(claiming)s, extract(year FROM at), 1000, 50000,
        s.state, at, at::date,
        '{"limit": "200000.00", "used_this_year": "0.00"}', at::date + 90, at::date + 90, c.registered_at::date, c.valid_until,
            c.redeem_by,
        false, '1', c.id, CASE WHEN s.state IN ('approved', 'paid') THEN 1000 END, '',
        CASE WHEN s.state IN ('lapsed', 'returned', 'revoked', 'paid') THEN at + interval '90 days' END
    FROM (SELECT i, pg_temp.p(i, %(coupons)s) AS p, pg_temp.then_(i, %(coupons)s) AS at, CASE
        WHEN i %% 2 = 0 THEN i / 2 + %(coupons)s / 50 END AS j
        FROM generate_series(1, %(coupons)s) AS i) AS x
    LEFT JOIN vouchers_servicecontract c ON c.id = j AND c.registered_at IS NOT NULL
    LEFT JOIN redemptions_redemption r ON r.contract_id = c.id
    CROSS JOIN LATERAL (SELECT CASE
        WHEN c.id IS NULL THEN CASE WHEN p < 9 THEN 'claimed' WHEN i %% 20 = 1 THEN 'returned' WHEN i %% 500 = 7 THEN 'revoked'
            ELSE 'lapsed' END
        WHEN r.state IN ('decided', 'appealed', 'final') THEN 'approved' WHEN r.state = 'paid' THEN 'paid'
        WHEN r.state = 'revoked' THEN 'revoked' WHEN r.state IN ('withdrawn', 'expired') THEN 'lapsed'
            WHEN r.id IS NOT NULL THEN 'in_redemption'
        WHEN c.state IN ('registered', 'amended', 'completed') THEN 'registered' WHEN c.state = 'terminated' THEN 'returned'
        ELSE 'lapsed' END AS state) AS s ORDER BY i
    """,
    """
    INSERT INTO core_event (type, subject_kind, subject_id, party_id, actor_id, from_state, to_state, data, at)
    SELECT e.type, split_part(e.type, '.', 1), i, %(firm)s + i %% %(claiming)s,
        CASE WHEN i < %(coupons)s / 2 AND n = 4 THEN %(officer)s WHEN n = 4 THEN a.id
            ELSE 2 * %(reader)s + i %% %(claiming)s END, '', '', e.data,
        pg_temp.then_(i, %(coupons)s)
    FROM generate_series(1, %(coupons)s) AS i CROSS JOIN generate_series(0, 4) AS n
    CROSS JOIN (SELECT id FROM accounts_user WHERE username = 'reader') AS a
    CROSS JOIN LATERAL (
        SELECT CASE n WHEN 0 THEN 'coupon.claimed' WHEN 1 THEN CASE WHEN i %% 2 = 0 THEN 'coupon.lapsed'
            ELSE 'coupon.registered' END
                WHEN 2 THEN (ARRAY['project.requested', 'project.accepted', 'contract.registered'])[1 + i %% 3]
                WHEN 3 THEN (ARRAY['redemption.submitted', 'redemption.decided', 'payment.paid'])[1 + i %% 3]
                ELSE CASE WHEN i < %(coupons)s / 2 THEN 'coupon.deadline_moved' ELSE 'redemption.accepted' END END AS type,
            CASE n WHEN 0 THEN '{"amount": "1000.00", "round": 1, "register_by": "2026-10-01"}'::jsonb
                WHEN 4 THEN '{"register_by": "2026-10-01", "before": "2026-09-01"}' ELSE '{}' END AS data
    ) AS e ORDER BY i, n
    """,
)
