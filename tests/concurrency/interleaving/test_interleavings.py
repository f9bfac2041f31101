"""Every order of the statements of two works ends as one work after the other would; without its guard it does not.

INTERLEAVINGS orders are played of each pair (all there are where they are fewer), from INTERLEAVE_SEED; without it few,
of the pairs that a guard is taken away from.
"""

import re

import pytest

from config.env import env
from tests.concurrency.interleaving import claims, contracts, parties, payments
from tests.concurrency.interleaving.guards import GUARDS, Guard, taken_away
from tests.concurrency.interleaving.orders import orders
from tests.concurrency.interleaving.pairs import PAIRS, Pair
from tests.concurrency.interleaving.trial import Trial, trial

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(3600)]

FEW = 8
MOST = env.int("INTERLEAVINGS", default=FEW)
SEED = env.int("INTERLEAVE_SEED", default=20260302)
ONLY = env.str("ONLY", default="")
ROOMS = (claims, contracts, parties, payments)
"""Where pairs are listed."""
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
    """What is taken away from a pair."""
    return [guard for guard in GUARDS if guard.pair == pair.name]


def play(trial: Trial) -> tuple[int, str]:
    """How many orders were played, and more about them; each must end well."""
    count = waits = switches = 0
    for played in orders(trial.play, most=MOST, seed=SEED):
        assert not (harm := trial.harm(played)), harm
        count += 1
        waits += any(waited for *_, waited in played.steps)
        switches = max(switches, sum(played.switches))
    extent = "all there are" if count < MOST else "a choice"
    return count, f"{extent}, {waits} with a wait, up to {switches} switches, {len(trial.seen)} outcomes"


def red(trial: Trial, guard: Guard) -> int:
    """The number of orders after which the harm is seen that the guard prevents."""
    others = []
    with taken_away(guard, trial):
        for number, played in enumerate(orders(trial.play, most=RED_WITHIN, seed=SEED), start=1):
            if harm := trial.harm(played):
                assert any(played.switches), f"{guard.name}: it is missed without any concurrency\n{harm}"
                if re.search(guard.harm, harm.split("--- legal")[0], re.DOTALL):
                    return number
                others.append(harm)
    raise AssertionError(f"{guard.name}: the harm is not seen, but {len(others)} others\n" + "\n".join(others[:1]))
