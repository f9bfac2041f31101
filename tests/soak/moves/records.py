"""Service records."""

from datetime import timedelta
from decimal import Decimal
from itertools import count

from tests.soak.model import FEN, UNDER_WAY
from tests.soak.moves import often, state
from tests.soak.moves.finding import live_redemption
from tests.soak.world import World
from vouchers.services import service_records

_numbers = count(1)


@often(35)
def record_work(w: World) -> None:
    without = [row for row in w.contracts.values() if row.state in UNDER_WAY and not row.records]
    without = [row for row in without if getattr(live_redemption(w, row), "state", "draft") == "draft"]
    row = w.choose(without, w.contracts.values())
    if row is None:
        return
    last = min(day for day in (row.end, row.terminated_on, w.today) if day)
    done = last + timedelta(days=w.rng.choice((0,) * 15 + (1,)))
    live = live_redemption(w, row)
    why = state(row, *UNDER_WAY) | ({"record_day"} if not row.start <= done <= last else set())
    why |= {"evidence_closed"} if live and live.state not in ("draft", "returned") else set()
    work = service_records.Work(
        service_id=None, done_on=done, hours=Decimal("8.00"), amount=row.amount, description="测试"
    )
    w.attempt(
        "add_service_record",
        service_records.add_service_record,
        why=why,
        effect=lambda made: row.records.update({made.pk: (done, work.amount)}),
        contract_id=row.pk,
        unit_id=row.unit,
        work=work,
        actor_id=w.hands[row.unit],
    )


@often(6)
def remove_work(w: World) -> None:
    row = w.pick([each for each in w.contracts.values() if each.records])
    if row is None or w.chance(0.6):
        return
    record = w.rng.choice(list(row.records))
    live = live_redemption(w, row)
    why = state(row, *UNDER_WAY)
    why |= {"evidence_closed"} if live and live.state not in ("draft", "returned") else set()
    why |= {"record_last"} if row.state == "terminated" and len(row.records) == 1 else set()
    w.attempt(
        "remove_service_record",
        service_records.remove_service_record,
        why=why,
        effect=lambda _: row.records.pop(record),
        record_id=record,
        unit_id=row.unit,
        actor_id=w.hands[row.unit],
    )


@often(5)
def correct_work(w: World) -> None:
    row = w.pick([each for each in w.contracts.values() if each.records])
    if row is None or w.chance(0.5):
        return
    record = w.rng.choice(list(row.records))
    last = min(day for day in (row.end, row.terminated_on, w.today) if day)
    done = w.rng.choice((row.start, last, last + timedelta(days=1), row.start - timedelta(days=1)))
    live = live_redemption(w, row)
    why = state(row, *UNDER_WAY) | ({"record_day"} if not row.start <= done <= last else set())
    why |= {"evidence_closed"} if live and live.state not in ("draft", "returned") else set()
    work = service_records.Work(
        service_id=None,
        done_on=done,
        hours=Decimal("4.50"),
        amount=(row.amount / 2).quantize(FEN, rounding="ROUND_FLOOR"),
        description="更正",
    )
    w.attempt(
        "correct_service_record",
        service_records.correct_service_record,
        why=why,
        effect=lambda _: row.records.update({record: (done, work.amount)}),
        record_id=record,
        unit_id=row.unit,
        work=work,
        actor_id=w.hands[row.unit],
    )
