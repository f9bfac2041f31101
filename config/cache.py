"""A Redis cache that is optional: a server that cannot be reached counts as an empty cache."""

import time
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, TypeAlias

import redis
import structlog
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from django.utils.functional import cached_property
from redis.commands.core import Script

logger = structlog.get_logger(__name__)

PAUSE_SECONDS = 10.0
Key: TypeAlias = "str | bytes | memoryview[int]"
"""The type of a key in the stubs of Django."""
Seconds: TypeAlias = "int | timedelta"


COUNT_REQUEST = """
for place, key in ipairs(KEYS) do
    local oldest = redis.call('LINDEX', key, ARGV[2 * place] - 1)
    if oldest and ARGV[1] - oldest < tonumber(ARGV[2 * place + 1]) then
        return tostring(ARGV[2 * place + 1] - (ARGV[1] - oldest))
    end
end
for place, key in ipairs(KEYS) do
    redis.call('LPUSH', key, ARGV[1])
    redis.call('LTRIM', key, 0, ARGV[2 * place] - 1)
    redis.call('EXPIRE', key, ARGV[2 * place + 1])
end
return '0'
"""


class RateLimitClient(RedisCacheClient):
    """A Redis client that counts requests against rate limits, in a script on the server."""

    def count_request(self, limits: Mapping[str, tuple[int, int]]) -> float:
        """Count a request under every key, or under none where one of them is used up.

        `limits` is key → (requests, seconds). Returns the seconds to wait, 0 where the request was counted.
        """
        numbers = [number for pair in limits.values() for number in pair]
        return float(self._count(keys=list(limits), args=[time.time(), *numbers]))

    @cached_property
    def _count(self) -> Script:
        return self.get_client(write=True).register_script(COUNT_REQUEST)


class OptionalRedisClient(RateLimitClient):
    """Answers every read as a miss while the server cannot be reached, and tries it again only after a pause.

    Without the pause each of the look-ups of a page would wait for its own time-out.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._unavailable_until = 0.0
        self._clients: dict[bool, redis.Redis] = {}

    def get_client(self, key: "Key | None" = None, *, write: bool = False) -> redis.Redis:
        """Return the client of a server, created once: creating one costs more than a query."""
        if write not in self._clients:
            self._clients[write] = super().get_client(key, write=write)
        return self._clients[write]

    def _call(self, name: str, *args: object, otherwise: object = None) -> Any:
        if time.monotonic() < self._unavailable_until:
            return otherwise
        try:
            return getattr(super(), name)(*args)
        except (redis.ConnectionError, redis.TimeoutError) as error:
            self._unavailable_until = time.monotonic() + PAUSE_SECONDS
            logger.warning("cache_unavailable", error=type(error).__name__)
            return otherwise

    def add(self, key: Key, value: object, timeout: "Seconds | None") -> bool:
        return bool(self._call("add", key, value, timeout, otherwise=True))

    def get(self, key: Key, default: object) -> object:
        return self._call("get", key, default, otherwise=default)

    def set(self, key: Key, value: object, timeout: "Seconds | None") -> None:
        self._call("set", key, value, timeout)

    def touch(self, key: Key, timeout: Seconds) -> bool:
        return bool(self._call("touch", key, timeout, otherwise=False))

    def delete(self, key: Key) -> bool:
        return bool(self._call("delete", key, otherwise=False))

    def get_many(self, keys: Iterable[Key]) -> dict[Key, Any]:
        found: dict[Key, Any] = self._call("get_many", keys, otherwise={})
        return found

    def has_key(self, key: Key) -> bool:
        return bool(self._call("has_key", key, otherwise=False))

    def incr(self, key: Key, delta: int) -> int:
        return int(self._call("incr", key, delta, otherwise=delta))

    def set_many(self, data: Mapping[Key, object], timeout: "Seconds | None") -> None:
        self._call("set_many", data, timeout)

    def delete_many(self, keys: Iterable[Key]) -> None:
        self._call("delete_many", keys)

    def clear(self) -> bool:
        return bool(self._call("clear", otherwise=False))

    def count_request(self, limits: Mapping[str, tuple[int, int]]) -> float:
        return float(self._call("count_request", limits, otherwise=0))


class OptionalRedisCache(RedisCache):
    """Django's Redis cache over OptionalRedisClient."""

    def __init__(self, server: str, params: dict[str, object]) -> None:
        super().__init__(server, params)
        self._class = OptionalRedisClient

    def count_request(self, limits: Mapping[str, tuple[int, int]]) -> float:
        """Count a request as `RateLimitClient` does; without the server nothing is limited."""
        client: Any = self._cache
        return float(client.count_request({self.make_and_validate_key(key): pair for key, pair in limits.items()}))
