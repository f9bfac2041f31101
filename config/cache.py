"""A Redis cache that is optional: a server that cannot be reached counts as an empty cache."""

import time
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, TypeAlias

import redis
import structlog
from django.core.cache.backends.redis import RedisCache

from config.counters import Charges, CountingClient, ProcessCounter

logger = structlog.get_logger(__name__)

PAUSE_SECONDS = 10.0
PROCESS_COUNTER = ProcessCounter()
"""One for all threads, each of which has a client of its own."""
Key: TypeAlias = "str | bytes | memoryview[int]"
"""The type of a key in the stubs of Django."""
Seconds: TypeAlias = "int | timedelta"


class OptionalRedisClient(CountingClient):
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
        except redis.RedisError as error:
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

    def charge(self, charges: Charges) -> float:
        """Charge the costs on the server; while it is away, to the counters of this process."""
        wait: float | None = self._call("charge", charges)
        return PROCESS_COUNTER.charge(charges) if wait is None else wait


class OptionalRedisCache(RedisCache):
    """Django's Redis cache over OptionalRedisClient."""

    def __init__(self, server: str, params: dict[str, object]) -> None:
        super().__init__(server, params)
        self._class = OptionalRedisClient

    def charge(self, charges: Charges) -> float:
        """Charge costs to counters; return the seconds to wait, 0 where all were charged."""
        client: Any = self._cache
        return float(client.charge({self.make_and_validate_key(key): each for key, each in charges.items()}))
