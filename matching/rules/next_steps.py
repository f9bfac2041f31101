"""The next steps of a project. Pure."""

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
    """Return the next steps of a project (下一步): target state → the operation that permits it."""
    return _STEPS.get(state, {})
