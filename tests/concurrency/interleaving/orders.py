"""The played interleavings: orders of the statements of two operations, those with fewer switches first."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from random import Random

from tests.concurrency.interleaving.gate import Played


def orders(play: Callable[[str], Played], *, most: int, seed: int) -> Iterator[Played]:
    """Play different orders: all without a voluntary switch of sides, all with one, with two, and so on; at most `most`,
    those with the same number of switches shuffled by the seed.

    Each played order shows where others branch off, so none is played twice and none is impossible: a blocked side is no
    choice.
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
    """Return the orders that branch off after its prefix, with their number of switches."""
    for place in range(len(prefix), len(found.choices)):
        other = "b" if found.choices[place] == "a" else "a"
        before = "".join(found.choices[:place])
        yield sum(found.switches[:place]) + 1 - found.switches[place], before + other
