"""The opening: many firms press at once, then retry politely, until a round is gone or a minute is over."""

from datetime import timedelta

from bench import claims, load, stock
from bench.ground import Ground, site
from bench.report import report
from core import clock

CLIENTS = 200
SECONDS = 60
LEAD = 5
"""Seconds until the round opens: enough to start the site's processes before."""
THINK = 2.5
"""Seconds a firm waits before it presses again, refused or not."""
MOST_MS = 1000.0
"""So long may the slowest five of a hundred answers take."""
ROOM = 2_000
BUDGET = ROOM * claims.AMOUNT + claims.ODD


def claim_rush(ground: Ground, have: stock.Stock) -> None:
    """The slowest of a hundred answers while a round opens: no 5xx, and the round ends on its exact fen."""
    with site(ground=ground) as port:
        warm = stock.open_round(budget=claims.BUDGET, officer_id=have.officer_id, at=clock.now())
        claims.claim_for(port=port, firms=have.firms, round_id=warm.pk, seconds=1)
        at = clock.now()
        row = stock.open_round(budget=BUDGET, officer_id=have.officer_id, at=at, opens_at=at + timedelta(seconds=LEAD))
        scripts = [_firm(token=next(have.firms), round_id=row.pk) for _ in range(CLIENTS)]
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


def _firm(*, token: str, round_id: int) -> load.Script:
    """Presses at the second of the opening, and then every few seconds."""
    after = float(LEAD)
    while True:
        yield load.Send(request=claims.claim_request(token=token, round_id=round_id), after=after)
        after = THINK


def _check(result: load.Result) -> None:
    if result.count(201) != ROOM or result.count(201) + result.count(409) != len(result.answers):
        statuses = sorted({answer.status for answer in result.answers})
        raise AssertionError(f"{result.count(201)} coupons instead of {ROOM}; statuses {statuses}")
