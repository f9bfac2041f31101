"""Who acts on what in the matrices of roles and addresses."""

from collections.abc import Iterator

from accounts.rules.roles import STAFF_ROLES
from core.api.views import ListView
from core.values.actors import Actor
from tests.world.calls import Call, calls
from tests.world.things import Thing, World, message_of

CALLS = calls()
GUARDED = [call for call in CALLS if call.operation]
LISTS = [call for call in GUARDED if call.method == "get" and issubclass(call.view, ListView)]
EVERYBODYS = {"round", "policy_version", "notice"}
"""Kinds that belong to nobody: announced, published."""
ABSENT = Thing(ids={})


def by_name(call: Call) -> str:
    """An operation as a test is named for it."""
    return f"{call.method}-{call.name}"


def own_things(world: World, call: Call, role: str) -> Iterator[tuple[Actor, Thing]]:
    """Who acts on what: things that the role's own party has, or all things for staff."""
    if not call.kind:
        yield world.actor(role), ABSENT
    elif call.kind == "notification":
        yield (who := world.actor(role)), Thing(ids={"pk": message_of(who)})
    elif role in STAFF_ROLES:
        yield from ((world.actor(role), thing) for thing in world.things(call.kind))
    else:
        own = world.own.things.get(call.kind, [])
        yield from ((world.actor(role, owner), thing) for thing in own if (owner := thing.owner(role)))
