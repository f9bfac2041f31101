"""Many clients that send at the same moment, each on its own connection."""

from collections.abc import Callable, Sequence
from queue import SimpleQueue
from threading import Barrier, Thread
from time import sleep
from types import TracebackType
from typing import Any

from django.db import connection

Work = Callable[[], Any]
PATIENCE = 60
RETRY_AFTER = 0.1
"""Seconds until a client repeats after `busy` (503); shorter than Retry-After, to keep the load high."""


class Crowd:
    """So many clients; `busy` counts who was told to come again."""

    def __init__(self, size: int) -> None:
        self.size, self.busy = size, 0

    def __enter__(self) -> "Crowd":
        self.start = Barrier(self.size)
        self.done: SimpleQueue[tuple[int, Any]] = SimpleQueue()
        self.works = [SimpleQueue[Work | None]() for _ in range(self.size)]
        self.threads = [Thread(target=self._run, args=(place,), daemon=True) for place in range(self.size)]
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for queue in self.works:
            queue.put(None)
        for thread in self.threads:
            thread.join(PATIENCE)

    def press(self, works: Sequence[Work]) -> list[Any]:
        """Return what each operation returned or raised; none begins before all are ready."""
        for queue, work in zip(self.works, works, strict=True):
            queue.put(work)
        found = dict(self.done.get(timeout=PATIENCE) for _ in works)
        return [found[place] for place in range(self.size)]

    def _run(self, place: int) -> None:
        connection.ensure_connection()
        try:
            while work := self.works[place].get():
                self.start.wait(PATIENCE)
                self.done.put((place, self._until_answered(work)))
        finally:
            connection.close()

    def _until_answered(self, work: Work) -> Any:
        while True:
            try:
                return work()
            except Exception as error:
                if getattr(error, "code", "") != "busy":
                    return error
                self.busy += 1
                sleep(RETRY_AFTER)
