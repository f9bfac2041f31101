"""Invalid requests apart from bodies: addresses, methods, headers, filters, page keys; and throttles."""

import base64
import io
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.test import Client
from django_filters import FilterSet

from accounts.rules.roles import Role
from config.wsgi import application
from core.api.views import ListView
from tests.factories.contracts import acting
from tests.factories.limits import lower
from tests.world.calls import Call, calls, send
from tests.world.matrix import LISTS, by_name
from tests.world.problems import problem
from tests.world.savepoints import one_connection, undone
from tests.world.things import World

PAGES = [call for call in LISTS if not call.kind]


def key(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


KEYS = ["garbage", "%00", "%FF%FE", "", key("p=abc"), key("p=-1"), key("p=1.5"), key("p=" + "9" * 40), key("p=%00"),
        key("o=-1"), key("o=x"), key("r=x"), key("p=٣"), "A" * 4000]  # fmt: skip
VALUES = ["%00", "%FF", "%ED%A0%80", "x" * 3000, "9" * 400, "-1", "1.5", "1e400", "NaN", "Infinity", "[]", "{}", "٣", "",
          "2026-02-30", "0001-01-01", "9999-12-31", "0001-01-01T00:00:00%2B14:00", "9999-12-31T23:59:59-14:00",
          "9" * 19, str(2**63), "true", "null", "'", "%25", "BJ2026-999999999999", "1&{field}=2"]  # fmt: skip


def look(world: World, call: Call, query: str = "", **headers: str) -> Any:
    with undone():
        return send(call, world.actor(sorted(call.roles)[-1]), query=query, headers=headers)


@pytest.mark.parametrize("call", PAGES, ids=by_name)
def test_a_key_of_a_page_that_is_none_is_refused(world, call):
    for value in [each for each in KEYS if each]:
        answer = look(world, call, f"?after={value}")
        if answer.status_code != 200:
            assert problem(answer)["errors"][0]["field"] == "after"
    for value in (key("p=abc"), key("p=" + "9" * 40), "garbage"):
        assert look(world, call, f"?after={value}").status_code == 400


@pytest.mark.parametrize("call", PAGES, ids=by_name)
def test_a_page_of_no_size_is_refused(world, call):
    for value in ("0", "-1", "x", "1.5", "", "٣", "9" * 5000, "%00"):
        assert problem(look(world, call, f"?limit={value}"))["errors"][0]["field"] == "limit"


@pytest.mark.parametrize("call", PAGES, ids=by_name)
def test_pages_lead_to_the_end_and_hold_every_row_once(world, call):
    with undone():
        actor = world.actor(sorted(call.roles)[-1])
        whole = send(call, actor, query="?limit=200").json()
        found, query = [], "?limit=7"
        while query:
            page = send(call, actor, query=query).json()
            found += page["results"]
            query = "?" + page["next"].split("?")[1] if page["next"] else ""
    assert found[:200] == whole["results"]
    assert len(found) == len({str(row) for row in found})


@pytest.mark.parametrize("call", PAGES, ids=by_name)
def test_a_filter_finds_or_refuses(world, call):
    for field in filters(call.view):
        for value in VALUES:
            answer = look(world, call, f"?{field}={value.replace('{field}', field)}")
            if answer.status_code != 200:
                assert {error["field"] for error in problem(answer)["errors"]} == {field}, value


def filters(view: type[ListView]) -> list[str]:
    found: type[FilterSet] | None = getattr(view, "filterset_class", None)
    return [*(found.base_filters if found else {})]


@pytest.mark.parametrize(
    "path", ["coupons/-1/", "coupons/x/", "coupons/%00/", "coupons/" + "9" * 5000 + "/", "none/", ""]
)
def test_an_address_below_api_that_is_none_is_a_problem_too(world, path):
    assert problem(Client().get(f"/api/v1/{path}"), 404)["code"] == "not_found"


@pytest.mark.parametrize("call", calls(), ids=by_name)
def test_a_method_that_is_none_is_refused_and_the_others_are_named(world, call):
    with undone():
        for method in {"put", "patch", "delete", "trace"} - {call.method}:
            answer = send(call, world.actor(sorted(call.roles)[0]), method=method, ids={"pk": 1})
            assert problem(answer, 405)["code"] == "method_not_allowed"
            assert call.method.upper() in answer.headers["Allow"]


@pytest.mark.parametrize("language", ["", "x" * 6000, "*", "en;q=9", "zh-Hant-TW", "\u00ff", "de,en;q=0.1", ",,,;;;"])
def test_any_language_is_answered(world, language):
    call = next(call for call in calls("get") if call.name == "coupon")
    assert problem(look(world, call, **{"Accept-Language": language}), 404)["title"]


@pytest.mark.parametrize(
    "token", ["", "Bearer", "Bearer x", "Bearer x y", "Token x", "Bearer " + "x" * 6000, "\u00ff", "Bearer \u00ff"]
)
def test_any_token_that_is_none_is_not_authenticated(world, token):
    answer = Client().get("/api/v1/me/", headers={"Authorization": token})
    assert problem(answer, 401)["code"] in {"not_authenticated", "authentication_failed"}


@pytest.mark.parametrize("charset", ["utf-16", "base64", "hex", "zlib", "rot13", "idna", "undefined", "x", "utf-7"])
def test_the_charset_of_a_request_breaks_nothing(world, charset):
    kind = f"application/json; charset={charset}"
    assert bare("POST", "/api/v1/tokens/", kind, body=b'{"username": "\\u5f20", "password": "x"}') == 401
    assert bare("GET", "/api/v1/notices/", kind, query="subject_kind=%ff") == 200
    assert bare("GET", "/account/login/", kind, query="next=%ff") == 200


@pytest.mark.parametrize(
    "kind", ["application/json; a*=x''b", "a/b; boundary*=idna''%ff", ";;;", "\u00ff/\u00ff; a*0*=x''b"]
)
def test_a_header_that_cannot_be_read_breaks_nothing(world, kind):
    assert bare("POST", "/api/v1/tokens/", kind, body=b"{}") == 415
    assert bare("GET", "/api/v1/notices/", "", accept=kind) in {200, 406}


def bare(method: str, path: str, kind: str, *, query: str = "", body: bytes = b"", accept: str = "*/*") -> int:
    """Return the status of the WSGI application, without Django's test client."""
    environ: dict[str, Any] = {"PATH_INFO": path, "QUERY_STRING": query, "CONTENT_TYPE": kind, "HTTP_ACCEPT": accept}
    environ |= {"REQUEST_METHOD": method, "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body)}
    setup_testing_defaults(environ)
    statuses: list[str] = []
    with undone(), one_connection():
        application({**environ, "HTTP_HOST": "testserver"}, lambda status, headers: statuses.append(status)).close()
    return int(statuses[0].split()[0])


def test_who_asks_too_often_is_told_how_long_to_wait(world, settings):
    lower(settings, claim=1)
    with undone():
        actor = acting(world.own.firm, Role.APPLICANT_MANAGER)
        answers = [send(claim(), actor, body={}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [400, 429]
    body = problem(answers[1], 429)
    assert body["code"] == "throttled"
    assert 1 <= int(answers[1].headers["Retry-After"]) == body["errors"][0]["params"]["wait"] <= 60


def test_reading_coupons_is_not_limited_as_claiming_them_is(world, settings):
    lower(settings, visitor=3, claim=1)
    with undone():
        actor = acting(world.own.firm, Role.APPLICANT_MANAGER)
        answers = [send(reading(), actor) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]


def reading() -> Call:
    return next(call for call in calls("get") if call.name == "coupon-list")


def claim() -> Call:
    return next(call for call in calls("post") if call.name == "coupon-list")
