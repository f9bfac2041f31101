"""The next steps of a party by its state. Pure."""

from collections.abc import Mapping

from accounts.rules.states import PartyState

_STEPS: Mapping[PartyState, Mapping[str, str]] = {
    PartyState.REGISTERED: {"verify": "party.verify", "ask": "party.ask", "refuse": "party.refuse"},
    PartyState.VERIFIED: {"suspend": "party.suspend"},
    PartyState.SUSPENDED: {"resume": "party.resume"},
}


def party_steps(state: PartyState, *, is_authority: bool) -> Mapping[str, str]:
    """Return the next steps of a party (下一步): step → operation that allows it. The authority itself has none."""
    return {} if is_authority else _STEPS.get(state, {})
