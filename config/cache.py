"""A Redis cache that the site can do without: a server that is gone or frozen counts as an empty cache."""

import time
from typing import Any

import redis
import structlog
from django.core.cache.backends.redis import RedisCache, RedisCacheClient

logger = structlog.get_logger(__name__)

PAUSE_SECONDS = 10.0


class OptionalRedisClient(RedisCacheClient):
    """Answers every read with "not there" while the server is gone, and asks it again only after a pause.

    Without the pause each of the several look-ups of a page would wait for its own time-out.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._silent_until = 0.0
        self._made: dict[bool, redis.Redis] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> redis.Redis:
        """The client of a server, made once: making one costs more than asking it."""
        if write not in self._made:
            self._made[write] = super().get_client(key, write=write)
        return self._made[write]

    def _call(self, name: str, *args: Any, otherwise: Any = None) -> Any:
        if time.monotonic() < self._silent_until:
            return otherwise
        try:
            return getattr(super(), name)(*args)
        except (redis.ConnectionError, redis.TimeoutError) as error:
            self._silent_until = time.monotonic() + PAUSE_SECONDS
            logger.warning("cache_unavailable", error=type(error).__name__)
            return otherwise

    def add(self, key: Any, value: Any, timeout: Any) -> bool:
        return bool(self._call("add", key, value, timeout, otherwise=True))

    def get(self, key: Any, default: Any) -> Any:
        return self._call("get", key, default, otherwise=default)

    def set(self, key: Any, value: Any, timeout: Any) -> None:
        self._call("set", key, value, timeout)

    def touch(self, key: Any, timeout: Any) -> bool:
        return bool(self._call("touch", key, timeout, otherwise=False))

    def delete(self, key: Any) -> bool:
        return bool(self._call("delete", key, otherwise=False))

    def get_many(self, keys: Any) -> dict[Any, Any]:
        found: dict[Any, Any] = self._call("get_many", keys, otherwise={})
        return found

    def has_key(self, key: Any) -> bool:
        return bool(self._call("has_key", key, otherwise=False))

    def incr(self, key: Any, delta: int) -> int:
        return int(self._call("incr", key, delta, otherwise=delta))

    def set_many(self, data: Any, timeout: Any) -> None:
        self._call("set_many", data, timeout)

    def delete_many(self, keys: Any) -> None:
        self._call("delete_many", keys)

    def clear(self) -> bool:
        return bool(self._call("clear", otherwise=False))


class OptionalRedisCache(RedisCache):
    """Django's Redis cache over OptionalRedisClient."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = OptionalRedisClient
