"""Which interleavings are played: the orders of the statements of two works, those with fewer switches first."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from random import Random

from tests.concurrency.interleaving.gate import Played


def orders(play: Callable[[str], Played], *, most: int, seed: int) -> Iterator[Played]:
    """Play different orders: all without a switch of sides that nothing forces, all with one, with two, and so on; as
    many as `most`, those with equally many switches shuffled by the seed.

    Each order that was played says where another one branches off, so none is played twice and none is made up: where a
    side is blocked there is no choice.
    """
    random, waiting = Random(seed), defaultdict[int, list[str]](list)
    waiting[0] = ["a", "b"]
    played = 0
    while (
        played < most
        and (switches := min((n for n, prefixes in waiting.items() if prefixes), default=None)) is not None
    ):
        prefixes = waiting[switches]
        place = random.randrange(len(prefixes))
        prefixes[place], prefixes[-1] = prefixes[-1], prefixes[place]
        prefix = prefixes.pop()
        found = play(prefix)
        played += 1
        for count, other in _branches(found, prefix):
            waiting[count].append(other)
        yield found


def _branches(found: Played, prefix: str) -> Iterator[tuple[int, str]]:
    """The orders that leave this one at a choice behind its prefix, with how often they switch."""
    for place in range(len(prefix), len(found.choices)):
        other = "b" if found.choices[place] == "a" else "a"
        before = "".join(found.choices[:place])
        yield sum(found.switches[:place]) + 1 - found.switches[place], before + other
