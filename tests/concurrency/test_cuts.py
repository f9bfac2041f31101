"""The connection breaks during a COMMIT or between two services: the answer is correct."""

import json
import subprocess
import sys
from contextlib import contextmanager

import pytest
from django.core import mail as sent
from django.db import connection
from django.http import HttpRequest
from django.test import RequestFactory

from accounts.models import User
from config.embedded.installation import is_free
from config.env import PROJECT
from core import messages
from core.messages import catalogue
from core.models import Event, Notification
from core.notifications.mail import send_mails
from core.notifications.sending import notify
from core.values.errors import DomainError
from core.web.pages import PublicPage
from tests.factories import reactions
from tests.factories.moments import AT
from tests.factories.reactions import happen

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture
def link(settings):
    """Route the connection through a proxy; calling the fixture executes the next COMMIT and drops its answer."""
    settings.EVENT_SUBSCRIPTIONS = f"{reactions.PATH}.TABLE"
    target = connection.settings_dict["PORT"]
    port = next(number for number in range(29_000, 29_900) if is_free(number))
    words = [sys.executable, "-m", "faults.links", f"link={port}:{target}"]
    process = subprocess.Popen(words, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def order(command, value=0):
        process.stdin.write(json.dumps({"link": "link", "command": command, "value": value}) + "\n")
        process.stdin.flush()

    order("delay", 0)
    connection.close()
    connection.settings_dict["PORT"] = port
    while is_free(port):
        pass
    yield order
    connection.close()
    connection.settings_dict["PORT"] = target
    process.stdin.close()
    process.wait(10)


@pytest.fixture
def words(monkeypatch):
    monkeypatch.setattr(messages, "NOTICES", {"test.notice": ("题", "title", "文", "text")}, raising=False)
    catalogue._collected.cache_clear()
    yield
    catalogue._collected.cache_clear()


@contextmanager
def cut(order):
    """Execute the next COMMIT and drop its answer."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    order("cut", 1)
    yield
    connection.close()


def test_a_commit_that_is_not_answered_is_told_as_unknown_and_may_have_been_done(link):
    with cut(link), pytest.raises(DomainError) as caught:
        happen("test.silent")
    assert (caught.value.code, caught.value.kind) == ("outcome_unknown", "busy")
    assert Event.objects.filter(type="test.silent").count() == 1


def test_a_page_does_not_say_then_that_nothing_was_changed(link):
    class Saving(PublicPage):
        def post(self, request: HttpRequest):
            happen("test.silent")

    with cut(link):
        answer = Saving.as_view()(RequestFactory().post("/"))
    assert (answer.status_code, answer["Retry-After"]) == (503, "3")
    assert "尚不能确定是否成功" in answer.content.decode()
    assert "未作任何更改" not in answer.content.decode()


def test_a_mail_whose_mark_was_not_answered_does_not_go_again(link, words):
    user = User.objects.create(username="one", name="李明", email="one@example.com")
    notify(user_ids=[user.pk], kind="test.notice", params={}, dedup="1", at=AT)
    with cut(link):
        assert send_mails(at=AT, progress=lambda count: None)["sent"] == 1
    assert Notification.objects.get().mailed_at
    assert (send_mails(at=AT, progress=lambda count: None)["sent"], len(sent.outbox)) == (0, 1)


def test_a_service_works_on_a_new_connection_after_the_old_one_broke(link):
    with connection.cursor() as cursor, pytest.raises(Exception, match="terminat"):
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    happen("test.silent")
    assert Event.objects.filter(type="test.silent").count() == 1
