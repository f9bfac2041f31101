"""schemathesis in chains: what one answer names is used in the next request, as the description lets it be inferred.

Each request is made by somebody who may make it, every other one with a right body, so that chains get on; a chain is
undone at its end, with the ids it drew: Hypothesis gives up on a chain that does not meet the same again. FUZZ_CASES says how
many requests there are about.
"""

import logging
from contextlib import ExitStack
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from accounts.rules.roles import Role
from tests.fuzz import site
from tests.fuzz.site import CALLS, CASES, DEFAULT
from tests.world.calls import body_for
from tests.world.savepoints import one_connection, same_numbers, undone
from tests.world.things import World

STEPS = 20


@pytest.mark.timeout(3600)
def test_no_chain_of_requests_is_off_the_description(world: World) -> None:
    schema = site.load()

    tokens = {role: site.headers_of(world.actor(role)) for role in Role}

    class People(schema.as_state_machine()):  # type: ignore[misc]
        """People who go on with what the others were answered."""

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
            roles = sorted(call.roles)
            return site.call(case, tokens[roles[self.made % len(roles)]])

        def validate_response(self, response: Any, case: Any, **kwargs: Any) -> None:
            """The call has done it."""

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
