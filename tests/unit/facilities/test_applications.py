from datetime import timedelta

from facilities.rules.applications import ESCALATED_AFTER


def test_the_approvers_are_reminded_after_ten_days():
    assert timedelta(days=10) == ESCALATED_AFTER
