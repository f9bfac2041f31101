"""The states of a project (docs/domain.md section 5)."""

from enum import StrEnum

from core.values.state_machine import StateMachine, transition


class ProjectState(StrEnum):
    """合作项目. The states of a project."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


PROJECT = StateMachine(
    name="project",
    initial=(ProjectState.REQUESTED,),
    transitions=(
        transition(ProjectState.REQUESTED, ProjectState.ACCEPTED, "project.accepted", deadline="project_answer"),
        transition(ProjectState.REQUESTED, ProjectState.DECLINED, "project.declined", deadline="project_answer"),
        transition(ProjectState.REQUESTED, ProjectState.WITHDRAWN, "project.withdrawn"),
        transition(ProjectState.REQUESTED, ProjectState.EXPIRED, "project.expired", deadline="project_answer"),
    ),
)
"""合作项目. The state machine of one request to one unit."""
