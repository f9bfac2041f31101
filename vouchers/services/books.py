"""The only module that moves money of a round: movements, annual uses, and the round's counters last."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import F
from psycopg.types.json import Jsonb

from core.database.transactions import assert_inside
from core.events.recording import RECORD_SET, record_set
from core.values.money import ZERO, yuan
from vouchers.models import Coupon, Movement, Round
from vouchers.rules.books import COUNTERS, Posting, claim_posting
from vouchers.rules.states import CLAIMABLE_ROUNDS, CouponState


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A posting of one coupon, or of the round itself, with the event that caused it."""

    round_id: int
    coupon_id: int | None
    event_id: int
    posting: Posting


def post(entries: Sequence[Entry], *, at: datetime) -> None:
    """Write the movements, then the counters of each round in the order of their ids: the contended rows last.

    IntegrityError `round_reserved_within_budget` if a bucket would fall below zero.
    """
    assert_inside()
    Movement.objects.bulk_create(
        Movement(
            round_id=entry.round_id,
            coupon_id=entry.coupon_id,
            cause=entry.posting.cause,
            source=entry.posting.source,
            target=entry.posting.target,
            amount=entry.posting.amount,
            at=at,
            event_id=entry.event_id,
        )
        for entry in entries
    )
    for round_id, changes in sorted(_counter_changes(entries).items()):
        Round.objects.filter(pk=round_id).update(**{bucket: F(bucket) + change for bucket, change in changes.items()})


COUPON_COLUMNS = [field.attname for field in Coupon._meta.concrete_fields if field.attname != "facts"]
"""The columns of the coupon that the SQL of a claim returns: all but `facts`, which are loaded on first use."""
GUARDS: Mapping[str, str] = {
    "claim_within_year": "mine.used + excluded.used <= %(limit)s",
    "claim_within_budget": "free >= %(amount)s",
    "claim_in_running_round": f"state IN {tuple(map(str, CLAIMABLE_ROUNDS))}",
    "round_after_year": "EXISTS (SELECT FROM counted)",
}
"""Conditions tested when a claim is written. `round_after_year` also makes the round wait for the annual use."""


def claim_statement(guards: Mapping[str, str]) -> str:
    """Return the statement that writes a claim and returns the coupon, or no row if a guard fails.

    The UPDATE of the round refers to the other parts, so PostgreSQL runs them first: the most contended row is locked
    last.
    """
    return f"""
        WITH counted AS (
            INSERT INTO vouchers_annualuse AS mine (applicant_id, year, used)
            SELECT %(applicant_id)s, %(year)s, %(amount)s WHERE %(amount)s <= %(limit)s
            ON CONFLICT (applicant_id, year) DO UPDATE SET used = mine.used + excluded.used
            WHERE {guards["claim_within_year"]}
            RETURNING true
        ), issued AS (
            INSERT INTO vouchers_coupon (round_id, applicant_id, year, amount, cap, state, claimed_at, claimed_on, facts,
                register_by_raw, register_by, provisional, calendar_version, fault)
            VALUES (%(round_id)s, %(applicant_id)s, %(year)s, %(amount)s, %(cap)s, %(event_to)s, %(claimed_at)s,
                %(claimed_on)s, %(facts)s, %(register_by_raw)s, %(register_by)s, %(provisional)s,
                %(calendar_version)s, '')
            RETURNING *
        ), claimed AS (
            SELECT id AS subject_id, applicant_id AS party_id, %(data)s::jsonb AS data FROM issued
        ), {RECORD_SET.format(rows="claimed")}, moved AS (
            INSERT INTO vouchers_movement (round_id, coupon_id, cause, source, target, amount, at, event_id)
            SELECT round_id, issued.id, %(cause)s, %(source)s, %(target)s, amount, claimed_at, recorded.id
            FROM issued, recorded
            RETURNING true
        ), held AS (
            UPDATE vouchers_round SET free = free - %(amount)s, held = held + %(amount)s
            WHERE id = %(round_id)s AND {guards["claim_in_running_round"]} AND {guards["claim_within_budget"]}
                AND {guards["round_after_year"]} AND EXISTS (SELECT FROM moved)
            RETURNING true
        )
        SELECT {", ".join(f"issued.{column}" for column in COUPON_COLUMNS)} FROM issued, held
    """


WRITE_CLAIM = claim_statement(GUARDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCoupon:
    """The columns of a coupon to be claimed. Money in yuan, Beijing days."""

    round_id: int
    applicant_id: int
    year: int
    amount: Decimal
    cap: Decimal
    claimed_at: datetime
    claimed_on: date
    facts: Mapping[str, Any]
    register_by_raw: date
    register_by: date
    provisional: bool
    calendar_version: str


def write_claim(claimed: NewCoupon, *, limit: Decimal, actor_id: int) -> Coupon | None:
    """Write a whole claim in one statement and return the saved coupon, whose `facts` are loaded on first use.

    None if the annual limit (I3), the round's money or its state no longer allows it. The caller must then refuse, so
    that the transaction rolls back: the other parts are already written.
    """
    assert_inside()
    posting = claim_posting(claimed.amount)
    data = {"amount": yuan(claimed.amount), "round": claimed.round_id, "register_by": claimed.register_by.isoformat()}
    event = record_set(
        type="coupon.claimed",
        subject_kind="coupon",
        at=claimed.claimed_at,
        actor_id=actor_id,
        from_state="",
        to_state=CouponState.CLAIMED,
    )
    values = {name: getattr(claimed, name) for name in NewCoupon.__slots__} | event
    values |= {"facts": Jsonb(claimed.facts), "data": Jsonb(data), "limit": limit}
    values |= {"cause": posting.cause, "source": posting.source, "target": posting.target}
    with connection.cursor() as cursor:
        cursor.execute(WRITE_CLAIM, values)
        row = cursor.fetchone()
    return Coupon.from_db(DEFAULT_DB_ALIAS, COUPON_COLUMNS, row) if row else None


def credit_years(amounts: Mapping[tuple[int, int], Decimal]) -> None:
    """Credit the annual uses by (applicant, year): lock them in that order, then change them in one statement."""
    assert_inside()
    if not amounts:
        return
    keys = sorted(amounts)
    parameters: dict[str, Any] = {
        "applicants": [applicant_id for applicant_id, _ in keys],
        "years": [year for _, year in keys],
        "amounts": [amounts[key] for key in keys],
    }
    rows = (
        "unnest(%(applicants)s::bigint[], %(years)s::int[], %(amounts)s::numeric[]) AS g (applicant_id, year, amount)"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT 1 FROM vouchers_annualuse u JOIN {rows} USING (applicant_id, year)
            ORDER BY u.applicant_id, u.year FOR NO KEY UPDATE OF u
            """,
            parameters,
        )
        cursor.execute(
            f"""
            UPDATE vouchers_annualuse u SET used = u.used - g.amount FROM {rows}
            WHERE u.applicant_id = g.applicant_id AND u.year = g.year
            """,
            parameters,
        )


def release_set(*, rows: str, cause: str, buckets: Mapping[int, str], at: datetime) -> tuple[str, dict[str, Any]]:
    """Return the WITH query for the movements of a set of coupons that release held money, and its parameters.

    `rows` names an earlier WITH query with the columns id, round_id and amount of coupons; `recorded` has their events.
    `buckets` maps each round to the bucket its money goes to. The caller then calls `credit_years` and `release_held`.
    """
    assert_inside()
    return RELEASE_SET.format(rows=rows), {
        "movement_cause": cause,
        "movement_rounds": list(buckets),
        "movement_buckets": list(buckets.values()),
        "movement_at": at,
    }


RELEASE_SET = """
    booked AS (
        INSERT INTO vouchers_movement (round_id, coupon_id, cause, source, target, amount, at, event_id)
        SELECT c.round_id, c.id, %(movement_cause)s, 'held', b.bucket, c.amount, %(movement_at)s, recorded.id
        FROM {rows} c JOIN recorded ON recorded.subject_id = c.id
        JOIN unnest(%(movement_rounds)s::bigint[], %(movement_buckets)s::text[]) AS b (round_id, bucket) USING (round_id)
    )
"""


def release_held(amounts: Mapping[tuple[int, str], Decimal]) -> None:
    """Move held money of rounds to a bucket, by (round, bucket), after `release_set` wrote the movements."""
    assert_inside()
    for (round_id, bucket), amount in sorted(amounts.items()):
        Round.objects.filter(pk=round_id).update(**{"held": F("held") - amount, bucket: F(bucket) + amount})


def _counter_changes(entries: Iterable[Entry]) -> dict[int, dict[str, Decimal]]:
    changes: dict[int, dict[str, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    for entry in entries:
        posting, counters = entry.posting, changes[entry.round_id]
        if posting.source in COUNTERS:
            counters[posting.source] -= posting.amount
        if posting.target in COUNTERS:
            counters[posting.target] += posting.amount
        if posting.source == "budget":
            counters["budget"] += posting.amount
        if posting.target == "budget":
            counters["budget"] -= posting.amount
    return {round_id: {b: c for b, c in counters.items() if c} for round_id, counters in changes.items()}
