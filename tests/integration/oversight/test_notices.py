"""Publicity notices."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from core.models import Event
from core.timekeeping.calendars import get_calendar
from core.values.deadlines import Period, deadline
from core.values.errors import DomainError
from oversight.models import Notice
from oversight.services.notices import NoticeLine, close_notices, end_notices, publish_notice, withdraw_notice
from tests.factories.contracts import MONDAY, user

pytestmark = pytest.mark.django_db

LAST_SECOND = datetime(2026, 3, 9, 15, 59, 59, tzinfo=UTC)
OVER = LAST_SECOND + timedelta(seconds=1)


def publish(at=MONDAY, lines=1):
    days = Period(count=5, unit="working_days")
    return publish_notice(
        subject_kind="batch",
        subject_id=1,
        title="2026年第一批",
        lines=[
            NoticeLine(subject_kind="thing", subject_id=n, label=f"第{n}项", amount=Decimal("1.00"))
            for n in range(lines)
        ],
        ends=deadline(start=date(2026, 3, 2), period=days, calendar=get_calendar()),
        objection=Period(count=15, unit="working_days"),
        actor_id=user().pk,
        at=at,
    )


def end(at):
    return end_notices(at=at, progress=lambda done: None)


def told():
    return list(Event.objects.filter(subject_kind="notice").order_by("pk").values_list("type", flat=True))


def test_a_notice_is_published_with_its_items():
    notice = publish(lines=2)
    assert (notice.published_on, notice.ends_on, notice.provisional) == (date(2026, 3, 2), date(2026, 3, 9), False)
    assert [item.label for item in notice.items.order_by("pk")] == ["第0项", "第1项"]
    assert told() == ["notice.published"]


def test_a_notice_without_items_is_not_published():
    with pytest.raises(DomainError, match="notice_empty"):
        publish(lines=0)
    assert not Notice.objects.exists() and told() == []


def test_a_notice_is_not_closed_in_its_last_second():
    notice = publish()
    with pytest.raises(DomainError) as caught:
        close_notices(notice_ids=[notice.pk], at=LAST_SECOND)
    assert (caught.value.code, caught.value.params) == ("notice_running", {"ends_on": "2026-03-09"})
    assert Notice.objects.get().ended_at is None and told() == ["notice.published"]


def test_a_notice_is_closed_once_at_the_first_instant_after_it():
    notice = publish()
    close_notices(notice_ids=[notice.pk], at=OVER)
    close_notices(notice_ids=[notice.pk], at=OVER + timedelta(days=1))
    assert Notice.objects.get().ended_at == OVER and told() == ["notice.published", "notice.ended"]


def test_the_job_notes_the_end_of_notices_that_are_over_and_of_no_other():
    over = publish()
    publish(at=MONDAY)
    Notice.objects.exclude(pk=over.pk).update(ends_on=date(2026, 3, 10))
    assert (end(LAST_SECOND), end(OVER), end(OVER)) == ({"ended": 0}, {"ended": 1}, {"ended": 0})
    assert list(Notice.objects.filter(ended_at=OVER)) == [over]


def test_a_withdrawn_notice_is_over_and_is_withdrawn_once():
    notice = publish(lines=2)
    who = {"actor_id": user().pk, "at": MONDAY}
    assert withdraw_notice(notice_id=notice.pk, reason="须补充", **who) == {0, 1}
    with pytest.raises(DomainError, match="illegal_state"):
        withdraw_notice(notice_id=notice.pk, reason="须补充", **who)
    assert told() == ["notice.published", "notice.withdrawn"]
