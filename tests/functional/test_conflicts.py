"""Operation × conflict: every operation of the authority on a party's object refuses an officer who is tied to the party.

The operations come from CASES in the permissions tables, the calls from the URL table, so a new one is tried automatically.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from accounts.rules.roles import STAFF_ROLES
from core.access.checks import cases
from core.models import Event, IdempotencyKey
from core.values.actors import Actor
from tests.factories.conflicts import tie_to_all
from tests.world.calls import WAIVED, WRITES, Call, body_for, send
from tests.world.matrix import GUARDED, by_name, own_things
from tests.world.savepoints import undone
from tests.world.things import NOW, Thing, World

OF_NO_PARTY_YET = {"batch-list"}
"""A batch without items."""
OF_CASES = [call for call in GUARDED if call.method in WRITES and call.operation in cases()]
CALLS = [call for call in OF_CASES if call.name not in OF_NO_PARTY_YET]


def ask(world: World, call: Call, actor: Actor, thing: Thing, *, tied: bool) -> tuple[Any, int, list[str]]:
    """Return the answer, the number of stored keys that it adds, and the types of its events; roll everything back."""
    with undone():
        body = body_for(call, world, thing)
        if tied:
            tie_to_all(actor, at=NOW, uscc=WAIVED)
        newest, keys = Event.objects.latest("pk").pk, IdempotencyKey.objects.count()
        answer = send(call, actor, ids=thing.ids, body=body)
        events = list(Event.objects.filter(pk__gt=newest).order_by("pk").values_list("type", flat=True))
        return answer, IdempotencyKey.objects.count() - keys, events


def allowed(world: World, call: Call) -> Iterator[tuple[Actor, Thing]]:
    """Return a person of the authority and a thing for each role that may do it, where nothing else forbids it."""
    for role in sorted(call.roles & STAFF_ROLES):
        found = (
            (who, it)
            for who, it in own_things(world, call, role)
            if ask(world, call, who, it, tied=False)[0].status_code < 300
        )
        yield from list(found)[:1]


def test_every_operation_with_a_case_is_tried() -> None:
    assert {call.operation for call in CALLS} == set(cases())


@pytest.mark.parametrize("call", CALLS, ids=by_name)
def test_who_is_tied_to_the_party_is_refused_and_nothing_is_written(world: World, call: Call) -> None:
    tried = list(allowed(world, call))
    assert tried, "no answer but refusals: give the call a right body in tests/world/calls.py"
    for actor, thing in tried:
        answer, keys, events = ask(world, call, actor, thing, tied=True)
        assert (answer.status_code, answer.json()["code"]) == (409, "conflict_of_interest"), actor.roles
        assert (keys, events) == (0, ["access.conflict"])
