import pytest

from accounts.permissions import OPERATIONS
from accounts.rules.next_steps import party_steps
from accounts.rules.states import PARTY, PartyState


@pytest.mark.parametrize(
    ("state", "steps"),
    [
        ("registered", {"verify": "party.verify", "ask": "party.ask", "refuse": "party.refuse"}),
        ("verified", {"suspend": "party.suspend"}),
        ("suspended", {"resume": "party.resume"}),
        ("refused", {}),
        ("ended", {}),
    ],
)
def test_what_may_be_done_with_a_party(state, steps):
    assert party_steps(PartyState(state), is_authority=False) == steps


@pytest.mark.parametrize("state", PARTY.states)
def test_nothing_is_done_with_the_authority_itself(state):
    assert party_steps(state, is_authority=True) == {}


def test_every_operation_is_one_that_somebody_may_ask_for():
    steps = [party_steps(state, is_authority=False) for state in PARTY.states]
    assert {operation for each in steps for operation in each.values()} <= set(OPERATIONS)
