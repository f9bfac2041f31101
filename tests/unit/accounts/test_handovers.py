"""When somebody is reminded of a case that was handed over."""

from accounts.rules.handovers import REMINDERS


def test_the_taker_is_reminded_before_it_escalates():
    assert [(each.after.days, each.notice, each.who) for each in REMINDERS] == [
        (3, "hand_over.waiting", "taker"),
        (10, "hand_over.overdue", "approvers"),
    ]
