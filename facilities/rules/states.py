"""The states of an open unit and of an application to become one (article 6, docs/domain.md section 5)."""

from enum import StrEnum

from core.values.state_machine import StateMachine, transition


class ApplicationState(StrEnum):
    """开放单位申请. The states of an organisation's application to become an open unit."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


APPLICATION = StateMachine(
    name="unit_application",
    initial=(ApplicationState.REQUESTED,),
    transitions=(
        transition(ApplicationState.REQUESTED, ApplicationState.ACCEPTED, "unit_application.accepted"),
        transition(ApplicationState.REQUESTED, ApplicationState.REFUSED, "unit_application.refused"),
        transition(ApplicationState.REQUESTED, ApplicationState.WITHDRAWN, "unit_application.withdrawn"),
        transition(ApplicationState.REQUESTED, ApplicationState.ENDED, "unit_application.ended"),
    ),
)
"""开放单位申请. Answered by a case officer, or withdrawn before; it ends with the registration of its organisation."""


class OpenUnitState(StrEnum):
    """开放单位. The states of an open unit."""

    APPLIED = "applied"
    ADMITTED = "admitted"
    REVIEWING = "reviewing"
    DECIDED = "decided"
    REFUSED = "refused"
    PUBLICISED = "publicised"
    EXITING = "exiting"
    EXITED = "exited"
    STRUCK_OFF = "struck_off"


OPEN_UNIT = StateMachine(
    name="open_unit",
    initial=(
        OpenUnitState.APPLIED,
        OpenUnitState.ADMITTED,
    ),
    transitions=(
        transition(OpenUnitState.APPLIED, OpenUnitState.REVIEWING, "open_unit.review_begun"),
        transition(OpenUnitState.REVIEWING, OpenUnitState.DECIDED, "open_unit.decided"),
        transition(OpenUnitState.REVIEWING, OpenUnitState.REFUSED, "open_unit.refused"),
        transition(OpenUnitState.DECIDED, OpenUnitState.PUBLICISED, "open_unit.publicised"),
        transition(OpenUnitState.PUBLICISED, OpenUnitState.ADMITTED, "open_unit.admitted", deadline="publicity"),
        transition(OpenUnitState.PUBLICISED, OpenUnitState.REFUSED, "open_unit.refused"),
        transition(OpenUnitState.ADMITTED, OpenUnitState.EXITING, "open_unit.exit_begun"),
        transition(OpenUnitState.EXITING, OpenUnitState.EXITED, "open_unit.exited", deadline="exit_notice"),
        transition(OpenUnitState.ADMITTED, OpenUnitState.STRUCK_OFF, "open_unit.struck_off"),
        transition(OpenUnitState.EXITING, OpenUnitState.STRUCK_OFF, "open_unit.struck_off"),
    ),
)
"""开放单位. A municipal unit is entered as admitted; the others apply."""
