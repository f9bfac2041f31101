"""Actors and rows of the matrices of roles and addresses."""

from collections.abc import Iterator

from accounts.rules.roles import STAFF_ROLES
from core.api.views import ListView
from core.values.actors import Actor
from tests.world.calls import Call, calls
from tests.world.things import (
    Thing,
    World,
    application_of,
    delegation_of,
    hand_over_of,
    interest_of,
    invitation_of,
    message_of,
)

CALLS = calls()
GUARDED = [call for call in CALLS if call.operation]
LISTS = [call for call in GUARDED if call.method == "get" and issubclass(call.view, ListView)]
EVERYBODYS = {"round", "policy_version", "notice"}
"""Public kinds of rows: announced, published."""
ABSENT = Thing(ids={})
OF_A_PERSON = {
    "notification": message_of,
    "received_invitation": invitation_of,
    "own_unit_application": application_of,
    "interest": interest_of,
    "hand_over": hand_over_of,
    "delegation": delegation_of,
}
"""Kinds of rows that belong to one user, with the function that returns the user's."""


def by_name(call: Call) -> str:
    """Return the name of an operation for test ids."""
    return f"{call.method}-{call.name}"


def own_things(world: World, call: Call, role: str) -> Iterator[tuple[Actor, Thing]]:
    """Return actors and their rows: those of the role's own party, all for staff."""
    if not call.kind:
        yield world.actor(role), ABSENT
    elif call.kind in OF_A_PERSON:
        yield (who := world.actor(role)), Thing(ids={"pk": OF_A_PERSON[call.kind](who)})
    elif role in STAFF_ROLES:
        yield from ((world.actor(role), thing) for thing in world.things(call.kind))
    else:
        own = world.own.things.get(call.kind, [])
        yield from ((world.actor(role, owner), thing) for thing in own if (owner := thing.owner(role)))
