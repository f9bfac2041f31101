"""What may be done next with an objection. Pure."""

from collections.abc import Mapping

from oversight.rules.states import ObjectionState

_STEPS: Mapping[ObjectionState, Mapping[str, str]] = {
    ObjectionState.FILED: {"investigate": "objection.investigate"},
    ObjectionState.INVESTIGATED: {"decide": "objection.decide"},
}


def objection_steps(state: ObjectionState) -> Mapping[str, str]:
    """What may be done with an objection (下一步): step → the operation that allows it."""
    return _STEPS.get(state, {})
