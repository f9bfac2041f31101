"""Claims over HTTP: claims per second, and refusals per second of an empty round."""

from collections.abc import Iterator
from decimal import Decimal
from uuid import uuid4

from django.db.models import Sum

from bench import floor, load, stock
from bench.ground import Ground, site
from bench.processor import Cost
from bench.report import alternate, report
from core.timekeeping import clock
from core.values.money import ZERO
from proofs.selectors.proofs import list_findings
from vouchers.models import Coupon, Round

CLIENTS = 16
SECONDS = 5
AMOUNT = Decimal("1000.00")
ODD = Decimal("0.37")
LAST = 300
"""Coupons left for the last part of the run, which must end on the exact fen."""
BUDGET = Decimal("900000000.37")


def claim(ground: Ground, have: stock.Stock) -> None:
    """Measure claims per second through the whole path against the floor; then claim the round empty."""
    floor.prepare(ground)
    row = stock.open_round(budget=BUDGET, officer_id=have.officer_id, at=clock.now())
    runs: list[load.Result] = []
    used, at_floor = Cost(), Cost()

    def claims() -> float:
        with used.measured() as done:
            runs.append(claim_for(port=port, firms=have.firms, round_id=row.pk))
            done(len(runs[-1].answers))
        return runs[-1].rate

    def floor_claims() -> float:
        with at_floor.measured() as done:
            rate = floor.measure(ground, clients=CLIENTS, seconds=SECONDS)
            done(round(rate * SECONDS))
        return rate

    with site(ground=ground) as port:
        claim_for(port=port, firms=have.firms, round_id=row.pk, seconds=2)
        value, reference = alternate(claims, floor_claims)
        _claim_empty(port=port, row=row, have=have)
    both = load.merge(runs)
    report(
        name="claim",
        value=value,
        unit="claims/s",
        reference=reference,
        ratio=value / reference,
        **latencies(both),
        processor_ms={**used.milliseconds(), "client": round(1000 * both.client_seconds / len(both.answers), 3)},
        database_ms=compared(used, at_floor),
    )


def sold_out(ground: Ground, have: stock.Stock) -> None:
    """Measure refusals per second of an empty round against an empty view behind the same middleware, token and parser."""
    row = stock.open_round(budget=AMOUNT + ODD, officer_id=have.officer_id, at=clock.now())
    with site(ground=ground) as port:
        _press(port=port, firms=have.firms, path="/api/v1/coupons/", round_id=row.pk, seconds=1)
        value, reference = alternate(
            lambda: _rate(port=port, firms=have.firms, path="/api/v1/coupons/", round_id=row.pk, status=409),
            lambda: _rate(port=port, firms=have.firms, path="/bench/empty/", round_id=row.pk, status=200),
        )
    check_books(row, left=ODD)
    report(name="sold_out", value=value, unit="refusals/s", reference=reference, ratio=value / reference)


def compared(cost: Cost, reference: Cost) -> dict[str, float]:
    """Return the database's processor milliseconds per claim, and those of the reference."""
    value, of_reference = (each.milliseconds()["database"] for each in (cost, reference))
    return {"claim": value, "reference": of_reference, "ratio": round(value / of_reference, 2)}


def latencies(result: load.Result) -> dict[str, float]:
    """Return the latencies p50, p95 and p99 in milliseconds."""
    shares = {"p50_ms": 0.5, "p95_ms": 0.95, "p99_ms": 0.99}
    return {name: round(result.percentile(share), 1) for name, share in shares.items()}


def claim_for(
    *, port: int, firms: Iterator[str], round_id: int, seconds: float = SECONDS, clients: int = CLIENTS
) -> load.Result:
    """Claim with parallel clients, for one firm after the other; every answer must be a coupon."""
    path = "/api/v1/coupons/"
    result = _press(port=port, firms=firms, path=path, round_id=round_id, seconds=seconds, clients=clients)
    check_answers(result, status=201)
    return result


def check_books(row: Round, *, left: Decimal) -> None:
    """Check that the round ends on the exact fen and every proof of the books holds. Raises AssertionError."""
    row.refresh_from_db()
    claimed = Coupon.objects.filter(round=row).aggregate(sum=Sum("amount"))["sum"] or ZERO
    if (row.free, row.held, claimed) != (left, row.budget - left, row.budget - left):
        raise AssertionError(f"budget {row.budget}, free {row.free}, held {row.held}, claimed {claimed}")
    broken = [finding for finding in list_findings() if finding.broken]
    if broken:
        raise AssertionError(str(broken))


def claim_request(*, token: str, round_id: int, path: str = "/api/v1/coupons/") -> bytes:
    """Return a claim with a new idempotency key."""
    body = b'{"round": %d, "amount": "%s"}' % (round_id, str(AMOUNT).encode())
    headers = f"Idempotency-Key: {uuid4()}\r\n"
    return load.request(method="POST", path=path, token=token, body=body, headers=headers)


def _claimer(*, firms: Iterator[str], path: str, round_id: int, until: int = 0) -> load.Script:
    """Claim for one firm after the other, to the end or until an answer has the status `until`."""
    for token in firms:
        answer = yield load.Send(request=claim_request(token=token, round_id=round_id, path=path))
        if answer.status == until:
            return


def _press(
    *,
    port: int,
    firms: Iterator[str],
    path: str,
    round_id: int,
    seconds: float,
    clients: int = CLIENTS,
    until: int = 0,
) -> load.Result:
    scripts = [_claimer(firms=firms, path=path, round_id=round_id, until=until) for _ in range(clients)]
    return load.run(port=port, scripts=scripts, seconds=seconds)


def _rate(*, port: int, firms: Iterator[str], path: str, round_id: int, status: int) -> float:
    result = _press(port=port, firms=firms, path=path, round_id=round_id, seconds=SECONDS)
    check_answers(result, status=status)
    return result.rate


def check_answers(result: load.Result, *, status: int) -> None:
    others = [answer for answer in result.answers if answer.status != status]
    if others:
        raise AssertionError(f"{len(others)} of {len(result.answers)} answers are not {status}: {others[0]}")


def _claim_empty(*, port: int, row: Round, have: stock.Stock) -> None:
    """Lower the budget to a few coupons and an odd remainder, and claim until the round is empty."""
    row.refresh_from_db()
    budget = row.held + LAST * AMOUNT + ODD
    stock.change_budget(row=row, budget=budget, officer_id=have.officer_id, at=clock.now())
    result = _press(port=port, firms=have.firms, path="/api/v1/coupons/", round_id=row.pk, seconds=60, until=409)
    if (result.count(201), result.count(409)) != (LAST, CLIENTS):
        raise AssertionError(f"{result.count(201)} coupons and {result.count(409)} refusals at the end of the round")
    check_books(row, left=ODD)
