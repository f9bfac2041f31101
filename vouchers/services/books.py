"""The one place where money of a round moves: movements, an applicant's year, the round's counters, in this order."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import F

from core.errors import DomainError
from core.money import ZERO
from core.services.transactions import assert_inside
from core.sql import change_one, insertion
from vouchers.models import Movement, Round
from vouchers.rules.books import INSIDE, Posting


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A posting of one coupon (or of the round itself), told by an event."""

    round_id: int
    coupon_id: int | None
    event_id: int
    posting: Posting


def post(entries: Sequence[Entry], *, at: datetime) -> None:
    """Write the movements, then the counters of each round in the order of their ids: the hot rows last.

    IntegrityError `round_reserved_within_budget` where a bucket would fall below zero.
    """
    assert_inside()
    Movement.objects.bulk_create(_movement(entry, at=at) for entry in entries)
    for round_id, changes in sorted(_by_round(entries).items()):
        Round.objects.filter(pk=round_id).update(**{bucket: F(bucket) + change for bucket, change in changes.items()})


def hold(entry: Entry, *, at: datetime, too_late: Callable[[], DomainError]) -> None:
    """Hold a claim's money where the round still runs and has it free; `too_late` says what is raised where not.

    The condition is in the UPDATE itself: exact under any concurrency.
    """
    assert_inside()
    text, values = insertion(_movement(entry, at=at))
    change_one(
        f"""
        WITH moved AS ({text})
        UPDATE vouchers_round SET free = free - %s, held = held + %s
        WHERE id = %s AND state IN ('announced', 'open') AND free >= %s AND EXISTS (SELECT FROM moved)
        """,
        [*values, entry.posting.amount, entry.posting.amount, entry.round_id, entry.posting.amount],
        otherwise=too_late,
    )


def use_year(*, applicant_id: int, year: int, amount: Decimal, limit: Decimal) -> None:
    """Count an amount in an applicant's year while the limit of this moment holds (I3); `busy` where it would not, which
    the party's lock keeps from happening: the last guard all the same."""
    assert_inside()
    change_one(
        """
        INSERT INTO vouchers_annualuse AS mine (applicant_id, year, used)
        SELECT %(applicant)s, %(year)s, %(amount)s WHERE %(amount)s <= %(limit)s
        ON CONFLICT (applicant_id, year) DO UPDATE SET used = mine.used + excluded.used
        WHERE mine.used + excluded.used <= %(limit)s
        """,
        {"applicant": applicant_id, "year": year, "amount": amount, "limit": limit},
        otherwise=lambda: DomainError("busy", kind="busy"),
    )


def credit_years(amounts: Mapping[tuple[int, int], Decimal]) -> None:
    """Credit what coupons no longer count, by (applicant, year): locked in that order, then changed in one statement."""
    assert_inside()
    if not amounts:
        return
    keys = sorted(amounts)
    given: dict[str, Any] = {
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
            given,
        )
        cursor.execute(
            f"""
            UPDATE vouchers_annualuse u SET used = u.used - g.amount FROM {rows}
            WHERE u.applicant_id = g.applicant_id AND u.year = g.year
            """,
            given,
        )


def release_held(amounts: Mapping[tuple[int, str], Decimal]) -> None:
    """Move held money of whole rounds to a bucket, by (round, bucket), where the movements are written already."""
    assert_inside()
    for (round_id, bucket), amount in sorted(amounts.items()):
        Round.objects.filter(pk=round_id).update(**{"held": F("held") - amount, bucket: F(bucket) + amount})


def _movement(entry: Entry, *, at: datetime) -> Movement:
    return Movement(
        round_id=entry.round_id,
        coupon_id=entry.coupon_id,
        event_id=entry.event_id,
        cause=entry.posting.cause,
        source=entry.posting.source,
        target=entry.posting.target,
        amount=entry.posting.amount,
        at=at,
    )


def _by_round(entries: Iterable[Entry]) -> dict[int, dict[str, Decimal]]:
    changes: dict[int, dict[str, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    for entry in entries:
        posting, counters = entry.posting, changes[entry.round_id]
        if posting.source in INSIDE:
            counters[posting.source] -= posting.amount
        if posting.target in INSIDE:
            counters[posting.target] += posting.amount
        if posting.source == "budget":
            counters["budget"] += posting.amount
        if posting.target == "budget":
            counters["budget"] -= posting.amount
    return {round_id: {b: c for b, c in counters.items() if c} for round_id, counters in changes.items()}
