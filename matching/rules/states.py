"""The life of a project (docs/domain.md section 5)."""

from core.values.state_machine import APPLICANT, SYSTEM, UNIT, Life, edge

PROJECT = Life(
    name="project",
    initial=("requested",),
    edges=(
        edge("requested", "accepted", "project.accepted", who=UNIT, deadline="project_answer"),
        edge("requested", "declined", "project.declined", who=UNIT, deadline="project_answer"),
        edge("requested", "withdrawn", "project.withdrawn", who=APPLICANT),
        edge("requested", "expired", "project.expired", who=SYSTEM, deadline="project_answer"),
    ),
)
"""合作项目. Several units may be asked at once."""
