"""Costs are charged on the real Valkey: all of a request's limits or none; and in the process while it is away."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from config.cache import OptionalRedisCache
from config.counters import ProcessCounter
from core.access.limits import charge_request

NOWHERE = "redis://127.0.0.1:1/1"


@pytest.fixture
def name() -> str:
    return str(uuid4())


@pytest.fixture(params=["on the server", "in the process", "while the server is away"])
def charge(request):
    """Return the function that charges costs in one of the ways."""
    away = OptionalRedisCache(NOWHERE, {"OPTIONS": {"socket_connect_timeout": 1}})
    return {
        "on the server": cache.charge,
        "in the process": ProcessCounter().charge,
        "while the server is away": away.charge,
    }[request.param]


def test_requests_pass_up_to_the_most_and_then_wait_until_the_window_ends(charge, name) -> None:
    waits = [charge({name: (2, 60, 1)}) for _ in range(4)]
    assert waits[:2] == [0, 0]
    assert all(59 < wait <= 60 for wait in waits[2:])


def test_a_request_refused_by_one_limit_is_not_charged_to_another(charge, name) -> None:
    both = {f"{name}-all": (3, 60, 1), f"{name}-claims": (1, 60, 1)}
    assert [charge(both) > 0 for _ in range(3)] == [False, True, True]
    assert [charge({f"{name}-all": (3, 60, 1)}) > 0 for _ in range(3)] == [False, False, True]


def test_what_costs_more_reaches_the_limit_sooner(charge, name) -> None:
    assert [charge({name: (100, 60, cost)}) > 0 for cost in (60, 50, 40, 1)] == [False, True, False, True]


def test_what_was_charged_is_forgotten_when_its_window_is_over(charge, name) -> None:
    assert [charge({name: (1, 1, 1)}) > 0 for _ in range(2)] == [False, True]
    while (wait := charge({name: (1, 1, 1)})) > 0:
        assert wait <= 1


def test_requests_at_the_same_time_are_all_counted(charge, name) -> None:
    with ThreadPoolExecutor(16) as pool:
        waits = list(pool.map(lambda _: charge({name: (30, 60, 1)}), range(90)))
    assert waits.count(0) == 30


def test_the_process_keeps_no_more_counters_than_it_may() -> None:
    counter = ProcessCounter(most_keys=3)
    for number in range(10):
        counter.charge({f"{number}": (1, 60, 1)})
    assert [counter.charge({f"{number}": (1, 60, 1)}) > 0 for number in (9, 8, 7)] == [True, True, True]
    assert len(counter._windows) == 3


@pytest.mark.parametrize(("length", "waits"), [("", False), ("9" * 9, False), ("9" * 15, True), ("9" * 5000, True)])
def test_a_body_is_charged_by_the_length_that_it_announces(length, waits, name) -> None:
    request = RequestFactory().post("/", REMOTE_ADDR=f"2001:db8::{name[:4]}", CONTENT_LENGTH=length)
    request.META["CONTENT_LENGTH"] = length
    assert (charge_request(request, account=None, scope=None) > 0) is waits
