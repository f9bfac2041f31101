"""After a restore nobody is signed in: tokens and sessions that were revoked since the backup are dead again."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from rest_framework.test import APIClient

from core.models import Event
from tests.factories import parties

pytestmark = pytest.mark.django_db


def test_every_session_and_token_of_everybody_is_ended():
    browser, api, people = Client(), APIClient(), [parties.account(username=name) for name in ("sun", "li")]
    browser.force_login(people[0])
    for person in people:
        body = {"username": person.username, "password": parties.PASSWORD}
        token = api.post("/api/v1/tokens/", body, format="json").json()["token"]
    api.credentials(HTTP_AUTHORIZATION=f"Bearer {token}")
    assert api.get("/api/v1/me/").status_code == 200
    assert not browser.get("/dashboard/").url.startswith("/account/login/")

    call_command("end_access", stdout=(out := StringIO()))

    assert out.getvalue() == "1 sessions and 2 tokens ended\n"
    assert api.get("/api/v1/me/").status_code == 401
    assert browser.get("/dashboard/").url.startswith("/account/login/")
    revoked = Event.objects.filter(type="token.revoked").values_list("subject_id", "actor_id")
    assert set(revoked) == {(person.pk, None) for person in people}


def test_it_may_be_run_again_and_then_ends_nothing():
    for _ in range(2):
        call_command("end_access", stdout=(out := StringIO()))
    assert out.getvalue() == "0 sessions and 0 tokens ended\n"
