"""The lives of objections and sanctions (docs/domain.md section 5)."""

from core.values.state_machine import APPROVER, OFFICER, SYSTEM, Life, edge

OBJECTION = Life(
    name="objection",
    initial=("filed",),
    edges=(
        edge("filed", "investigated", "objection.investigated", who=OFFICER, deadline="objection"),
        edge("investigated", "dismissed", "objection.dismissed", who=APPROVER, deadline="objection"),
        edge("investigated", "upheld", "objection.upheld", who=APPROVER, deadline="objection"),
    ),
)
"""异议. Its deadline escalates it and never dismisses it."""

SANCTION = Life(
    name="sanction",
    initial=("proposed",),
    edges=(
        edge("proposed", "heard", "sanction.heard", who=OFFICER),
        edge("heard", "decided", "sanction.decided", who=APPROVER),
        edge("decided", "in_force", "sanction.entered_into_force", who=SYSTEM + APPROVER),
        edge("in_force", "ended", "sanction.ended", who=SYSTEM),
        edge("in_force", "lifted", "sanction.lifted", who=APPROVER),
    ),
)
"""处理措施 (article 17). Decided by a second person."""
