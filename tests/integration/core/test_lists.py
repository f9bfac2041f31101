"""Lists ordered by a filter's index: the index that PostgreSQL uses, the order, and that no row is lost."""

from datetime import timedelta

import pytest
from django.db import connection
from rest_framework.request import Request
from rest_framework.test import APIRequestFactory

from core.api.filters import EventFilter
from core.api.pagination import KeysetPagination
from core.models import Event
from tests.factories.api import Caller
from tests.factories.contracts import MONDAY, acting, staff
from tests.factories.rounds import coupon, enterprise, round_

pytestmark = pytest.mark.django_db

ONCE_COMMON = """
    INSERT INTO core_event (type, subject_kind, subject_id, actor_id, from_state, to_state, data, at)
    SELECT CASE WHEN n <= 10000 THEN 'coupon.moved' ELSE 'coupon.claimed' END, 'coupon', n, CASE WHEN n <= 10000 THEN 1 ELSE 2 END,
        '', '', '{}', timestamptz '2026-01-01' + n * interval '1 minute'
    FROM generate_series(1, 20000) AS n
"""


@pytest.fixture
def once_common():
    """A type, an officer and days of the older half of all events."""
    with connection.cursor() as cursor:
        cursor.execute(ONCE_COMMON)
        cursor.execute("ANALYZE core_event")


def plan(rows):
    paginated = []
    with connection.execute_wrapper(
        lambda execute, sql, params, many, context: (
            paginated.append((sql, params)) or execute(sql, params, many, context)
        )
    ):
        KeysetPagination().paginate_queryset(rows, Request(APIRequestFactory().get("/")))
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {paginated[0][0]}", paginated[0][1])
        return "\n".join(line for (line,) in cursor.fetchall())


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ({"type": "coupon.moved"}, "event_by_type"),
        ({"actor_id": "1"}, "event_by_actor"),
        ({"until": "2026-01-07T00:00:00Z"}, "event_by_moment"),
    ],
)
def test_what_only_old_events_have_is_read_by_its_index(once_common, query, index):
    rows = EventFilter(query, queryset=Event.objects.all()).qs
    assert "core_event_pkey" in plan(Event.objects.filter(type="coupon.moved"))
    assert f"using {index}" in plan(rows)


def walk(caller, path, **query):
    """Return the pages of two rows, forwards and backwards, as lists of ids."""
    pages, answer = [], caller.get(path, limit=2, **query).json()
    while True:
        pages.append([row["id"] for row in answer["results"]])
        if not answer["next"]:
            break
        answer = caller.client.get(answer["next"], headers=caller.headers).json()
    back = []
    while answer["previous"]:
        answer = caller.client.get(answer["previous"], headers=caller.headers).json()
        back.insert(0, [row["id"] for row in answer["results"]])
    return pages, [*back, pages[-1]]


def test_coupons_to_register_come_by_their_deadline_and_each_once():
    firm, open_round = enterprise(), round_()
    days = (0, 2, 2, 1, 2, 3)
    made = [coupon(of=firm, in_round=open_round, amount="1.00") for _ in days]
    for each, day in zip(made, days, strict=True):
        type(each).objects.filter(pk=each.pk).update(register_by=MONDAY.date() + timedelta(days=day))
    ids = [each.pk for each in made]
    caller = Caller(acting(firm, "applicant_operator"))
    expected = [[ids[0], ids[3]], [ids[1], ids[2]], [ids[4]]]
    assert walk(caller, "coupons/", register_by_until="2026-03-04") == (expected, expected)
    newest = [[ids[5], ids[4]], [ids[2], ids[1]], [ids[3], ids[0]]]
    assert walk(caller, "coupons/", state="claimed") == (newest, newest)


def test_what_is_no_longer_claimed_is_not_to_be_registered():
    made = coupon()
    type(made).objects.filter(pk=made.pk).update(state="lapsed")
    caller = Caller(acting(made.applicant, "applicant_operator"))
    assert caller.get("coupons/", register_by_until="2030-01-01").json()["results"] == []
    assert [row["id"] for row in caller.get("coupons/", state="lapsed").json()["results"]] == [made.pk]


def test_events_of_a_type_and_of_a_time_page_newest_first(once_common):
    caller = Caller(staff("auditor"))
    newest = Event.objects.filter(type="coupon.moved").order_by("-pk").values_list("pk", flat=True)[:5]
    for query in ({"type": "coupon.moved"}, {"actor_id": 1}, {"until": "2026-01-07T22:41:00Z"}):
        first = caller.get("events/", limit=2, **query).json()
        then = caller.client.get(first["next"], headers=caller.headers).json()
        assert [row["id"] for row in [*first["results"], *then["results"]]] == list(newest)[:4]


@pytest.mark.parametrize("key", ["cD1bXQ==", "cD1XMjUsIDFd", "cD1XMjRsSURFZAo="])
def test_a_key_of_another_order_is_refused(key):
    assert Caller(staff("auditor")).get("events/", after=key, until="2026-01-07T00:00:00Z").status_code == 400
