"""What size costs: claims, lists and the proof of the books at a million coupons and five million events."""

import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from statistics import median
from time import monotonic

from bench import claims, load, stock
from bench.ground import Ground, site
from bench.report import alternate, report
from config.env import PROJECT, environment
from core import clock
from core.periods import beijing_day

SMALL, BIG = "small", "big"
COUPONS_A_FIRM = 50
"""With 20,000 firms a million coupons."""
MOVED = 4
"""Further events a coupon: with its claim five million in all."""
SMALL_COUPONS = 1_000
MOST_SECONDS = 60.0
"""So long may the proof take."""
ASKED = 10
"""So often each list is asked for in one run: nobody comes near the 600 requests a minute that a person has."""


def claim_growth(ground: Ground, have: stock.Stock) -> None:
    """What a claim costs with a million coupons, against one with a thousand."""
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
    """The seconds that the proof of a million coupons takes."""
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


def api_list(ground: Ground, have: stock.Stock) -> None:
    """Ten lists at that size against a small one: the worst of their ratios, each of the middle of its answers."""
    _prepare(ground, have)
    found: dict[str, Sequence[float]] = {}
    with site(ground=ground, database=SMALL) as small, site(ground=ground, database=BIG) as big:
        for name, request in _lists(have).items():
            for port in (small, big):
                _ask(port=port, request=request)
            found[name] = alternate(*(partial(_ask, port=port, request=request) for port in (big, small)))
    ratios = {name: round(value / reference, 2) for name, (value, reference) in found.items()}
    worst = max(ratios, key=lambda name: ratios[name])
    value, reference = found[worst]
    report(
        name="api_list",
        value=value,
        unit="ms",
        reference=reference,
        ratio=value / reference,
        worst=worst,
        ratios=ratios,
    )


def _ask(*, port: int, request: bytes) -> float:
    """The milliseconds in which the half of some answers came, one after the other."""
    result = load.run(port=port, scripts=[_repeated(request)])
    if result.count(200) != ASKED:
        raise AssertionError(f"statuses {sorted({answer.status for answer in result.answers})}")
    return median(1000 * answer.seconds for answer in result.answers)


def _repeated(request: bytes) -> load.Script:
    for _ in range(ASKED):
        yield load.Send(request=request)


def _prepare(ground: Ground, have: stock.Stock) -> None:
    """Make both databases, unless an earlier figure of this run did."""
    with ground.connect("postgres") as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [BIG]).fetchone():
            return
    for database in (SMALL, BIG):
        ground.copy(source=stock.TEMPLATE, target=database)
    stock.fill(ground, database=SMALL, have=have, each=COUPONS_A_FIRM, firms=SMALL_COUPONS // COUPONS_A_FIRM)
    stock.fill(ground, database=BIG, have=have, each=COUPONS_A_FIRM, moved=MOVED)


def _lists(have: stock.Stock) -> dict[str, bytes]:
    """Ten lists, as officers, the administrator and a firm read them."""
    today = beijing_day(clock.now())
    asked = {
        "coupons": ("coupons/", have.officer_token),
        "coupons by state": ("coupons/?state=claimed", have.officer_token),
        "coupons of a firm": (f"coupons/?applicant={have.first_party}", have.reader_token),
        "coupons due": (f"coupons/?state=claimed&register_by_until={today + timedelta(days=1)}", have.reader_token),
        "own coupons": ("coupons/", have.first_token),
        "events": ("events/", have.admin_token),
        "events of a coupon": ("events/?subject_kind=coupon&subject_id=500", have.admin_token),
        "events by type": ("events/?type=coupon.claimed", have.admin_token),
        "own events": ("events/", have.first_token),
        "parties": ("parties/", have.reader_token),
    }
    return {
        name: load.request(method="GET", path=f"/api/v1/{path}", token=token) for name, (path, token) in asked.items()
    }
