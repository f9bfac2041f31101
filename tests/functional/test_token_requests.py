"""A request with a token is authenticated by the token alone; a session is ignored."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from knox.models import AuthToken

from accounts.rules.roles import Role
from tests.factories import parties

pytestmark = pytest.mark.django_db
COUPONS = "/api/v1/coupons/"
GUARDS = ("X-Content-Type-Options", "X-Frame-Options", "Content-Language")


@pytest.fixture
def browser() -> Client:
    """A signed-in session that may read coupons."""
    client = Client()
    client.force_login(acting_user())
    return client


def acting_user():
    person = parties.user()
    parties.acting(parties.enterprise().party, Role.APPLICANT_MANAGER, person=person)
    return person


def bearer(user) -> dict[str, str]:
    return {"Authorization": f"Bearer {AuthToken.objects.create(user=user)[1]}"}


def test_a_session_beside_a_token_decides_nothing(browser):
    user = acting_user()
    answer = browser.get("/api/v1/me/", headers=bearer(user))
    assert (answer.status_code, answer.json()["username"], answer.cookies) == (200, user.username, {})


def test_a_request_with_a_token_alone_asks_for_no_session():
    headers = bearer(acting_user())
    with CaptureQueriesContext(connection) as seen:
        assert Client().get(COUPONS, headers=headers).status_code == 200
    assert not [query for query in seen if "django_session" in str(query["sql"])]


@pytest.mark.parametrize("token", ["", "x", "unknown" * 9, "一"])
def test_a_token_that_is_none_is_not_helped_by_a_session(browser, token):
    assert browser.get(COUPONS).status_code == 200
    assert (
        browser.get(COUPONS, headers={"Authorization": f"Bearer {token}".encode().decode("latin-1")}).status_code == 401
    )


def test_nothing_is_done_in_a_session_without_its_form_by_bringing_a_token_that_is_none():
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(acting_user())
    for headers, status in (({}, 403), ({"Authorization": "Bearer x"}, 401), ({"Authorization": "Bearer\tx"}, 401)):
        answer = browser.post(COUPONS, {}, "application/json", headers=headers | {"Idempotency-Key": str(uuid4())})
        assert answer.status_code == status


def test_who_is_meant_is_who_the_token_belongs_to(browser):
    user = acting_user()
    assert browser.get("/api/v1/me/", headers=bearer(user)).json()["username"] == user.username


@pytest.mark.parametrize("path", ["/coupons/", "/batches/", "/account/email/"])
def test_a_token_opens_no_page(path):
    answer = Client().get(path, headers=bearer(acting_user()))
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/account/login/")


def test_a_page_keeps_its_policy_whatever_is_brought(browser):
    answer = browser.get("/coupons/", headers={"Authorization": "Bearer x"})
    assert (answer.status_code, "default-src 'none'" in answer["Content-Security-Policy"]) == (200, True)


def test_a_form_of_another_site_is_refused_whatever_is_brought():
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(acting_user())
    assert browser.post("/language/", {"language": "en"}, headers={"Authorization": "Bearer x"}).status_code == 403


def test_an_answer_to_a_token_is_guarded_like_any(browser):
    answer = Client().get(COUPONS, headers=bearer(acting_user()) | {"Accept-Language": "en"})
    policy = answer["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "frame-ancestors 'none'", "object-src 'none'", "base-uri 'none'"} <= set(policy)
    assert {name: answer[name] for name in GUARDS} == {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Content-Language": "en",
    }


@pytest.mark.parametrize(
    ("accept", "status"),
    [(None, 200), ("*/*", 200), ("application/*", 200), ("text/html, */*;q=0.1", 200), ("text/html", 406)],
)
def test_what_kind_of_answer_is_taken(browser, accept, status):
    headers = {} if accept is None else {"Accept": accept}
    assert browser.get(COUPONS, headers=headers).status_code == status
