import pytest

from core.messages.catalogue import notice
from core.models import Notification
from core.notifications.inbox import count_unread
from core.notifications.sending import mark_read, notify
from core.values.actors import Actor
from core.values.errors import DomainError
from tests.factories.moments import AT

pytestmark = pytest.mark.django_db


def tell(*user_ids, dedup="coupon:1"):
    params = {"coupon": "C-1", "day": "2026-03-09"}
    notify(user_ids=user_ids, kind="test.notice", params=params, dedup=dedup, at=AT, party_id=3)


def actor(user_id):
    return Actor(user_id=user_id, party_id=None, party_name="", roles=frozenset())


def test_each_user_is_told_once_whoever_was_told_before():
    tell(1)
    tell(1, 2, 2)
    assert list(Notification.objects.order_by("user_id").values_list("user_id", "party_id")) == [(1, 3), (2, 3)]


def test_another_occasion_is_told_again():
    tell(1)
    tell(1, dedup="coupon:2")
    assert Notification.objects.count() == 2


def test_a_kind_without_words_is_a_defect():
    with pytest.raises(KeyError, match="nothing"):
        notify(user_ids=[1], kind="nothing", params={}, dedup="x", at=AT)
    assert not Notification.objects.exists()


@pytest.mark.parametrize(
    ("language", "title", "body"),
    [
        ("zh-hans", "券 C-1 将失效", "请在 2026-03-09 前登记。"),
        ("en", "Coupon C-1 lapses soon", "Register by 2026-03-09."),
    ],
)
def test_the_words_are_made_from_kind_and_params(language, title, body):
    words = notice("test.notice", {"coupon": "C-1", "day": "2026-03-09"}, language=language)
    assert (words.title, words.body) == (title, body)


def test_reading_counts_the_first_time():
    tell(1)
    found = Notification.objects.get()
    mark_read(notification_id=found.pk, actor=actor(1), at=AT)
    mark_read(notification_id=found.pk, actor=actor(1), at=AT.replace(year=2027))
    found.refresh_from_db()
    assert found.read_at == AT
    assert count_unread(user_id=1) == 0


def test_anothers_message_is_as_absent():
    tell(1)
    with pytest.raises(DomainError, match="not_found"):
        mark_read(notification_id=Notification.objects.get().pk, actor=actor(2), at=AT)
    assert count_unread(user_id=1) == 1
