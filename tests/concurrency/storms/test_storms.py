"""64 clients at once on one resource: exactly as many win as permitted, the others get the right refusal.

STORMS sets the repetitions, a few by default. Without its guard each storm has too many winners.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

import pytest

from config.env import env
from redemptions.services.appeals import file_appeal
from redemptions.services.redemptions import start_redemption, submit_redemption
from tests.concurrency.guards import without
from tests.concurrency.interleaving.kept import kept
from tests.concurrency.races import codes, winners
from tests.concurrency.storms.crowd import Crowd, Work
from tests.factories import appeals
from tests.factories import redemptions as make
from tests.factories.contracts import unit, user
from tests.factories.rounds import claim_by_key, enterprise, keyed, policy, round_

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(3600)]

FEW = 2
STORMS = env.int("STORMS", default=FEW)
CLIENTS = 64
TRIES = 5
NUMBER = "26" + "1" * 18
NOTHING = "SELECT 'nothing' WHERE false"


@dataclass(frozen=True, kw_only=True)
class Storm:
    """The operations, the number of winners, the codes of the others, and the guards (tests/concurrency/guards.py)."""

    name: str
    make: Callable[[], list[Work]]
    room: int
    losers: Callable[[int], dict[str, int]]
    off: tuple[str, ...]

    def __str__(self) -> str:
        return self.name


def all_hear(code: str) -> Callable[[int], dict[str, int]]:
    """All losers get the same code."""
    return lambda others: {code: others}


def last_money() -> list[Work]:
    """A round with money for seven coupons."""
    open_round = round_(budget="350000.00")
    claim = partial(claim_by_key, round_id=open_round.pk, amount=Decimal("50000.00"))
    return [partial(claim, applicant_id=enterprise().pk, request=keyed()) for _ in range(CLIENTS)]


def yearly_limit() -> list[Work]:
    """One applicant in two rounds, 10,000 yuan each: its yearly limit allows twenty."""
    firm, rounds = enterprise(), [round_(), round_()]
    claim = partial(claim_by_key, applicant_id=firm.pk, amount=Decimal("10000.00"))
    return [partial(claim, round_id=rounds[place % 2].pk, request=keyed()) for place in range(CLIENTS)]


def submitting(row: make.Redemption) -> Work:
    """Submit a redemption, as the unit."""
    submit = partial(submit_redemption, redemption_id=row.pk, unit_id=row.unit_id, version=None)
    return partial(submit, actor_id=1, at=make.DONE)


def one_invoice() -> list[Work]:
    """Redemptions of as many contracts, all with the same invoice; in a short run eight clients submit each."""
    applicant, of = enterprise(), unit()
    in_round = round_(
        version=policy(code="without-files", evidence=["service_record", "acceptance"], invoice_total="none")
    )
    count = CLIENTS if STORMS > FEW else CLIENTS // 8
    rows = [make.draft(make.contract("1000.00", of=of, applicant=applicant, in_round=in_round)) for _ in range(count)]
    for row in rows:
        make.enter(row, make.invoice(row, number=NUMBER))
    return [submitting(rows[place % count]) for place in range(CLIENTS)]


def invoice_losers(others: int) -> dict[str, int]:
    """Losers on the winner's redemption get `illegal_state`; all others get `invoice_reused`."""
    late = 0 if STORMS > FEW else 7
    return {"illegal_state": late, "invoice_reused": others - late}


def one_contract() -> list[Work]:
    """A contract whose redemption all clients draft."""
    row = make.contract()
    start = partial(start_redemption, contract_id=row.pk, unit_id=row.unit_id, actor_id=1, at=make.DONE)
    return [start] * CLIENTS


def one_appeal() -> list[Work]:
    """A decision against which all clients appeal, as the same side."""
    row = appeals.reduced()
    appeal = partial(file_appeal, redemption_id=row.pk, party_id=row.unit_id, text="服务记录齐全")
    return [partial(appeal, actor_id=user().pk, at=appeals.LAST_APPEAL)] * CLIENTS


def one_redemption() -> list[Work]:
    """A redemption that all clients submit."""
    return [submitting(make.complete())] * CLIENTS


EVERY = (
    Storm(
        name="the last money of a round",
        make=last_money,
        room=7,
        losers=all_hear("round_budget"),
        off=("claim_within_budget", "round_reserved_within_budget"),
    ),
    Storm(
        name="a yearly limit",
        make=yearly_limit,
        room=20,
        losers=all_hear("annual_limit"),
        off=("send_party_lock", "claim_within_year"),
    ),
    Storm(name="an invoice", make=one_invoice, room=1, losers=invoice_losers, off=("invoice_used_once",)),
    Storm(
        name="a contract to be redeemed",
        make=one_contract,
        room=1,
        losers=all_hear("redemption_exists"),
        off=("lock_contract", "redemption_one_live_a_contract"),
    ),
    Storm(
        name="a redemption to be handed in",
        make=one_redemption,
        room=1,
        losers=all_hear("illegal_state"),
        off=("lock_redemption", "lock_contract", "lock_contract_coupons"),
    ),
    Storm(
        name="an appeal",
        make=one_appeal,
        room=1,
        losers=all_hear("appealed_already"),
        off=("lock_redemption", "lock_appeals", "appeal_once_a_side", "redemption_legal_edge"),
    ),
)


@pytest.mark.parametrize("storm", EVERY, ids=str)
def test_a_storm(storm: Storm, tell) -> None:
    works, others = storm.make(), +Counter(storm.losers(CLIENTS - storm.room))
    with kept() as world, Crowd(CLIENTS) as crowd:
        for _ in range(STORMS):
            world.restore()
            results = crowd.press(works)
            assert (len(winners(results)), Counter(codes(results))) == (storm.room, others)
            assert world.broken(NOTHING) == ()
        over = overshoot(storm, works, crowd, world)
    heard = ", ".join(f"{count} {code}" for code, count in others.items())
    line = f"{storm.name}: {CLIENTS} clients, {storm.room} won, {heard} each time; {crowd.busy} came again"
    tell("storms", STORMS, f"{line}; without the guard {over} won")


def overshoot(storm, works, crowd, world) -> int:
    """How many win without the guard."""
    with without(*storm.off):
        try:
            for _ in range(TRIES):
                world.restore()
                won = len(winners(crowd.press(works)))
                if won > storm.room:
                    return won
        finally:
            world.restore()
    raise AssertionError(f"{storm.name}: nobody too many without the guard")
