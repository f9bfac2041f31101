"""Throttles count on the real Valkey, all scopes of a request or none."""

from uuid import uuid4

import pytest
from django.core.cache import cache


@pytest.fixture
def name():
    return str(uuid4())


def test_so_many_turns_are_given_and_then_a_wait(name):
    waits = [cache.take_turns({name: (2, 60)}) for _ in range(4)]
    assert waits[:2] == [0, 0]
    assert all(59 < wait <= 60 for wait in waits[2:])


def test_who_is_refused_by_one_limit_uses_no_turn_of_another(name):
    both = {f"{name}-all": (3, 60), f"{name}-claims": (1, 60)}
    assert [cache.take_turns(both) > 0 for _ in range(3)] == [False, True, True]
    assert [cache.take_turns({f"{name}-all": (3, 60)}) > 0 for _ in range(3)] == [False, False, True]


def test_a_turn_comes_back_when_its_seconds_are_over(name):
    assert [cache.take_turns({name: (1, 1)}) > 0 for _ in range(2)] == [False, True]
    while (wait := cache.take_turns({name: (1, 1)})) > 0:
        assert wait <= 1
