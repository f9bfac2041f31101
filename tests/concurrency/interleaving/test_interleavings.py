"""Every order of the statements of two operations has a serial result; without its guard it does not.

INTERLEAVINGS orders are played of each pair (or all, if fewer), from INTERLEAVE_SEED; without that variable a few orders of the
pairs with a guard.
"""

import re

import pytest

from config.env import env
from tests.concurrency.interleaving import appeals, approvals, claims, contracts, parties, payments
from tests.concurrency.interleaving.guards import GUARDS, Guard, taken_away
from tests.concurrency.interleaving.orders import orders
from tests.concurrency.interleaving.pairs import PAIRS, Pair
from tests.concurrency.interleaving.trial import Trial, trial

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(3600)]

FEW = 8
MOST = env.int("INTERLEAVINGS", default=FEW)
SEED = env.int("INTERLEAVE_SEED", default=20260302)
ONLY = env.str("ONLY", default="")
ROOMS = (appeals, approvals, claims, contracts, parties, payments)
"""Modules that list pairs."""
RED_WITHIN = 400
GUARDED = {guard.pair for guard in GUARDS}
CHOSEN = [pair for pair in PAIRS.values() if (MOST > FEW or pair.name in GUARDED) and re.search(ONLY, pair.name)]


@pytest.mark.parametrize("pair", CHOSEN, ids=str)
def test_a_pair(pair: Pair, tell) -> None:
    with trial(pair) as played:
        count, line = play(played)
        reds = [f"\n        red after {red(played, guard)}: without {guard.name}" for guard in guards_of(pair)]
    tell(f"interleavings, SEED={SEED}", count, f"{pair.name}: {line}" + "".join(reds))


def guards_of(pair: Pair) -> list[Guard]:
    """Return the guards of a pair."""
    return [guard for guard in GUARDS if guard.pair == pair.name]


def play(trial: Trial) -> tuple[int, str]:
    """Play the orders of a pair; each must end correctly. Return how many, and details."""
    count = waits = switches = 0
    for played in orders(trial.play, most=MOST, seed=SEED):
        assert not (harm := trial.harm(played)), harm
        count += 1
        waits += any(waited for *_, waited in played.steps)
        switches = max(switches, sum(played.switches))
    extent = "all there are" if count < MOST else "a choice"
    return count, f"{extent}, {waits} with a wait, up to {switches} switches, {len(trial.seen)} outcomes"


def red(trial: Trial, guard: Guard) -> int:
    """Return the number of orders until the harm without the guard is seen."""
    others = []
    with taken_away(guard, trial):
        for number, played in enumerate(orders(trial.play, most=RED_WITHIN, seed=SEED), start=1):
            if harm := trial.harm(played):
                assert any(played.switches), f"{guard.name}: it is missed without any concurrency\n{harm}"
                if re.search(guard.harm, harm.split("--- legal")[0], re.DOTALL):
                    return number
                others.append(harm)
    raise AssertionError(f"{guard.name}: the harm is not seen, but {len(others)} others\n" + "\n".join(others[:1]))
