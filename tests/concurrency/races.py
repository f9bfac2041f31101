"""Running services at the same moment, each on its own connection."""

from collections.abc import Callable, Sequence
from threading import Barrier, Event, Thread
from typing import Any

from django.db import connection, transaction

PATIENCE = 30


def together(works: Sequence[Callable[[], Any]]) -> list[Any]:
    """Return what each operation returned or raised; none begins before all are ready."""
    start, results = Barrier(len(works)), [None] * len(works)

    def run(place: int, work: Callable[[], Any]) -> None:
        try:
            start.wait(PATIENCE)
            results[place] = work()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return results


def one_after_the_other(first: Callable[[], Any], second: Callable[[], Any]) -> list[Any]:
    """Begin the second operation while the transaction of the first is open."""
    written, finished = Event(), Event()

    def begin() -> Any:
        with transaction.atomic():
            found = first()
            written.set()
            until_blocked_or(finished.is_set)
        return found

    def follow() -> Any:
        written.wait(PATIENCE)
        try:
            return second()
        finally:
            finished.set()

    return together([begin, follow])


def until_blocked_or(done: Callable[[], bool]) -> None:
    """Wait until another session of this database waits for a lock, or until the condition holds."""
    with connection.cursor() as cursor:
        waiting = 0
        while not waiting and not done():
            cursor.execute("SELECT pg_stat_clear_snapshot()")  # inside a transaction the view would stand still
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            (waiting,) = cursor.fetchone()


def winners(results: Sequence[Any]) -> list[Any]:
    """Return the results that are not errors."""
    return [result for result in results if not isinstance(result, Exception)]


def codes(results: Sequence[Any]) -> list[str]:
    """Return the codes of the refusals, sorted."""
    return sorted(getattr(result, "code", repr(result)) for result in results if isinstance(result, Exception))
