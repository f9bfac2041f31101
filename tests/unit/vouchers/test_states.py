"""The stored words beside the state machines of vouchers."""

from vouchers.rules.states import SentBack


def test_why_a_round_went_back_to_its_draft():
    assert list(SentBack) == ["refused", "withdrawn", "opening_missed"]
