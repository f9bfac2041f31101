"""Overdue coupons: the job that lapses them against one raw statement that writes the same rows."""

import json
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from time import monotonic

from bench import stock
from bench.ground import Ground
from bench.report import RUNS, alternate, report
from config.env import environment
from core.events.recording import subscribers
from core.timekeeping import clock
from core.values.deadlines import beijing_day

RAW = (Path(__file__).parent / "raw_lapse.sql").read_text()
DUE_A_RUN = 10
"""Coupons of each firm that are due in one run; five runs of each kind lapse a million each."""


class Worker:
    """A process that lapses the coupons due on a day, as a worker of the site would."""

    def __init__(self, *, url: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.worker"],
            env=environment(extra={"DATABASE_URL": url}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.kilobytes: list[int] = []

    def lapse(self, today: date) -> float:
        """Lapse the coupons due on a day; return coupons per second."""
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("the worker has no pipes")
        self.process.stdin.write(f"{today.isoformat()}\n")
        self.process.stdin.flush()
        done = json.loads(self.process.stdout.readline())
        self.kilobytes.append(done["kilobytes"])
        _check(done["lapsed"])
        return float(done["lapsed"] / done["seconds"])

    def stop(self) -> None:
        """End the process."""
        self.process.communicate()


def lapse(ground: Ground, have: stock.Stock) -> None:
    """Measure the coupons per second that the job lapses against one statement, in alternation on the same tables."""
    days = 2 * RUNS * DUE_A_RUN
    first = beijing_day(clock.now()) - timedelta(days=days)
    ground.copy(source=stock.TEMPLATE, target="lapse")
    stock.fill(ground, database="lapse", have=have, each=days, first_due=first)
    worker = Worker(url=ground.url_of("lapse"))
    todays = iter([first + timedelta(days=DUE_A_RUN * run) for run in range(1, 2 * RUNS + 1)])
    value, reference = alternate(
        lambda: worker.lapse(next(todays)), lambda: _raw(ground, today=next(todays), round_id=have.filled_round)
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
