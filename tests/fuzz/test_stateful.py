"""schemathesis in chains: ids of one answer are used in the next request, as inferred from the description.

Each request is sent by a permitted user, every other one with a valid body, so that chains continue. A chain is rolled back at its
end, sequences included: Hypothesis rejects a chain that is not reproducible. FUZZ_CASES is the approximate number of requests.
"""

import logging
from contextlib import ExitStack
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.fuzz import site
from tests.fuzz.site import CALLS, CASES, DEFAULT
from tests.world.calls import body_for
from tests.world.savepoints import one_connection, same_numbers, undone
from tests.world.things import World

STEPS = 20


@pytest.mark.timeout(3600)
def test_no_chain_of_requests_is_off_the_description(world: World) -> None:
    schema = site.load()

    senders = site.senders(world)

    class People(schema.as_state_machine()):  # type: ignore[misc]
        """Users who continue with ids from the answers to others."""

        def setup(self) -> None:
            super().setup()
            self.undoing = ExitStack()
            self.undoing.enter_context(same_numbers())
            self.undoing.enter_context(undone())
            self.made = 0

        def call(self, case: Any, **kwargs: Any) -> Any:
            call, self.made = CALLS[case.operation.method, case.operation.path], self.made + 1
            if self.made % 2 and isinstance(case.body, dict) and not call.is_multipart:
                case.body = body_for(call, world)
            able = [each for each in senders if each.may(call)]
            return site.call(case, able[self.made % len(able)].headers)

        def validate_response(self, response: Any, case: Any, **kwargs: Any) -> None:
            """Do nothing: the call has validated it."""

        def teardown(self) -> None:
            self.undoing.close()
            super().teardown()

    chains = settings(
        max_examples=max(3, CASES // STEPS // 5),
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        derandomize=CASES == DEFAULT,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    logging.disable(logging.ERROR)
    with one_connection():
        run_state_machine_as_test(People, settings=chains)
    logging.disable(logging.NOTSET)
