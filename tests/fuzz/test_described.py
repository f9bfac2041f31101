"""schemathesis over the whole description of the API, as users of every role, with and without conflicts of interest: no 5xx,
every answer as described, nothing done about a party by somebody with a conflict.

FUZZ_CASES is the approximate number of cases over all operations. Each case is rolled back after its answer.
"""

import logging
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from core.access.checks import cases
from tests.factories.limits import lower
from tests.fuzz import site
from tests.fuzz.site import CALLS, CASES, DEFAULT, NOBODY, Sender
from tests.world.calls import WRITES, Call, body_for
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
def senders(world: World) -> list[Sender]:
    return site.senders(world)


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
def test_no_answer_is_off_the_description(operation, world, senders):
    call = CALLS[operation.method, operation.path]
    able = [each for each in senders if each.may(call)]
    of_a_case = call.method in WRITES and bool(call.kind) and call.operation in cases()
    modes = st.sampled_from([GenerationMode.POSITIVE, GenerationMode.NEGATIVE])

    @TRIES
    @given(
        case=modes.flatmap(lambda mode: operation.as_strategy(generation_mode=mode)),
        sender=st.sampled_from([*able, *able, NOBODY, *(each for each in senders if each not in able)]),
        data=st.data(),
    )
    def ask(case, sender, data):
        role = sender.role
        things = [thing for thing in world.things(call.kind) if thing.owner(role) in (None, world.home(role))]
        thing = data.draw(st.sampled_from([None, *things]), label="thing")
        with undone():
            point_at(case, call, world, thing, data)
            status = site.call(case, sender.headers).status_code
            assert not (of_a_case and sender.is_tied and status < 300), "done with a conflict of interest"

    ask()


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_a_request_above_the_limits_is_answered_as_described(operation, senders, request):
    lower(request.getfixturevalue("settings"), account=0, visitor=0)

    @settings(TRIES, max_examples=1)
    @given(case=operation.as_strategy(), sender=st.sampled_from([NOBODY, *senders]))
    def ask(case, sender):
        with undone():
            assert site.call(case, sender.headers).status_code == 429

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
