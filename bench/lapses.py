"""Overdue coupons: the job that lapses them against one raw statement that writes the same rows."""

from datetime import date, timedelta
from pathlib import Path
from time import monotonic

from bench import stock
from bench.ground import Ground
from bench.report import RUNS, alternate, report
from bench.worker import Worker
from core.events.recording import subscribers
from core.timekeeping import clock
from core.values.deadlines import beijing_day

RAW = (Path(__file__).parent / "raw_lapse.sql").read_text()
DUE_A_RUN = 10
"""Coupons of each firm that are due in one run; five runs of each kind lapse a million each."""


def lapse(ground: Ground, have: stock.Stock) -> None:
    """Measure the coupons per second that the job lapses against one statement, in alternation on the same tables."""
    days = 2 * RUNS * DUE_A_RUN
    first = beijing_day(clock.now()) - timedelta(days=days)
    ground.copy(source=stock.TEMPLATE, target="lapse")
    stock.fill(ground, database="lapse", have=have, each=days, first_due=first)
    worker = Worker(url=ground.url_of("lapse"))
    todays = iter([first + timedelta(days=DUE_A_RUN * run) for run in range(1, 2 * RUNS + 1)])
    value, reference = alternate(
        lambda: worker.do("lapse", next(todays), expected=DUE_A_RUN * stock.FIRMS),
        lambda: _raw(ground, today=next(todays), round_id=have.filled_round),
    )
    worker.stop()
    report(
        name="lapse",
        value=value,
        unit="coupons/s",
        reference=reference,
        ratio=value / reference,
        lapsed=RUNS * DUE_A_RUN * stock.FIRMS,
        rss_first_mb=round(worker.kilobytes[0] / 1024),
        rss_last_mb=round(worker.kilobytes[-1] / 1024),
    )


def _raw(ground: Ground, *, today: date, round_id: int) -> float:
    given = {"today": today, "at": clock.now(), "round": round_id, "handlers": list(subscribers("coupon.lapsed"))}
    with ground.connect("lapse") as connection:
        start = monotonic()
        count = connection.execute(RAW, given).fetchone()
        seconds = monotonic() - start
    _check(count[0] if count else 0)
    return DUE_A_RUN * stock.FIRMS / seconds


def _check(count: int) -> None:
    if count != DUE_A_RUN * stock.FIRMS:
        raise AssertionError(f"{count} coupons lapsed instead of {DUE_A_RUN * stock.FIRMS}")
