import pytest

from oversight.permissions import OPERATIONS
from oversight.rules.next_steps import objection_steps
from oversight.rules.states import OBJECTION, ObjectionState


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        ("filed", {"investigate": "objection.investigate"}),
        ("investigated", {"decide": "objection.decide"}),
        ("dismissed", {}),
        ("upheld", {}),
    ],
)
def test_what_may_be_done_with_an_objection(state, steps):
    assert objection_steps(ObjectionState(state)) == steps


def test_every_operation_is_one_that_somebody_may_ask_for():
    steps = [objection_steps(state) for state in OBJECTION.states]
    assert {operation for each in steps for operation in each.values()} <= set(OPERATIONS)
