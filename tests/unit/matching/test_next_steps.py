import pytest

from matching.rules.next_steps import project_steps
from matching.rules.states import PROJECT, ProjectState


def test_a_project_that_waits_is_answered_by_its_unit_or_withdrawn_by_its_applicant():
    assert list(project_steps(ProjectState.REQUESTED).items()) == [
        ("accepted", "project.answer"),
        ("declined", "project.answer"),
        ("withdrawn", "project.withdraw"),
    ]


@pytest.mark.parametrize("state", sorted(PROJECT.ends))
def test_a_project_that_has_ended_goes_nowhere(state):
    assert project_steps(state) == {}


def test_every_step_is_a_legal_transition():
    assert set(project_steps(ProjectState.REQUESTED)) < {
        target for source, target in PROJECT.pairs if source == ProjectState.REQUESTED
    }
