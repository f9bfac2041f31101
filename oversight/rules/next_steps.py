"""The next steps of an objection by its state. Pure."""

from collections.abc import Mapping

from oversight.rules.states import ObjectionState

_STEPS: Mapping[ObjectionState, Mapping[str, str]] = {
    ObjectionState.FILED: {"investigate": "objection.investigate"},
    ObjectionState.INVESTIGATED: {"decide": "objection.decide"},
}


def objection_steps(state: ObjectionState) -> Mapping[str, str]:
    """Return the next steps of an objection (下一步): step → operation that allows it."""
    return _STEPS.get(state, {})
