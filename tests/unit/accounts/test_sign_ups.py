from datetime import timedelta

from accounts.rules.sign_ups import KEPT, LINK_VALID, MOST_TRIES


def test_a_link_is_valid_for_three_days_and_ten_tries():
    assert (timedelta(days=3), 10) == (LINK_VALID, MOST_TRIES)


def test_an_account_that_was_not_completed_outlives_its_link_and_goes_after_a_week():
    assert KEPT == timedelta(days=7) > LINK_VALID
