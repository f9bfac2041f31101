from datetime import timedelta

import pytest
from django.core.mail.backends import locmem
from django.db.models.functions import Now

from core.models import Notification
from core.services.mail import send_mails
from core.services.notifications import notify
from tests.integration.core.moments import AT

pytestmark = pytest.mark.django_db


def tell(*users, **values):
    params = {"coupon": "C-1", "day": "2026-03-09"}
    notify(user_ids=[u.pk for u in users], kind="test.notice", params=params, dedup="coupon:1", at=AT, **values)


def send():
    return send_mails(at=AT, progress=lambda count: None)


class Unreachable(locmem.EmailBackend):
    def open(self):
        raise ConnectionRefusedError("nobody answers")


class Choosy(locmem.EmailBackend):
    def send_messages(self, messages):
        if messages[0].to[0].startswith("user0"):
            raise OSError("no such mailbox\nuser0@example.com")
        return super().send_messages(messages)


def test_a_mail_is_sent_once_in_the_users_language(member, mailoutbox):
    tell(member("applicant_manager", language="zh-hans"), member("applicant_manager", name="Ann", language="en"))
    assert send() == {"sent": 2, "failed": 0}
    assert send() == {"sent": 0, "failed": 0}
    assert [mail.subject for mail in mailoutbox] == ["券 C-1 将失效", "Coupon C-1 lapses soon"]
    assert "请在 2026-03-09 前登记。" in mailoutbox[0].body
    assert mailoutbox[1].body.startswith("Ann")


def test_the_message_id_comes_from_the_notification(member, mailoutbox):
    tell(member("applicant_manager"))
    send()
    number = Notification.objects.get().pk
    assert mailoutbox[0].message()["Message-ID"] == f"<notification-{number}@localhost>"


def test_who_wants_no_mail_gets_none(member, mailoutbox):
    tell(member("applicant_manager"), mail=False)
    assert send() == {"sent": 0, "failed": 0}
    assert mailoutbox == []


@pytest.mark.parametrize("change", [{"is_active": False}, {"email": ""}])
def test_a_user_who_left_or_has_no_address_gets_none(member, mailoutbox, change):
    user = member("applicant_manager")
    type(user).objects.update(**change)
    tell(user)
    assert send() == {"sent": 0, "failed": 0}
    assert mailoutbox == []
    assert Notification.objects.get().mail_wanted is False


@pytest.mark.parametrize(("minutes", "sent"), [(14, 0), (16, 1)])
def test_the_claim_of_a_dead_worker_ends_after_a_quarter_of_an_hour(member, minutes, sent):
    tell(member("applicant_manager"))
    Notification.objects.update(mail_claimed_at=Now() - timedelta(minutes=minutes))
    assert send()["sent"] == sent


def test_a_mail_that_cannot_be_sent_holds_up_no_other(member, mailoutbox, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Choosy"
    first, second = member("applicant_manager"), member("applicant_manager")
    tell(first, second)
    assert send() == {"sent": 1, "failed": 1}
    assert [mail.to for mail in mailoutbox] == [[second.email]]
    failed = Notification.objects.get(mailed_at=None)
    assert (failed.user_id, failed.mail_attempts, failed.mail_error) == (first.pk, 1, "OSError: no such mailbox")


@pytest.mark.parametrize(("attempts", "sent"), [(7, 1), (8, 0)])
def test_a_mail_is_tried_eight_times(member, attempts, sent):
    tell(member("applicant_manager"))
    Notification.objects.update(mail_attempts=attempts)
    assert send()["sent"] == sent


def test_nothing_is_claimed_while_the_mail_server_does_not_answer(member, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Unreachable"
    tell(member("applicant_manager"))
    with pytest.raises(ConnectionRefusedError):
        send()
    row = Notification.objects.get()
    assert (row.mail_claimed_at, row.mail_attempts) == (None, 0)
