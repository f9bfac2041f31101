"""schemathesis over the whole description of the API, as users of every role: no 5xx, every answer as described.

FUZZ_CASES is the approximate number of cases over all operations. Each case is rolled back after its answer.
"""

import logging
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from accounts.rules.roles import Role
from tests.factories.limits import lower
from tests.fuzz import site
from tests.fuzz.site import CALLS, CASES, DEFAULT
from tests.world.calls import Call, body_for
from tests.world.savepoints import one_connection, undone
from tests.world.things import IDS, Thing, World

SCHEMA = site.load()
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations()]
TRIES = settings(
    max_examples=max(2, CASES // len(OPERATIONS)),
    deadline=None,
    database=None,
    derandomize=CASES == DEFAULT,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def tokens(world: World) -> dict[str, dict[str, str]]:
    """Return the headers of each role, and of an anonymous caller."""
    return {role: site.headers_of(world.actor(role)) for role in Role} | {"nobody": {}}


@pytest.fixture(autouse=True)
def _in_this_process():
    """Requests share the connection; logs of refusals are off."""
    logging.disable(logging.ERROR)
    with one_connection():
        yield
    logging.disable(logging.NOTSET)


def test_every_operation_is_described():
    assert {(operation.method, operation.path) for operation in OPERATIONS} == set(CALLS)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_no_answer_is_off_the_description(operation, world, tokens):
    call = CALLS[operation.method, operation.path]
    modes = st.sampled_from([GenerationMode.POSITIVE, GenerationMode.NEGATIVE])

    @TRIES
    @given(
        case=modes.flatmap(lambda mode: operation.as_strategy(generation_mode=mode)),
        role=st.sampled_from([*sorted(call.roles), *sorted(call.roles), "nobody", *sorted(set(Role) - call.roles)]),
        data=st.data(),
    )
    def ask(case, role, data):
        things = [thing for thing in world.things(call.kind) if thing.owner(role) in (None, world.home(role))]
        thing = data.draw(st.sampled_from([None, *things]), label="thing")
        with undone():
            point_at(case, call, world, thing, data)
            site.call(case, tokens[role])

    ask()


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_a_request_above_the_limits_is_answered_as_described(operation, tokens, request):
    lower(request.getfixturevalue("settings"), account=0, visitor=0)

    @settings(TRIES, max_examples=1)
    @given(case=operation.as_strategy(), role=st.sampled_from(["nobody", Role.CASE_OFFICER]))
    def ask(case, role):
        with undone():
            assert site.call(case, tokens[role]).status_code == 429

    ask()


def point_at(case: Any, call: Call, world: World, thing: Thing | None, data: st.DataObject) -> None:
    """Point a case at an existing row with a valid body except for one field, so that it passes the first checks."""
    if thing is None:
        return
    for name in IDS:
        described = "id" if name == "pk" else name
        if described in (case.path_parameters or {}) and name in thing.ids:
            case.path_parameters[described] = thing.ids[name]
    if isinstance(case.body, dict) and not call.is_multipart:
        right = body_for(call, world, thing)
        drawn = data.draw(st.sampled_from([None, *sorted(case.body, key=str)]), label="wrong field")
        case.body = right if drawn is None else {**right, drawn: case.body[drawn]}
