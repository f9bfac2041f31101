"""Counters of the limits: on the cache server in one script, or in the memory of a process."""

import threading
import time
from collections.abc import Mapping
from functools import cached_property
from typing import TypeAlias

from django.core.cache.backends.redis import RedisCacheClient
from redis.commands.core import Script

Charges: TypeAlias = Mapping[str, tuple[int, int, int]]
"""Key → the most in a window, the seconds of the window, and the cost to charge now."""

CHARGE = """
local wait = 0
for place, key in ipairs(KEYS) do
    local most, cost = tonumber(ARGV[3 * place - 2]), tonumber(ARGV[3 * place])
    if tonumber(redis.call('GET', key) or 0) + cost > most then
        local rest = redis.call('PTTL', key)
        wait = math.max(wait, rest > 0 and rest or ARGV[3 * place - 1] * 1000)
    end
end
if wait > 0 then
    return wait
end
for place, key in ipairs(KEYS) do
    if redis.call('INCRBY', key, ARGV[3 * place]) == tonumber(ARGV[3 * place]) then
        redis.call('PEXPIRE', key, ARGV[3 * place - 1] * 1000)
    end
end
return 0
"""


class CountingClient(RedisCacheClient):
    """A Redis client that charges costs to counters, in a script on the server."""

    def charge(self, charges: Charges) -> float:
        """Charge every cost, or none where one counter would exceed its most. Returns the seconds to wait, or 0."""
        numbers = [number for each in charges.values() for number in each]
        return int(self._charge(keys=list(charges), args=numbers)) / 1000

    @cached_property
    def _charge(self) -> Script:
        return self.get_client(write=True).register_script(CHARGE)


class ProcessCounter:
    """The same counters in the memory of this process, for while the server is away. Safe for threads.

    At most `most_keys` counters are kept: beyond that those whose window is over go first, then the oldest.
    """

    def __init__(self, *, most_keys: int = 10_000) -> None:
        self._most_keys = most_keys
        self._windows: dict[str, tuple[float, int]] = {}
        self._lock = threading.Lock()

    def charge(self, charges: Charges) -> float:
        """Charge every cost, or none where one counter would exceed its most. Returns the seconds to wait, or 0."""
        with self._lock:
            now = time.monotonic()
            windows = {key: self._window(key, now=now, seconds=seconds) for key, (_, seconds, _) in charges.items()}
            waits = [windows[key][0] - now for key, (most, _, cost) in charges.items() if windows[key][1] + cost > most]
            if waits:
                return max(waits)
            for key, (_, _, cost) in charges.items():
                ends, used = windows[key]
                self._windows[key] = (ends, used + cost)
            self._shrink(now=now)
            return 0.0

    def _window(self, key: str, *, now: float, seconds: int) -> tuple[float, int]:
        ends, used = self._windows.get(key, (0.0, 0))
        return (ends, used) if ends > now else (now + seconds, 0)

    def _shrink(self, *, now: float) -> None:
        if len(self._windows) <= self._most_keys:
            return
        self._windows = {key: window for key, window in self._windows.items() if window[0] > now}
        while len(self._windows) > self._most_keys:
            del self._windows[next(iter(self._windows))]
