"""Coupons that are late lapse by themselves (articles 15.2, 15.3): set-based, in chunks, safe to run twice at once.

It is bookkeeping only: every use of a coupon checks its deadline itself, so a late one is of no use before this ran.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from core.database.transactions import write
from core.events.recording import subscribers
from core.values.deadlines import beijing_day
from core.values.money import ZERO
from core.values.state_machine import Edge
from vouchers.rules.books import release_posting
from vouchers.rules.states import COUPON
from vouchers.selectors.policies import get_policy
from vouchers.selectors.rounds import policy_versions_of_rounds
from vouchers.services.books import credit_years, release_held

CHUNK = 5_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Lapse:
    """One kind of lapse: from which state, by which column's day, through whose fault."""

    source: str
    column: str
    fault: str

    @property
    def edge(self) -> Edge:
        """The edge it moves along, with its event and the cause of its give-back."""
        return COUPON.get_edge(source=self.source, target="lapsed")


UNREGISTERED = Lapse(source="claimed", column="register_by", fault="applicant")
UNREDEEMED = Lapse(source="registered", column="redeem_by", fault="unit")


def lapse_unregistered(*, at: datetime, progress: Callable[[int], None]) -> dict[str, Any]:
    """Lapse every coupon not registered by the end of its day (15日内未登记作废); how many, in chunks of their own."""
    return {"lapsed": _in_chunks(UNREGISTERED, at=at, progress=progress)}


def lapse_unredeemed(*, at: datetime, progress: Callable[[int], None]) -> dict[str, Any]:
    """Lapse every registered coupon not redeemed by the end of its day (逾期未兑现作废); the unit's fault (article 9.4)."""
    return {"lapsed": _in_chunks(UNREDEEMED, at=at, progress=progress)}


def _in_chunks(lapse: Lapse, *, at: datetime, progress: Callable[[int], None]) -> int:
    done = 0
    while count := lapse_chunk(lapse=lapse, at=at):
        done += count
        progress(count)
    return done


@write
def lapse_chunk(*, lapse: Lapse, at: datetime) -> int:
    """Lapse one chunk in one transaction: rows, events, movements, then years, then rounds; how many coupons."""
    rounds = _rounds_due(lapse, at)
    if not rounds:
        return 0
    targets = {round_id: _target(version_id, lapse.edge) for round_id, version_id in rounds.items()}
    moved = _move(lapse, targets=targets, at=at)
    years: dict[tuple[int, int], Decimal] = defaultdict(lambda: ZERO)
    held: dict[tuple[int, str], Decimal] = defaultdict(lambda: ZERO)
    for round_id, applicant_id, year, amount in moved:
        held[round_id, targets[round_id]] += amount
        if targets[round_id] == "free":
            years[applicant_id, year] += amount
    credit_years(years)
    release_held(held)
    return len(moved)


def _target(version_id: int, edge: Edge) -> str:
    cause = edge.gives_back or ""
    gives_back = get_policy(version_id).give_back[cause]
    return release_posting(cause=cause, amount=ZERO, gives_back=gives_back).target


def _rounds_due(lapse: Lapse, at: datetime) -> dict[int, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT round_id FROM (SELECT round_id FROM vouchers_coupon WHERE state = %s AND {lapse.column} < %s"
            f" ORDER BY {lapse.column}, id LIMIT {CHUNK}) due",
            [lapse.source, beijing_day(at)],
        )
        found = [round_id for (round_id,) in cursor.fetchall()]
    return policy_versions_of_rounds(found)


def _move(lapse: Lapse, *, targets: dict[int, str], at: datetime) -> Sequence[tuple[int, int, int, Decimal]]:
    edge = lapse.edge
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH due AS (
                SELECT id FROM vouchers_coupon
                WHERE state = %(source)s AND {lapse.column} < %(today)s AND round_id = ANY(%(rounds)s)
                ORDER BY {lapse.column}, id LIMIT {CHUNK} FOR NO KEY UPDATE SKIP LOCKED
            ), moved AS (
                UPDATE vouchers_coupon c SET state = %(target)s, fault = %(fault)s, ended_at = %(at)s
                FROM due WHERE c.id = due.id
                RETURNING c.id, c.round_id, c.applicant_id, c.year, c.amount
            ), told AS (
                INSERT INTO core_event (type, subject_kind, subject_id, party_id, from_state, to_state, data, at)
                SELECT %(event)s, 'coupon', id, applicant_id, %(source)s, %(target)s,
                    jsonb_build_object('amount', amount::text, 'year', year, 'fault', %(fault)s::text, 'cause', %(cause)s::text),
                    %(at)s
                FROM moved ORDER BY id
                RETURNING id, subject_id
            ), queued AS (
                INSERT INTO core_outboxitem (event_id, handler, attempts, last_error, dead)
                SELECT id, handler, 0, '', false FROM told CROSS JOIN unnest(%(handlers)s::text[]) AS h (handler)
            ), booked AS (
                INSERT INTO vouchers_movement (round_id, coupon_id, cause, source, target, amount, at, event_id)
                SELECT m.round_id, m.id, %(cause)s, 'held', t.target, m.amount, %(at)s, told.id
                FROM moved m JOIN told ON told.subject_id = m.id
                JOIN unnest(%(rounds)s::bigint[], %(targets)s::text[]) AS t (round_id, target) USING (round_id)
            )
            SELECT round_id, applicant_id, year, amount FROM moved
            """,
            {
                "source": lapse.source,
                "target": edge.target,
                "event": edge.event,
                "cause": edge.gives_back,
                "fault": lapse.fault,
                "today": beijing_day(at),
                "at": at,
                "rounds": list(targets),
                "targets": list(targets.values()),
                "handlers": list(subscribers(edge.event)),
            },
        )
        moved: list[tuple[int, int, int, Decimal]] = cursor.fetchall()
        return moved
