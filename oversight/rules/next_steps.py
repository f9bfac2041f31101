"""The next steps of an objection and of a sanction by their states. Pure."""

from collections.abc import Mapping

from oversight.rules.states import ObjectionState, SanctionState

_STEPS: Mapping[ObjectionState, Mapping[str, str]] = {
    ObjectionState.FILED: {"investigate": "objection.investigate"},
    ObjectionState.INVESTIGATED: {"decide": "objection.decide"},
}


def objection_steps(state: ObjectionState) -> Mapping[str, str]:
    """Return the next steps of an objection (下一步): step → operation that allows it."""
    return _STEPS.get(state, {})


_SANCTION_STEPS: Mapping[SanctionState, Mapping[str, str]] = {
    SanctionState.PROPOSED: {"hear": "sanction.hear", "answer": "sanction.answer"},
    SanctionState.HEARD: {"decide": "sanction.decide", "drop": "sanction.drop"},
    SanctionState.IN_FORCE: {"propose_lifting": "sanction.propose_lifting"},
}


def sanction_steps(state: SanctionState, *, lifting_proposed: bool) -> Mapping[str, str]:
    """Return the next steps of a sanction (下一步): step → operation that allows it."""
    if state == SanctionState.IN_FORCE and lifting_proposed:
        return {"lift": "sanction.lift", "refuse_lifting": "sanction.refuse_lifting"}
    return _SANCTION_STEPS.get(state, {})
