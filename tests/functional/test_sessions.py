"""Sessions of the pages: a new one at each sign-in, ended by signing out and by a new password."""

import re

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from accounts.services.second_factor import enrol_totp
from core.notifications.mail import send_mails
from tests.factories import parties

pytestmark = pytest.mark.django_db
NEW = "another-long-word"


@pytest.fixture
def zhou() -> User:
    return parties.account(username="zhou")


def signed_in(client: Client | None = None, password: str = parties.PASSWORD) -> Client:
    found = client or Client()
    found.post("/account/login/", {"login": "zhou", "password": password})
    return found


def is_signed_in(client: Client) -> bool:
    return client.get("/account/email/").status_code == 200


def test_sign_in_begins_a_new_session(zhou: User) -> None:
    client = Client()
    client.post("/language/", {"language": "en"})
    session = client.session
    session["before"] = 1
    session.save()
    client.cookies["sessionid"] = session.session_key
    assert signed_in(client).session.session_key != session.session_key


def test_sign_out_ends_the_session_for_whoever_has_its_cookie(zhou: User) -> None:
    client, thief = signed_in(), Client()
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    assert is_signed_in(thief)
    answer = client.post("/account/logout/")
    assert (is_signed_in(client), is_signed_in(thief)) == (False, False)
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'


def test_new_password_ends_the_other_sessions(zhou: User) -> None:
    client, other = signed_in(), signed_in()
    client.post("/account/reauthenticate/", {"password": parties.PASSWORD})
    body = {"oldpassword": parties.PASSWORD, "password1": NEW, "password2": NEW}
    client.post("/account/password/change/", body)
    assert (is_signed_in(client), is_signed_in(other)) == (True, False)


def test_session_of_an_account_that_was_ended_opens_nothing(zhou: User) -> None:
    client = signed_in()
    User.objects.update(is_active=False)
    assert not is_signed_in(client)


def test_new_password_by_mail_does_not_replace_the_second_factor(zhou: User) -> None:
    enrol_totp(user_id=zhou.pk, at=parties.AT)
    Client().post("/account/password/reset/", {"email": zhou.email})
    send_mails(at=parties.AT, progress=lambda _count: None)
    client = Client()
    page = client.get(re.search(r"http://testserver(/\S+)", mail.outbox[0].body)[1], follow=True)
    client.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    assert not is_signed_in(client)
    assert not is_signed_in(signed_in(client, NEW))
