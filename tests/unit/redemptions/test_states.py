"""Which transitions of a redemption only the authority sees."""

import pytest

from redemptions.rules.states import RedemptionState, is_internal


@pytest.mark.parametrize(
    ("source", "target", "internal"),
    [
        ("accepted", "under_review", True),
        ("under_review", "doubtful", True),
        ("publicised", "recommended", True),
        ("appealed", "recommended", False),
        ("recommended", "publicised", False),
        ("appealed", "final", False),
    ],
)
def test_a_step_of_a_review_is_internal_unless_an_appeal_raised_the_decision(source, target, internal):
    assert is_internal(source=RedemptionState(source), target=RedemptionState(target)) is internal
