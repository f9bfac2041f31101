"""Large payment orders: the chunks that build one against one raw statement that writes the same rows; memory of the whole way."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from time import monotonic

from bench import stock
from bench.ground import Ground
from bench.report import RUNS, alternate, report
from bench.worker import Worker
from core.personal_data.encryption import encrypt
from core.timekeeping import clock
from core.values.deadlines import beijing_day

RAW = (Path(__file__).parent / "raw_order.sql").read_text()
A_RUN = 20_000
"""Payments of one order in a run; five runs of each kind."""
LARGE = 100_000
"""Payments of the order that is built, approved and sent by one worker."""
PAYEES = 1_000
FIRST = 5_000_000
"""The id of the first payee, contract, redemption and payment."""


def order_build(ground: Ground, have: stock.Stock) -> None:
    """Measure payments per second put on an order by the job against one statement, in alternation on the same tables.

    Afterwards one order of LARGE payments is built, approved and sent with its file; the worker's peak memory is reported.
    """
    days = _days(2 * RUNS + 1)
    ground.copy(source=stock.TEMPLATE, target="orders")
    _fill(ground, have, days=days)
    worker = Worker(url=ground.url_of("orders"))
    todays = iter(days)
    value, reference = alternate(
        lambda: worker.do("build", next(todays), expected=A_RUN), lambda: _raw(ground, have, today=next(todays))
    )
    built = worker.do("build", days[-1], expected=LARGE)
    sent = worker.do("send", days[-1], expected=LARGE)
    before = worker.kilobytes[-1]
    answered = worker.do("answer", days[-1], expected=LARGE)
    worker.stop()
    report(
        name="order_build",
        value=value,
        unit="payments/s",
        reference=reference,
        ratio=value / reference,
        large=LARGE,
        large_built_seconds=round(LARGE / built, 1),
        large_sent_seconds=round(LARGE / sent, 1),
        large_answered_seconds=round(LARGE / answered, 1),
        rss_mb=round(before / 1024),
        rss_answered_mb=round(worker.kilobytes[-1] / 1024),
    )


def _days(count: int) -> list[date]:
    """Return days of the payment window of the next year, one a run."""
    first = date(beijing_day(clock.now()).year + 1, 3, 1)
    return [first + timedelta(days=number) for number in range(count)]


def _raw(ground: Ground, have: stock.Stock, *, today: date) -> float:
    given = {"today": today, "at": clock.now(), "officer": have.officer_id}
    with ground.connect("orders") as connection:
        start = monotonic()
        count = connection.execute(RAW, given).fetchone()
        seconds = monotonic() - start
    if count is None or count[0] != A_RUN:
        raise AssertionError(f"{count} payments instead of {A_RUN}")
    return A_RUN / seconds


def _fill(ground: Ground, have: stock.Stock, *, days: Sequence[date]) -> None:
    """Insert payees with checked accounts, and pending payments of redemptions that fall due on the days. Triggers are off on
    this connection, because the rows are inserted in their final state."""
    ends = [FIRST + A_RUN * number for number in range(len(days))] + [FIRST + A_RUN * (len(days) - 1) + LARGE]
    accounts = [(FIRST + k, encrypt(f"62220200{k:011d}", context=f"payee_account:{FIRST + k}")) for k in range(PAYEES)]
    given = {"first": FIRST, "payees": PAYEES, "officer": have.officer_id, "round": have.filled_round, "end": ends[-1]}
    with ground.connect("orders") as connection:
        connection.execute("SET synchronous_commit = off")
        connection.execute("SET session_replication_role = 'replica'")
        for statement in FILL:
            connection.execute(statement, given)
        connection.cursor().executemany(ACCOUNT, [(*account, have.officer_id) for account in accounts])
        for day, (begin, end) in zip(days, pairwise(ends), strict=True):
            connection.execute(PAYMENTS, {**given, "day": day, "begin": begin, "stop": end})
        connection.execute("VACUUM (ANALYZE)")
        connection.execute("CHECKPOINT")


FILL = (
    """
    INSERT INTO accounts_party (id, kind, name, match_name, uscc, uscc_override_reason, state, registered_at, decided_by_id,
        decided_at, decision_reason)
    SELECT %(first)s + k, 'organisation', '示例研究所' || k, '示例研究所' || k, 'UNITS' || lpad(k::text, 13, '0'), '', 'verified',
        now(), %(officer)s, now(), '' FROM generate_series(0, %(payees)s - 1) AS k
    """,
    """
    INSERT INTO vouchers_servicecontract (id, project_id, applicant_id, unit_id, policy_version_id, reference, title, category,
        amount, signed_on, start_on, end_on, shortfall_bearer, statutory_testing, municipal_funding, related_party, state,
        coupon_total, coupon_limit, valid_until, registered_at, redeem_by_raw, redeem_by, provisional, calendar_version,
        completed_at, termination_reason, created_at, version)
    SELECT n, n, %(first)s, %(first)s + n %% %(payees)s, r.policy_version_id, 'HT' || n, '检测', 'testing', 20000, now(), now(),
        now(), 'applicant', false, false, false, 'completed', 1000, 10000, now(), now(), now(), now(), false, '1', now(), '',
        now(), 1
    FROM generate_series(%(first)s, %(end)s - 1) AS n, vouchers_round r WHERE r.id = %(round)s
    """,
    """
    INSERT INTO redemptions_redemption (id, contract_id, applicant_id, unit_id, state, actual_amount, payable_limit, payable,
        created_at, submitted_at, return_reason, returned_content, correction_answer, batch_id,
        decision, decided_amount, decision_reason, decided_by_id, fault,
        notified_on, appeal_by_raw, appeal_by, final_at, raised, provisional, calendar_version, version)
    SELECT n, n, %(first)s, %(first)s + n %% %(payees)s, 'final', 20000, 10000, 1000, now(), now(), '',
        '', '', 1, 'approve', 1000, '',
        %(officer)s, '', now(), now(), now(), now(), false, false, '1', 1
    FROM generate_series(%(first)s, %(end)s - 1) AS n
    """,
)
ACCOUNT = """
    INSERT INTO payments_payeeaccount (party_id, state, kind, holder, holder_reason, bank_name, bank_code, number_encrypted,
        last_four, entered_by_id, entered_at, checked_by_id, checked_at, provisional, calendar_version, current_at, reason,
        token_hash)
    SELECT %s, 'current', 'bank', '示例研究所', '', '示例银行', '999100000011', %s, '0123', %s, now(), a.id, now(), false, '',
        now(), '', '' FROM accounts_user a WHERE a.username = 'approver'
"""
PAYMENTS = """
    INSERT INTO payments_payment (id, payee_id, subject_kind, subject_id, label, amount, state, approved_on, not_before,
        fiscal_year, created_at, failure_reason)
    SELECT n, %(first)s + n %% %(payees)s, 'redemption', n, '兑现申请 ' || n, 1000, 'pending', %(day)s, %(day)s,
        extract(year FROM %(day)s::date), now(), ''
    FROM generate_series(%(begin)s::bigint, %(stop)s - 1) AS n
"""
