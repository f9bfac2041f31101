"""Rate limits are counted on the real Valkey: a request counts under all of its limits or under none."""

from uuid import uuid4

import pytest
from django.core.cache import cache


@pytest.fixture
def name():
    return str(uuid4())


def test_requests_pass_up_to_the_limit_and_then_wait(name):
    waits = [cache.count_request({name: (2, 60)}) for _ in range(4)]
    assert waits[:2] == [0, 0]
    assert all(59 < wait <= 60 for wait in waits[2:])


def test_a_request_refused_by_one_limit_does_not_count_for_another(name):
    both = {f"{name}-all": (3, 60), f"{name}-claims": (1, 60)}
    assert [cache.count_request(both) > 0 for _ in range(3)] == [False, True, True]
    assert [cache.count_request({f"{name}-all": (3, 60)}) > 0 for _ in range(3)] == [False, False, True]


def test_a_request_no_longer_counts_when_its_seconds_are_over(name):
    assert [cache.count_request({name: (1, 1)}) > 0 for _ in range(2)] == [False, True]
    while (wait := cache.count_request({name: (1, 1)})) > 0:
        assert wait <= 1
