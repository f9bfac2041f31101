"""What may be done next with a project. Pure."""

from collections.abc import Mapping

from matching.rules.states import ProjectState

_STEPS: Mapping[ProjectState, Mapping[ProjectState, str]] = {
    ProjectState.REQUESTED: {
        ProjectState.ACCEPTED: "project.answer",
        ProjectState.DECLINED: "project.answer",
        ProjectState.WITHDRAWN: "project.withdraw",
    },
}


def project_steps(state: ProjectState) -> Mapping[ProjectState, str]:
    """What may be done with a project (下一步): the state it goes to → the operation that allows it."""
    return _STEPS.get(state, {})
