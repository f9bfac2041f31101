"""Two connections whose every statement waits at a gate until it may pass.

BEGIN goes out with a transaction's first statement, as psycopg sends it; COMMIT and ROLLBACK are statements of their own.
"""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Event, Lock, Semaphore, Thread
from time import monotonic
from types import TracebackType
from typing import Any

import psycopg
from django.db import DatabaseError, connection

PATIENCE = 20.0
"""Seconds after which a side that neither returns nor is blocked by the other fails the run."""
GLANCE = 0.002
"""Seconds to wait for a statement before PostgreSQL is asked whether it is blocked."""
ENDS = ("COMMIT", "ROLLBACK")
"""Statements that release locks; a blocked side can continue only after one of them."""

Work = Callable[[], Any]


@dataclass
class Played:
    """One interleaving: the choice wherever both sides could continue, which of them were voluntary switches, the
    statements in order (side, text, whether the other side blocked it), the result or error of each side, and the number
    of deadlocks that PostgreSQL broke."""

    choices: list[str] = field(default_factory=list)
    switches: list[int] = field(default_factory=list)
    steps: list[list[Any]] = field(default_factory=list)
    results: list[Any] = field(default_factory=list)
    deadlocks: int = 0

    def __str__(self) -> str:
        return "\n".join(f"{side} {'(waits) ' if waited else ''}{text[:160]}" for side, text, waited in self.steps)


class Side:
    """One client: a thread with its own connection that executes one operation after the other."""

    def __init__(self, name: str, gate: "Gate") -> None:
        self.name, self.gate = name, gate
        self.go, self.works = Semaphore(0), SimpleQueue[Work | None]()
        self.state, self.statement = "running", ""
        self.step: list[Any] = []
        self.result: Any = None
        self.deadlocks = self.pid = 0
        self.thread = Thread(target=self._run, name=f"side {name}", daemon=True)

    def _run(self) -> None:
        try:
            self._connect()
            self.gate.arrive(self, "done")
            while work := self.works.get():
                try:
                    self.result = work()
                except Exception as error:
                    self.result = error
                self.gate.arrive(self, "done")
        finally:
            connection.close()

    def _connect(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET deadlock_timeout = '20ms'")
            cursor.execute("SELECT pg_backend_pid()")
            (self.pid,) = cursor.fetchone()
        commit, rollback = connection._commit, connection._rollback
        connection._commit = lambda: (self._wait("COMMIT"), commit())
        connection._rollback = lambda: (self._wait("ROLLBACK"), rollback())
        connection.execute_wrappers.append(self._gated)
        connection.connection.pipeline = nullcontext  # every statement is answered before the next waits at the gate

    def _gated(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self._wait(sql)
        try:
            return execute(sql, params, many, context)
        except DatabaseError as error:
            self.deadlocks += isinstance(error.__cause__, psycopg.errors.DeadlockDetected)
            raise

    def _wait(self, statement: str) -> None:
        self.statement = " ".join(statement.split())
        self.gate.arrive(self, "ready")
        self.go.acquire()


class Gate:
    """Both sides, and a third connection that sees who blocks whom."""

    def __enter__(self) -> "Gate":
        self.lock, self.over, self.open = Lock(), Event(), False
        self.played, self.prefix = Played(), ""
        settings = connection.get_connection_params() | {"autocommit": True}
        self.watcher = psycopg.connect(**settings)
        self.sides = [Side(name, self) for name in "ab"]
        self.last = self.sides[0]
        for side in self.sides:
            side.thread.start()
        self._watch()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.open = True
        for side in self.sides:
            side.works.put(None)
            side.go.release()
        for side in self.sides:
            side.thread.join(PATIENCE)
        self.watcher.close()

    def play(self, works: tuple[Work, Work], prefix: str = "") -> Played:
        """Run both operations; where both sides can continue, the prefix decides, after it the side that ran last continues."""
        self.played, self.prefix = Played(), prefix
        self.last = self.sides[0]
        self.over.clear()
        for side in self.sides:
            side.state, side.deadlocks = "running", 0
        for side, work in zip(self.sides, works, strict=True):
            side.works.put(work)
        self._watch()
        self.played.results = [side.result for side in self.sides]
        self.played.deadlocks = sum(side.deadlocks for side in self.sides)
        return self.played

    def arrive(self, side: Side, state: str) -> None:
        """Report that a side is before a statement ("ready") or has finished ("done"); let the side whose turn it is continue."""
        with self.lock:
            side.state = state
            self._advance()
            if self.open:
                side.go.release()

    def _advance(self) -> None:
        if any(side.state == "running" for side in self.sides):
            return
        ready = [side for side in self.sides if side.state == "ready"]
        if not ready:
            if all(side.state == "done" for side in self.sides):
                self.over.set()
            return
        self.last = self._choose(ready)
        self.last.state, self.last.step = "running", [self.last.name, self.last.statement, False]
        self.played.steps.append(self.last.step)
        if self.last.statement.startswith(ENDS):
            for other in self.sides:
                other.state = "running" if other.state == "blocked" else other.state
        self.last.go.release()

    def _choose(self, ready: list[Side]) -> Side:
        if len(ready) == 1:
            return ready[0]
        place = len(self.played.choices)
        name = self.prefix[place] if place < len(self.prefix) else self.last.name
        self.played.choices.append(name)
        self.played.switches.append(int(bool(self.played.steps) and name != self.last.name))
        return next(side for side in ready if side.name == name)

    def _watch(self) -> None:
        """Watch which side is blocked by the other, until both are done."""
        steps, until = -1, monotonic() + PATIENCE
        while not self.over.wait(GLANCE):
            if steps == len(self.played.steps):
                self._look()
            elif steps < len(self.played.steps):
                steps, until = len(self.played.steps), monotonic() + PATIENCE
            if monotonic() > until:
                raise RuntimeError(
                    f"stuck after:\n{self.played}\n{[(s.name, s.state, s.statement) for s in self.sides]}"
                )

    def _look(self) -> None:
        for side, other in (self.sides, self.sides[::-1]):
            if side.state != "running" or other.state == "running":
                continue
            asked = side.step
            (blocked,) = self.watcher.execute(
                "SELECT %s = ANY(pg_blocking_pids(%s))", [other.pid, side.pid]
            ).fetchone() or (False,)
            with self.lock:
                if blocked and side.state == "running" and side.step is asked and other.state != "running":
                    side.state = "blocked"
                    side.step[2] = True
                    self._advance()
