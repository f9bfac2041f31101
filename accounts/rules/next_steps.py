"""What may be done next with a party. Pure."""

from collections.abc import Mapping

from accounts.rules.states import PartyState

_STEPS: Mapping[PartyState, Mapping[str, str]] = {
    PartyState.REGISTERED: {"verify": "party.verify", "refuse": "party.refuse"},
    PartyState.VERIFIED: {"suspend": "party.suspend"},
    PartyState.SUSPENDED: {"resume": "party.resume"},
}


def party_steps(state: PartyState, *, is_authority: bool) -> Mapping[str, str]:
    """What may be done with a party (下一步): step → the operation that allows it. Nothing with the authority itself."""
    return {} if is_authority else _STEPS.get(state, {})
