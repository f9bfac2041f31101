"""The states of objections and sanctions (docs/domain.md section 5)."""

from enum import StrEnum

from core.values.state_machine import StateMachine, transition


class ObjectionState(StrEnum):
    """异议. The states of an objection."""

    FILED = "filed"
    INVESTIGATED = "investigated"
    DISMISSED = "dismissed"
    UPHELD = "upheld"


OPEN_OBJECTIONS = (ObjectionState.FILED, ObjectionState.INVESTIGATED)
"""Not decided yet."""
DECIDED_OBJECTIONS = (ObjectionState.DISMISSED, ObjectionState.UPHELD)

OBJECTION = StateMachine(
    name="objection",
    initial=(ObjectionState.FILED,),
    transitions=(
        transition(ObjectionState.FILED, ObjectionState.INVESTIGATED, "objection.investigated", deadline="objection"),
        transition(ObjectionState.INVESTIGATED, ObjectionState.DISMISSED, "objection.dismissed", deadline="objection"),
        transition(ObjectionState.INVESTIGATED, ObjectionState.UPHELD, "objection.upheld", deadline="objection"),
    ),
)
"""异议. After its deadline it is escalated, never dismissed."""


class SanctionState(StrEnum):
    """处理措施. The states of a sanction."""

    PROPOSED = "proposed"
    HEARD = "heard"
    DROPPED = "dropped"
    DECIDED = "decided"
    CARRIED_OUT = "carried_out"
    IN_FORCE = "in_force"
    ENDED = "ended"
    LIFTED = "lifted"


STANDING_SANCTIONS = (SanctionState.DECIDED, SanctionState.IN_FORCE)
"""Decided and not ended: the sanction applies from `begins_on` to `until`."""
OPEN_SANCTIONS = (SanctionState.PROPOSED, SanctionState.HEARD)
"""Neither decided nor dropped."""

SANCTION = StateMachine(
    name="sanction",
    initial=(SanctionState.PROPOSED,),
    transitions=(
        transition(SanctionState.PROPOSED, SanctionState.HEARD, "sanction.heard", deadline="answer_by"),
        transition(SanctionState.HEARD, SanctionState.DROPPED, "sanction.dropped"),
        transition(SanctionState.HEARD, SanctionState.DECIDED, "sanction.decided"),
        transition(SanctionState.DECIDED, SanctionState.CARRIED_OUT, "sanction.carried_out"),
        transition(SanctionState.DECIDED, SanctionState.IN_FORCE, "sanction.entered_into_force"),
        transition(SanctionState.IN_FORCE, SanctionState.ENDED, "sanction.ended"),
        transition(SanctionState.IN_FORCE, SanctionState.LIFTED, "sanction.lifted"),
    ),
)
"""处理措施 (article 17). Decided or dropped by a second person. A measure without days is carried out at once."""
