"""When somebody is reminded of a case that was handed over."""

from accounts.rules.handovers import REMINDERS, Reminded
from core.messages.catalogue import has_notice


def test_the_taker_is_reminded_before_it_escalates():
    assert [(each.after.days, each.who) for each in REMINDERS] == [(3, Reminded.TAKER), (10, Reminded.APPROVERS)]


def test_every_reminder_has_its_notice():
    assert [each.notice for each in REMINDERS if not has_notice(each.notice)] == []
