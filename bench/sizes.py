"""Claims and the proof of the books at a million coupons and five million events."""

import subprocess
import sys
from time import monotonic

from bench import claims, stock
from bench.ground import Ground, site
from bench.report import alternate, report
from config.env import PROJECT, environment

SMALL, BIG = "small", "big"
COUPONS_A_FIRM = 50
"""With 20,000 firms: a million coupons."""
MOVED = 4
"""Further events of a coupon: with its claim, five million in all."""
SMALL_COUPONS = 1_000
MOST_SECONDS = 60.0
"""The longest acceptable proof."""


def claim_growth(ground: Ground, have: stock.Stock) -> None:
    """Measure a claim in a database of a million coupons against one of a thousand."""
    _prepare(ground, have)
    row = have.open_round
    with site(ground=ground, database=SMALL) as small, site(ground=ground, database=BIG) as big:
        for port in (small, big):
            claims.claim_for(port=port, firms=have.firms, round_id=row, seconds=2)
        rates = alternate(
            lambda: claims.claim_for(port=big, firms=have.firms, round_id=row).rate,
            lambda: claims.claim_for(port=small, firms=have.firms, round_id=row).rate,
        )
    value, reference = (1000 / rate for rate in rates)
    report(name="claim_growth", value=value, unit="ms/claim", reference=reference, ratio=value / reference)


def prove(ground: Ground, have: stock.Stock) -> None:
    """Measure the seconds to prove the books of a million coupons."""
    _prepare(ground, have)
    start = monotonic()
    subprocess.run(
        [sys.executable, "manage.py", "prove"],
        cwd=PROJECT,
        env=environment(extra={"DATABASE_URL": ground.url_of(BIG)}),
        stdout=subprocess.DEVNULL,
        check=True,
    )
    value = monotonic() - start
    report(name="prove", value=value, unit="s", reference=MOST_SECONDS, ratio=value / MOST_SECONDS)


def _prepare(ground: Ground, have: stock.Stock) -> None:
    """Create both databases, unless an earlier benchmark of this run did."""
    with ground.connect("postgres") as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [BIG]).fetchone():
            return
    for database in (SMALL, BIG):
        ground.copy(source=stock.TEMPLATE, target=database)
    stock.fill(ground, database=SMALL, have=have, each=COUPONS_A_FIRM, firms=SMALL_COUPONS // COUPONS_A_FIRM)
    stock.fill(ground, database=BIG, have=have, each=COUPONS_A_FIRM, moved=MOVED)
