from datetime import timedelta

from accounts.rules.takeovers import DAY, MOST_A_DAY, PENDING


def test_three_requests_a_day_each_pending_for_thirty_days():
    assert (3, timedelta(hours=24), timedelta(days=30)) == (MOST_A_DAY, DAY, PENDING)
