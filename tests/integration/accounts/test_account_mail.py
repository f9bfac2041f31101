"""Mails about an account go through the outbox: no request waits for the mail server, no table has a secret link."""

import re
import socket
from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test import Client

from accounts.models import User
from accounts.portal.adapters import NOTICE_OF_MAIL
from accounts.services.account_mail import send_account_mail
from core.messages.catalogue import has_notice
from core.models import Notification
from core.notifications.mail import send_mails
from core.notifications.sending import notify
from tests.factories import parties
from tests.factories.limits import lower

pytestmark = pytest.mark.django_db


@pytest.fixture
def zhou() -> User:
    return parties.account(username="zhou")


@pytest.fixture
def hanging(settings) -> Iterator[socket.socket]:
    """A mail server that accepts connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = listening.getsockname()
        settings.EMAIL_TIMEOUT = 0.2
        yield listening


def ask_for_reset(user: User) -> int:
    return Client().post("/account/password/reset/", {"email": user.email}).status_code


def send() -> dict[str, int]:
    return send_mails(at=parties.AT, progress=lambda _count: None)


def link(text: str) -> str:
    return re.search(r"http://testserver(/\S+)", text)[1]


def test_request_does_not_speak_to_the_mail_server(zhou, hanging) -> None:
    assert ask_for_reset(zhou) == 302
    with pytest.raises(BlockingIOError):
        hanging.accept()
    assert Notification.objects.get().kind == "account.password_reset"


def test_mail_server_that_hangs_is_tried_again_later(zhou, hanging) -> None:
    ask_for_reset(zhou)
    with pytest.raises(OSError, match="timed out"):
        send()
    assert Notification.objects.get().mailed_at is None
    assert ask_for_reset(zhou) == 302


def test_link_of_a_lost_password_is_made_when_it_is_sent(zhou) -> None:
    ask_for_reset(zhou)
    send()
    path = link(mail.outbox[0].body)
    assert (mail.outbox[0].to, "zhou" in mail.outbox[0].body) == ([zhou.email], True)
    client = Client()
    page = client.get(path, follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": "another-long-word", "password2": "another-long-word"})
    zhou.refresh_from_db()
    assert zhou.check_password("another-long-word")


def test_no_table_has_the_link(zhou) -> None:
    ask_for_reset(zhou)
    send()
    secret = link(mail.outbox[0].body).rstrip("/").rpartition("/")[2]
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(n)::text FROM core_notification n")
        assert not [row for (row,) in cursor.fetchall() if secret in row]


def test_new_address_gets_the_link_that_confirms_it(zhou) -> None:
    client = Client()
    client.post("/account/login/", {"login": "zhou", "password": parties.PASSWORD})
    client.post("/account/reauthenticate/", {"password": parties.PASSWORD})
    client.post("/account/email/", {"action_add": "", "email": "new@example.org"})
    send()
    assert mail.outbox[0].to == ["new@example.org"]
    client.post(link(mail.outbox[0].body))
    assert EmailAddress.objects.get(email="new@example.org").verified


def test_address_that_is_confirmed_meanwhile_gets_no_mail(zhou) -> None:
    client = Client()
    client.post("/account/login/", {"login": "zhou", "password": parties.PASSWORD})
    client.post("/account/reauthenticate/", {"password": parties.PASSWORD})
    client.post("/account/email/", {"action_add": "", "email": "new@example.org"})
    EmailAddress.objects.update(verified=True)
    assert (send(), mail.outbox) == ({"sent": 0, "failed": 0}, [])


def test_address_before_a_change_is_told_of_it(zhou) -> None:
    EmailAddress.objects.create(user=zhou, email="new@example.org", verified=True)
    before, client = zhou.email, Client()
    client.post("/account/login/", {"login": "zhou", "password": parties.PASSWORD})
    client.post("/account/reauthenticate/", {"password": parties.PASSWORD})
    client.post("/account/email/", {"action_primary": "", "email": "new@example.org"})
    send()
    assert [(each.subject, each.to) for each in mail.outbox] == [("邮箱已更改", [before])]
    assert Notification.objects.get().mail_to == ""


def test_account_mail_goes_before_all_others(zhou) -> None:
    notify(user_ids=[zhou.pk], kind="party.verified", params={"party": "甲"}, dedup="1", at=parties.AT)
    ask_for_reset(zhou)
    send()
    assert [each.subject for each in mail.outbox] == ["重置密码", "主体核实通过"]


def test_unknown_address_is_answered_alike_and_gets_no_mail(zhou) -> None:
    assert Client().post("/account/password/reset/", {"email": "nobody@example.org"}).status_code == 302
    assert Notification.objects.count() == 0


def test_each_of_two_addresses_is_sent_its_confirmation(zhou) -> None:
    addresses = [EmailAddress.objects.create(user=zhou, email=f"{name}@example.org").pk for name in ("a", "b")]
    for pk in [*addresses, addresses[0]]:
        send_account_mail("account.mail_confirmation", user_id=zhou.pk, at=parties.AT, address=pk)
    assert [row.params["address"] for row in Notification.objects.order_by("pk")] == addresses


def test_nobody_fills_the_mailbox_of_another(zhou, settings, time_machine) -> None:
    lower(settings, account_mail=2)
    for minute in range(4):
        time_machine.move_to(f"2026-03-02T01:0{minute}:00Z", tick=False)
        assert ask_for_reset(zhou) == 302
    assert Notification.objects.count() == 2


def test_every_account_mail_has_words() -> None:
    assert [kind for kind in NOTICE_OF_MAIL.values() if not has_notice(kind)] == []
