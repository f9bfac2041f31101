"""The database is down or busy: 503 with Retry-After, never a 500."""

import psycopg
import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from config.urls import handler500  # noqa: F401 - read by Django from the URL module in use
from config.urls import urlpatterns as site_urls


@login_not_required
def query(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("answered")


@login_not_required
def lock(request: HttpRequest) -> HttpResponse:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '50ms'")
        cursor.execute("LOCK TABLE django_content_type IN ACCESS EXCLUSIVE MODE")
    return HttpResponse("locked")


@login_not_required
def slow(request: HttpRequest) -> HttpResponse:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '50ms'")
        cursor.execute("SELECT pg_sleep(5)")
    return HttpResponse("slept")


urlpatterns = [
    *site_urls,
    path("query/", query),
    path("api/v1/query/", query),
    path("lock/", lock),
    path("slow/", slow),
]

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db(transaction=True)]


@pytest.fixture
def database_gone():
    """Point the connection at a port where nothing listens."""
    connection.close()
    port, connection.settings_dict["PORT"] = connection.settings_dict["PORT"], 1
    yield
    connection.close()
    connection.settings_dict["PORT"] = port


@pytest.mark.usefixtures("database_gone")
def test_page_says_when_to_come_back(client: Client) -> None:
    response = client.get("/query/")
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "您的数据未作任何更改" in response.content.decode()


@pytest.mark.usefixtures("database_gone")
def test_api_answers_problem_details(client: Client) -> None:
    response = client.get("/api/v1/query/")
    assert (response.status_code, response["Content-Type"]) == (503, "application/problem+json")
    problem = response.json()
    assert (problem["code"], problem["errors"][0]["code"]) == ("service_unavailable", "service_unavailable")
    assert problem["errors"][0]["params"] == {"retry_after": 5}


@pytest.mark.usefixtures("database_gone")
def test_signing_in_answers_503_when_the_session_cannot_be_read(client: Client) -> None:
    client.cookies["sessionid"] = "a" * 32
    client.raise_request_exception = False
    assert client.get("/account/email/").status_code == 503


@pytest.mark.usefixtures("database_gone")
def test_not_ready_without_database(client: Client) -> None:
    response = client.get("/health/ready/")
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert response.json()["checks"] == {"database": False, "migrations": False, "broker": True}


def test_lock_that_takes_too_long_answers_503(client: Client) -> None:
    with psycopg.connect(_conninfo()) as other:
        other.execute("LOCK TABLE django_content_type IN ACCESS EXCLUSIVE MODE")
        assert client.get("/lock/").status_code == 503
        other.rollback()


def test_statement_that_takes_too_long_answers_503(client: Client) -> None:
    assert client.get("/slow/").status_code == 503


def _conninfo() -> str:
    settings = connection.settings_dict
    return psycopg.conninfo.make_conninfo(
        host=settings["HOST"],
        port=settings["PORT"],
        user=settings["USER"],
        password=settings["PASSWORD"],
        dbname=settings["NAME"],
    )
