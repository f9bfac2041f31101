from datetime import timedelta

from accounts.rules.resets import PENDING


def test_a_reset_is_confirmed_within_three_days():
    assert timedelta(days=3) == PENDING
