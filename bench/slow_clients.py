"""Claims beside 200 idle clients and such that send head or body a byte a second, against claims without them."""

import contextlib
import subprocess
import sys
from collections.abc import Iterator

from bench import claims, load, stock
from bench.ground import Ground, site
from bench.report import RUNS, report
from config.env import PROJECT, environment
from core.timekeeping import clock

NUMBER = 200
CLIENTS = 4
"""Honest clients: fewer than keep the site busy, so that a wait shows."""


def slow_clients(ground: Ground, have: stock.Stock) -> None:
    """Measure the p95 of claims beside the slow clients and without them, in alternation."""
    row = stock.open_round(budget=claims.BUDGET, officer_id=have.officer_id, at=clock.now())
    beside: list[load.Result] = []
    alone: list[load.Result] = []
    with site(ground=ground) as port:
        _claim(port=port, have=have, round_id=row.pk)
        for _ in range(RUNS):
            alone.append(_claim(port=port, have=have, round_id=row.pk))
            with slow(port=port):
                beside.append(_claim(port=port, have=have, round_id=row.pk))
    value, reference = (load.merge(runs).percentile(0.95) for runs in (beside, alone))
    report(
        name="slow_clients",
        value=value,
        unit="ms (p95)",
        reference=reference,
        ratio=value / reference,
        beside=claims.latencies(load.merge(beside)),
        alone=claims.latencies(load.merge(alone)),
        answers=sum(len(run.answers) for run in beside),
    )


@contextlib.contextmanager
def slow(*, port: int) -> Iterator[None]:
    """Run the slow clients in another process, beginning when all are connected."""
    command = [sys.executable, "-m", "bench.slow", str(port), str(NUMBER)]
    process = subprocess.Popen(command, cwd=PROJECT, env=environment(), stdout=subprocess.PIPE, text=True)
    try:
        if process.stdout is None or int(process.stdout.readline()) != NUMBER:
            raise RuntimeError("the slow clients could not connect")
        yield
    finally:
        process.kill()
        process.wait()


def _claim(*, port: int, have: stock.Stock, round_id: int) -> load.Result:
    return claims.claim_for(port=port, firms=have.firms, round_id=round_id, clients=CLIENTS)
