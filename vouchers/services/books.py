"""The one place where money of a round moves: movements, an applicant's year, and last the round's counters."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import F

from core.database.transactions import assert_inside
from core.events.recording import Change, recording
from core.sql import change_one, insertion
from core.values.errors import DomainError
from core.values.money import ZERO
from vouchers.models import Coupon, Movement, Round
from vouchers.rules.books import INSIDE, Posting, claim_posting


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
    Movement.objects.bulk_create(
        _movement(
            round_id=entry.round_id,
            coupon_id=entry.coupon_id,
            posting=entry.posting,
            at=at,
            event_id=entry.event_id,
        )
        for entry in entries
    )
    for round_id, changes in sorted(_by_round(entries).items()):
        Round.objects.filter(pk=round_id).update(**{bucket: F(bucket) + change for bucket, change in changes.items()})


WRITE_CLAIM = """
    WITH issued AS ({coupon}), told AS ({event}), counted AS (
        INSERT INTO vouchers_annualuse AS mine (applicant_id, year, used) SELECT %s, %s, %s WHERE %s <= %s
        ON CONFLICT (applicant_id, year) DO UPDATE SET used = mine.used + excluded.used
        WHERE mine.used + excluded.used <= %s RETURNING true
    ), moved AS ({movement})
    UPDATE vouchers_round SET free = free - %s, held = held + %s
    WHERE id = %s AND state IN ('announced', 'open') AND free >= %s
    AND EXISTS (SELECT FROM issued) AND EXISTS (SELECT FROM counted) AND EXISTS (SELECT FROM moved)
"""


def write_claim(coupon: Coupon, *, told: Change, limit: Decimal, too_late: Callable[[], DomainError]) -> None:
    """Write all that a claim writes, in one statement: the coupon, its year, its event and movement, then the round.

    What EXISTS asks for is done before the round's row is looked for, which is locked last (docs/locking.md).
    The conditions are in the statement itself, exact under any concurrency: the year counts while the limit of this
    moment holds (I3), which the party's lock sees to before; the round runs and has the money free. `too_late` says what
    is raised where one does not hold.
    """
    assert_inside()
    amount, (event, telling) = coupon.amount, recording(told)
    issue, issuing = insertion(coupon)
    moved = _movement(
        round_id=coupon.round_id, coupon_id=coupon.pk, posting=claim_posting(amount), at=coupon.claimed_at
    )
    move, moving = insertion(moved, event_id="(SELECT id FROM told)")
    change_one(
        WRITE_CLAIM.format(coupon=issue, event=event, movement=move),
        [
            *issuing,
            *telling,
            *(coupon.applicant_id, coupon.year, amount, amount, limit, limit),
            *moving,
            *(amount, amount, coupon.round_id, amount),
        ],
        otherwise=too_late,
    )
    coupon._state.adding = False


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


def _movement(*, round_id: int, coupon_id: int | None, posting: Posting, at: datetime, **event: int) -> Movement:
    return Movement(
        round_id=round_id,
        coupon_id=coupon_id,
        cause=posting.cause,
        source=posting.source,
        target=posting.target,
        amount=posting.amount,
        at=at,
        **event,
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
