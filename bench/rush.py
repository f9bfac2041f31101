"""The opening of a round: 200 clients claim at once and then without a pause for a minute, long after the round is empty."""

from collections.abc import Iterator
from datetime import timedelta

from bench import claims, load, stock
from bench.ground import Ground, site
from bench.report import report
from core.timekeeping import clock

CLIENTS = 200
SECONDS = 60
LEAD = 5
"""Seconds until the round opens; the site's processes start in them."""
MOST_MS = 1000.0
"""The wanted p95 in milliseconds."""
ROOM = 10_000
"""Coupons in the round; it is empty after about half the time."""
BUDGET = ROOM * claims.AMOUNT + claims.ODD


def claim_rush(ground: Ground, have: stock.Stock) -> None:
    """Measure p95 while a round opens; no answer may be 5xx, and the round must end on the exact fen."""
    with site(ground=ground) as port:
        warm = stock.open_round(budget=claims.BUDGET, officer_id=have.officer_id, at=clock.now())
        claims.claim_for(port=port, firms=have.firms, round_id=warm.pk, seconds=1)
        at = clock.now()
        row = stock.open_round(budget=BUDGET, officer_id=have.officer_id, at=at, opens_at=at + timedelta(seconds=LEAD))
        scripts = [_client(firms=have.firms, round_id=row.pk) for _ in range(CLIENTS)]
        result = load.run(port=port, scripts=scripts, seconds=SECONDS + LEAD)
    _check(result)
    claims.check_books(row, left=claims.ODD)
    p95 = result.percentile(0.95)
    report(
        name="claim_rush",
        value=p95,
        unit="ms (p95)",
        reference=MOST_MS,
        ratio=p95 / MOST_MS,
        **claims.latencies(result),
        answers=len(result.answers),
        coupons=result.count(201),
        refused=result.count(409),
    )


def _client(*, firms: Iterator[str], round_id: int) -> load.Script:
    """Claim at the second of the opening, then for the next firm after each answer.

    No firm reaches its throttle of claims a minute.
    """
    after = float(LEAD)
    for token in firms:
        yield load.Send(request=claims.claim_request(token=token, round_id=round_id), after=after)
        after = 0.0


def _check(result: load.Result) -> None:
    if result.count(201) != ROOM or result.count(201) + result.count(409) != len(result.answers):
        statuses = sorted({answer.status for answer in result.answers})
        raise AssertionError(f"{result.count(201)} coupons instead of {ROOM}; statuses {statuses}")
