import pytest

from config.cache import OptionalRedisCache


@pytest.fixture
def gone() -> OptionalRedisCache:
    """A cache whose server does not exist: port 1 on loopback refuses connections."""
    return OptionalRedisCache("redis://127.0.0.1:1/1", {"OPTIONS": {"socket_connect_timeout": 1}})


def test_absent_server_is_an_empty_cache(gone: OptionalRedisCache) -> None:
    gone.set("limit", 3)
    assert gone.get("limit", "nothing") == "nothing"
    assert gone.get_many(["limit"]) == {}
    assert gone.has_key("limit") is False
    assert gone.delete("limit") is False


def test_absent_server_lets_the_first_of_a_kind_through(gone: OptionalRedisCache) -> None:
    assert gone.add("once", 1) is True
    assert gone.incr("count", 2) == 2


def test_absent_server_leaves_the_counting_to_the_process(gone: OptionalRedisCache) -> None:
    waits = [gone.charge({"counted-in-the-process": (3, 60, 1)}) for _ in range(4)]
    assert [wait > 0 for wait in waits] == [False, False, False, True]
