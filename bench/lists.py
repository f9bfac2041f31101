"""Lists of the API over a million coupons with their contracts, payments and events, against a thousand."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from statistics import median

from bench import load, stock, years
from bench.ground import Ground, site
from bench.report import report
from core.timekeeping import clock
from core.values.deadlines import beijing_day

SMALL, BIG = "lists_small", "lists_big"
COUPONS: Mapping[str, int] = {SMALL: 1_000, BIG: 1_000_000}
TURNS, ASKED = 20, 3
"""Turns over all lists, and requests of each list to each site in one turn.

Each list is read by a user of its own, who stays below the throttle of 600 requests a minute. Taking turns spreads other load of
the machine over all lists and both sites."""
OFFICER, ADMIN, FIRM, UNIT = "case_officer", "system_admin", "applicant_manager", "unit_manager"


@dataclass(frozen=True, slots=True)
class Asked:
    """A list request of one reader."""

    path: str
    role: str = OFFICER
    token: str = field(default_factory=partial(secrets.token_hex, 32))

    @property
    def request(self) -> bytes:
        return load.request(method="GET", path=f"/api/v1/{self.path}", token=self.token)


def api_list(ground: Ground, have: stock.Stock) -> None:
    """Measure the lists of the large database against the small one; report the worst ratio of their medians.

    A page has the same number of rows in both: the request asks for fewer if the small database has no full page.
    """
    asked = _asked(have, today=beijing_day(clock.now()))
    _fill(ground, have, readers=[(each.role, each.token) for each in asked.values()])
    seen: dict[str, list[tuple[float, float]]] = {name: [] for name in asked}
    with site(ground=ground, database=SMALL) as small, site(ground=ground, database=BIG) as big:
        for name, each in asked.items():
            _ask_first(name, each.request, ports=(small, big))
        for _ in range(TURNS):
            for name, each in asked.items():
                seen[name].append((_ask(port=big, request=each.request), _ask(port=small, request=each.request)))
    found = {name: [median(values) for values in zip(*pairs, strict=True)] for name, pairs in seen.items()}
    ratios = {name: round(value / reference, 2) for name, (value, reference) in found.items()}
    worst = max(found, key=lambda name: found[name][0] / found[name][1])
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


def _fill(ground: Ground, have: stock.Stock, *, readers: Sequence[tuple[str, str]]) -> None:
    for database, coupons in COUPONS.items():
        ground.copy(source=stock.TEMPLATE, target=database)
        years.fill(ground, database=database, have=have, coupons=coupons, readers=readers)


def _ask_first(name: str, request: bytes, *, ports: Sequence[int]) -> None:
    """Warm up both sites and check that they answer with the same number of rows."""
    answers = [load.run(port=port, scripts=[_repeated(request)]).answers[-1] for port in ports]
    rows = {len(json.loads(answer.body)["results"]) for answer in answers}
    if len(rows) > 1:
        raise AssertionError(f"{name}: {sorted(rows)} rows")


def _ask(*, port: int, request: bytes) -> float:
    """Return the milliseconds of the fastest of some sequential answers."""
    result = load.run(port=port, scripts=[_repeated(request)])
    if result.count(200) != ASKED:
        raise AssertionError(f"statuses {sorted({answer.status for answer in result.answers})}")
    return min(1000 * answer.seconds for answer in result.answers)


def _repeated(request: bytes) -> load.Script:
    for _ in range(ASKED):
        yield load.Send(request=request)


def _asked(have: stock.Stock, *, today: date) -> dict[str, Asked]:
    """Return thirteen lists, each as its most frequent readers request it, and each filter that once read a whole table."""
    long_ago, lately, soon = (today + timedelta(days=days) for days in (-730, -60, 20))
    return {
        "coupons": Asked("coupons/"),
        "coupons claimed": Asked("coupons/?state=claimed"),
        "coupons approved": Asked("coupons/?state=approved&limit=20"),
        "coupons of a year": Asked(f"coupons/?year={long_ago.year}"),
        "coupons of a round": Asked("coupons/?round=105&limit=10"),
        "coupons of a firm": Asked(f"coupons/?applicant={have.first_party}"),
        "coupons due": Asked(f"coupons/?state=claimed&register_by_until={soon}&limit=20"),
        "coupons to register": Asked(f"coupons/?register_by_until={soon}&limit=20"),
        "coupons to register long ago": Asked(f"coupons/?register_by_until={long_ago}"),
        "coupons to redeem": Asked(f"coupons/?redeem_by_until={today + timedelta(days=90)}&limit=10"),
        "own coupons": Asked("coupons/", FIRM),
        "coupons at a unit": Asked("coupons/", UNIT),
        "contracts": Asked("contracts/"),
        "contracts registered": Asked("contracts/?state=registered&limit=40"),
        "contracts to redeem": Asked(f"contracts/?redeem_by_until={soon}&limit=10"),
        "own contracts": Asked("contracts/", FIRM),
        "contracts at a unit": Asked("contracts/", UNIT),
        "redemptions": Asked("redemptions/"),
        "redemptions submitted": Asked("redemptions/?state=submitted&limit=10"),
        "redemptions paid": Asked("redemptions/?state=paid"),
        "own redemptions": Asked("redemptions/", FIRM),
        "redemptions of a unit": Asked("redemptions/", UNIT),
        "batches": Asked("batches/"),
        "batches in review": Asked("batches/?state=reviewing&limit=3"),
        "payments": Asked("payments/"),
        "payments due": Asked(f"payments/?state=pending&due={today}&limit=4"),
        "payments paid": Asked("payments/?state=paid"),
        "payments of a year": Asked(f"payments/?fiscal_year={long_ago.year}"),
        "own payments": Asked("payments/?limit=40", UNIT),
        "orders": Asked("payment-orders/"),
        "orders settled": Asked("payment-orders/?state=reconciled"),
        "orders of a year": Asked(f"payment-orders/?fiscal_year={long_ago.year}&limit=10"),
        "events": Asked("events/", ADMIN),
        "events of a coupon": Asked("events/?subject_kind=coupon&subject_id=300", ADMIN),
        "events by type": Asked("events/?type=coupon.claimed", ADMIN),
        "events of a type that ended": Asked("events/?type=coupon.deadline_moved", ADMIN),
        "events of an officer who left": Asked(f"events/?actor_id={have.officer_id}", ADMIN),
        "events until long ago": Asked(f"events/?until={long_ago}T00:00:00Z", ADMIN),
        "own events": Asked("events/", FIRM),
        "parties": Asked("parties/"),
        "parties verified": Asked("parties/?state=verified"),
        "projects": Asked("projects/"),
        "projects requested": Asked("projects/?state=requested&limit=10"),
        "projects to answer": Asked(f"projects/?answer_by={soon}&limit=10"),
        "own projects": Asked("projects/", FIRM),
        "projects at a unit": Asked("projects/", UNIT),
        "notices": Asked("notices/"),
        "notices that run": Asked(f"notices/?open_on={lately}&limit=3"),
        "rounds": Asked("rounds/"),
        "open units": Asked("open-units/"),
        "services": Asked("services/"),
    }
