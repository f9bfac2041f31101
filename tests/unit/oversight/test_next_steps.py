import pytest

from oversight.permissions import OPERATIONS
from oversight.rules.next_steps import objection_steps, sanction_steps
from oversight.rules.states import OBJECTION, SANCTION, ObjectionState, SanctionState


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
    steps += [sanction_steps(state, lifting_proposed=each) for state in SANCTION.states for each in (True, False)]
    assert {operation for each in steps for operation in each.values()} <= set(OPERATIONS)


@pytest.mark.parametrize(
    ("state", "lifting", "steps"),
    [
        ("proposed", False, {"hear": "sanction.hear", "answer": "sanction.answer"}),
        ("heard", False, {"decide": "sanction.decide", "drop": "sanction.drop"}),
        ("decided", False, {}),
        ("in_force", False, {"propose_lifting": "sanction.propose_lifting"}),
        ("in_force", True, {"lift": "sanction.lift", "refuse_lifting": "sanction.refuse_lifting"}),
        ("dropped", False, {}),
        ("carried_out", False, {}),
        ("ended", False, {}),
        ("lifted", True, {}),
    ],
)
def test_what_may_be_done_with_a_sanction(state, lifting, steps):
    assert sanction_steps(SanctionState(state), lifting_proposed=lifting) == steps
