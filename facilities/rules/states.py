"""The life of an open unit (article 6, docs/domain.md section 5)."""

from core.values.state_machine import APPROVER, OFFICER, SYSTEM, UNIT, Life, edge

OPEN_UNIT = Life(
    name="open_unit",
    initial=("applied", "admitted"),
    edges=(
        edge("applied", "reviewing", "open_unit.review_begun", who=OFFICER),
        edge("reviewing", "decided", "open_unit.decided", who=APPROVER),
        edge("reviewing", "refused", "open_unit.refused", who=APPROVER),
        edge("decided", "publicised", "open_unit.publicised", who=OFFICER),
        edge("publicised", "admitted", "open_unit.admitted", who=APPROVER, deadline="publicity"),
        edge("publicised", "refused", "open_unit.refused", who=APPROVER),
        edge("admitted", "exiting", "open_unit.exit_begun", who=UNIT + OFFICER),
        edge("exiting", "exited", "open_unit.exited", who=SYSTEM, deadline="exit_notice"),
        edge("admitted", "struck_off", "open_unit.struck_off", who=APPROVER),
        edge("exiting", "struck_off", "open_unit.struck_off", who=APPROVER),
    ),
)
"""开放单位. Municipal ones are entered as admitted; the others apply."""
