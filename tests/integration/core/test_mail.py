from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core.mail.backends import locmem
from django.db.models import F
from django.db.models.functions import Now

from core.models import Notification
from core.notifications.inbox import any_mail_due
from core.notifications.mail import ServerGone, send_mails
from core.notifications.sending import notify
from tests.factories.moments import AT

pytestmark = pytest.mark.django_db


def tell(*users, **values):
    params = {"coupon": "C-1", "day": "2026-03-09"}
    notify(user_ids=[u.pk for u in users], kind="test.notice", params=params, dedup="coupon:1", at=AT, **values)


def send():
    return send_mails(at=AT, progress=lambda count: None)


class Unreachable(locmem.EmailBackend):
    def open(self):
        raise ConnectionRefusedError("nobody answers")


class Dying(locmem.EmailBackend):
    def send_messages(self, messages):
        raise SMTPServerDisconnected("Connection unexpectedly closed")


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
    assert "请在 2026年3月9日 前登记。" in mailoutbox[0].body
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


@pytest.mark.parametrize(("seconds", "sent"), [(-5, 1), (5, 0)])
def test_a_mail_that_was_put_off_waits_for_its_time(member, seconds, sent):
    tell(member("applicant_manager"))
    Notification.objects.update(mail_next_at=Now() + timedelta(seconds=seconds))
    assert any_mail_due(at=AT) is bool(sent)
    assert send()["sent"] == sent


@pytest.mark.parametrize(("attempts", "seconds"), [(0, 15), (1, 60), (4, 3600), (9, 3600)])
def test_the_wait_grows_to_an_hour(member, settings, attempts, seconds):
    settings.EMAIL_BACKEND = f"{__name__}.Choosy"
    tell(member("applicant_manager"))
    Notification.objects.update(mail_attempts=attempts)
    send()
    put_off = Notification.objects.annotate(wait=F("mail_next_at") - Now()).get()
    assert put_off.wait.total_seconds() == pytest.approx(seconds, abs=5)
    assert put_off.mail_attempts == attempts + 1


def test_a_mail_that_cannot_be_sent_holds_up_no_other(member, mailoutbox, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Choosy"
    first, second = member("applicant_manager"), member("applicant_manager")
    tell(first, second)
    assert send() == {"sent": 1, "failed": 1}
    assert [mail.to for mail in mailoutbox] == [[second.email]]
    failed = Notification.objects.get(mailed_at=None)
    assert (failed.user_id, failed.mail_attempts, failed.mail_error) == (first.pk, 1, "OSError: no such mailbox")


def test_a_mail_server_that_falls_silent_ends_the_run(member, mailoutbox, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Dying"
    tell(member("applicant_manager"), member("applicant_manager"))
    with pytest.raises(ServerGone):
        send()
    assert list(Notification.objects.order_by("pk").values_list("mail_attempts", flat=True)) == [1, 0]


@pytest.mark.parametrize(("attempts", "sent"), [(9, 1), (10, 0)])
def test_a_mail_is_tried_ten_times(member, attempts, sent):
    tell(member("applicant_manager"))
    Notification.objects.update(mail_attempts=attempts)
    assert send()["sent"] == sent


def test_no_mail_is_tried_while_the_mail_server_does_not_answer(member, settings):
    settings.EMAIL_BACKEND = f"{__name__}.Unreachable"
    tell(member("applicant_manager"))
    with pytest.raises(ConnectionRefusedError):
        send()
    row = Notification.objects.get()
    assert (row.mail_next_at, row.mail_attempts) == (None, 0)


def test_a_mail_names_roles_and_amounts_in_the_users_language(member, mailoutbox):
    chinese, english = member("system_admin", language="zh-hans"), member("system_admin", language="en")
    role, amount = {"name": "zhou", "role": "expert"}, {"year": 2026, "amount": "60000000.00", "document": "1号"}
    for kind, params in (("appointment.proposed", role), ("appropriation.confirmed", amount)):
        notify(user_ids=[chinese.pk, english.pk], kind=kind, params=params, dedup=kind, at=AT)
    send()
    texts = {mail.to[0]: [each.body for each in mailoutbox if each.to == mail.to] for mail in mailoutbox}
    assert ["评审专家" in texts[chinese.email][0], "60,000,000.00 元" in texts[chinese.email][1]] == [True, True]
    assert ["Expert" in texts[english.email][0], "60,000,000.00" in texts[english.email][1]] == [True, True]
