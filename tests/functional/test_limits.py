"""Limits count an account over pages and API together, and others by the client's address behind the proxies."""

import pytest
from django.test import Client
from knox.models import AuthToken
from rest_framework.test import APIClient

from accounts.models import User
from accounts.rules.roles import Role
from core.models import IdempotencyKey
from core.values.actors import Actor
from tests.factories import rounds
from tests.factories.contracts import MONDAY, acting
from tests.factories.limits import lower
from tests.factories.pages import Visitor
from tests.world.addresses import ADDRESSES, path_of
from tests.world.problems import problem

pytestmark = pytest.mark.django_db
HEALTH = {"health/live/", "health/ready/"}
OF_ACCOUNTS = {
    route
    for route, entry in ADDRESSES.items()
    if (view := getattr(entry.callback, "cls", None))
    and view.authentication_classes
    and not view.__module__.startswith("drf")
}
"""Addresses of the API that read a token."""
PROXIED = "203.0.113.9, 198.51.100.{}"


@pytest.fixture(autouse=True)
def monday(time_machine) -> None:
    """A day on which rounds are open."""
    time_machine.move_to(MONDAY, tick=False)


def manager() -> Actor:
    return acting(rounds.enterprise(), Role.APPLICANT_MANAGER)


def api(actor: Actor) -> APIClient:
    """Return a client with a token of the actor's user."""
    token = AuthToken.objects.create(user=User.objects.get(pk=actor.user_id))[1]
    return APIClient(headers={"Authorization": f"Bearer {token}"})


def test_claims_on_the_page_and_over_the_api_have_one_limit(settings) -> None:
    lower(settings, claim=3)
    actor, path = manager(), f"/coupons/claim/{rounds.round_().pk}/"
    page, token = Visitor(actor), api(actor)
    statuses = [page.post(path, amount="1.00").status_code for _ in range(2)]
    statuses += [token.post("/api/v1/coupons/", {}).status_code for _ in range(2)]
    assert [*statuses, page.post(path, amount="1.00").status_code] == [303, 303, 400, 429, 429]
    assert IdempotencyKey.objects.count() == 2


def test_page_says_kindly_when_to_come_back(settings) -> None:
    lower(settings, visitor=1)
    answers = [Client().get("/publicity/") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 429]
    wait = answers[1].headers["Retry-After"]
    assert f"请在 {wait} 秒后返回上一页重试" in answers[1].content.decode()
    assert 1 <= int(wait) <= 60


def test_one_account_does_not_use_up_what_another_may(settings) -> None:
    lower(settings, account=1)
    one, other = api(manager()), api(manager())
    assert [who.get("/api/v1/me/").status_code for who in (one, one, other)] == [200, 429, 200]


@pytest.mark.parametrize("path", ["/publicity/", "/api/v1/notices/", "/account/login/", "/none/", "/api/v1/none/"])
def test_visitors_are_counted_by_the_address_that_the_proxy_saw(settings, path) -> None:
    settings.NUM_PROXIES = 1
    lower(settings, visitor=1)
    answers = [Client().get(path, headers={"X-Forwarded-For": PROXIED.format(n)}) for n in (1, 1, 2)]
    limited = [answer.status_code == 429 for answer in answers]
    assert limited == [False, True, False]


def test_the_31st_sign_in_of_a_city_is_not_the_31st_of_one_address(settings) -> None:
    settings.NUM_PROXIES = 1
    lower(settings, login=1)
    statuses = [sign_in(Client(), headers={"X-Forwarded-For": PROXIED.format(n)}) for n in (1, 2, 1)]
    assert statuses == [200, 200, 429]


def sign_in(client: Client, **options) -> int:
    return client.post("/account/login/", {"login": "nobody", "password": "wrong"}, **options).status_code


def test_signing_in_over_the_api_and_on_the_page_have_one_limit(settings) -> None:
    lower(settings, login=2)
    body = {"username": "nobody", "password": "wrong"}
    statuses = [APIClient().post("/api/v1/tokens/", body).status_code for _ in range(2)]
    assert [*statuses, sign_in(Client())] == [401, 401, 429]


def test_tokens_that_are_none_are_counted_by_address(settings) -> None:
    lower(settings, visitor=2)
    guesses = [Client().get("/api/v1/me/", headers={"Authorization": f"Bearer {n}"}) for n in range(3)]
    assert [guess.status_code for guess in guesses] == [401, 401, 429]
    assert guesses[2].json()["code"] == "throttled"


def test_a_large_body_is_refused_before_it_is_read(settings) -> None:
    lower(settings, body=250_000)
    body = {"key": "x" * 150_000}
    visitor = Visitor(manager())
    answers = [visitor.client.post("/publicity/", body) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [405, 429]


def test_a_self_check_counts_like_a_registration_on_pages_and_over_the_api(settings) -> None:
    lower(settings, registration=3)
    actor = manager()
    page, token = Visitor(actor), api(actor)
    statuses = [page.post("/register/enterprise/", **{how: "1"}).status_code for how in ("check", "add")]
    statuses += [token.post(f"/api/v1/{path}/", {}, format="json").status_code for path in ("teams", "enterprises")]
    statuses += [page.post(path, check="1").status_code for path in ("/register/team/", "/register/unit/")]
    assert statuses == [200, 200, 400, 429, 429, 429]


def test_cases_of_the_calculator_are_counted_not_requests(settings) -> None:
    lower(settings, cases=5)
    sizes = [APIClient().post("/api/v1/calculator/", [{}] * n, format="json").status_code for n in (3, 3, 2)]
    assert sizes == [200, 429, 200]


def test_exports_are_counted(settings) -> None:
    lower(settings, export=1)
    visitor = Visitor(manager())
    assert [visitor.get("/coupons/", format="csv").status_code for _ in range(2)] == [200, 429]
    assert visitor.get("/coupons/").status_code == 200


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_address_is_limited_for_a_visitor(settings, method: str) -> None:
    lower(settings, visitor=0)
    answers = {route: getattr(Client(), method)(path_of(route)) for route in ADDRESSES}
    assert {route for route, answer in answers.items() if answer.status_code != 429} == HEALTH
    assert all("Retry-After" in answer.headers for route, answer in answers.items() if route not in HEALTH)
    api_answers = [answer for route, answer in answers.items() if route.startswith("api/")]
    assert {problem(answer, 429)["code"] for answer in api_answers} == {"throttled"}


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_address_is_limited_for_an_account(settings, method: str) -> None:
    lower(settings, account=0)
    actor = manager()
    page, token = Visitor(actor).client, api(actor)
    answers = {route: getattr(page, method)(path_of(route)).status_code for route in ADDRESSES}
    answers |= {f"token {route}": getattr(token, method)(path_of(route)).status_code for route in OF_ACCOUNTS}
    assert {route for route, status in answers.items() if status != 429} == HEALTH


def test_health_is_answered_whatever_was_asked_before(settings) -> None:
    lower(settings, visitor=0)
    assert Client().get("/health/live/").status_code == 200
