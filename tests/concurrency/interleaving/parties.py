"""Pairs: changes of the members of a party."""

from tests.concurrency.interleaving.pairs import Meeting, pair
from tests.factories.parties import removals


@pair("remove × remove: the two managers of a party")
def remove_each_other() -> Meeting:
    _, (first, second) = removals()
    return Meeting(a=first, b=second)
