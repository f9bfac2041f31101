"""The run: begin and end the faults of the plan, restart processes that end, then wait until the site settles."""

import json
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

import psycopg

from faults.auditor import WAITING
from faults.ground import Ground
from faults.inject import Missed, begin
from faults.plan import Fault

STEP_SECONDS = 0.05
TRIES = 40
TRY_AGAIN_SECONDS = 0.5
SETTLE_SECONDS = 60.0


@dataclass(slots=True, kw_only=True)
class Run:
    """A plan being executed."""

    here: Ground
    plan: Sequence[Fault]
    clients: Sequence[subprocess.Popen[bytes]]
    done: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    due: list[tuple[float, int, Callable[[], None]]] = field(default_factory=list)
    turn: int = 0
    waiting: str = ""
    """The work that was still pending after the time-out."""

    def break_things(self) -> None:
        """Execute all faults of the plan to their ends."""
        start = time.monotonic()
        for fault in self.plan:
            self._at(start + fault.at, self._beginning(fault, tries=TRIES))
        while self.due:
            self._step()

    def settle(self) -> float | None:
        """Wait until no work is pending; return the seconds, None after a minute."""
        start = time.monotonic()
        ended = time.time()
        (self.here.folder / "finish").write_text(str(ended))
        while time.monotonic() < start + SETTLE_SECONDS:
            self.here.keep()
            self.waiting = self._find_waiting(ended)
            if not self.waiting:
                return time.monotonic() - start
            time.sleep(0.5)
        return None

    def _find_waiting(self, ended: float) -> str:
        if any(client.poll() is None for client in self.clients):
            return "clients wait for answers"
        try:
            with self.here.connect() as connection:
                for what, sql in WAITING.items():
                    if row := connection.execute(sql.encode(), {"ended": ended}).fetchone():
                        return f"{what}: {row}"
        except psycopg.Error as error:
            return f"the database does not answer: {error}"
        return ""

    def _at(self, moment: float, act: Callable[[], None]) -> None:
        self.turn += 1
        heappush(self.due, (moment, self.turn, act))

    def _step(self) -> None:
        self.here.keep()
        while self.due and self.due[0][0] <= time.monotonic():
            heappop(self.due)[2]()
        time.sleep(STEP_SECONDS)

    def _beginning(self, fault: Fault, *, tries: int) -> Callable[[], None]:
        """Return the function that begins the fault; it retries later if there is nothing to break yet."""

        def act() -> None:
            try:
                target, end = begin(fault, here=self.here)
            except Missed:
                if tries > 1:
                    self._at(time.monotonic() + TRY_AGAIN_SECONDS, self._beginning(fault, tries=tries - 1))
                else:
                    self.missed[fault.kind] += 1
                return
            begun = time.time()

            def finish() -> None:
                hit = end()
                (self.done if hit else self.missed)[fault.kind] += 1
                self._write(fault, target=target, begun=begun, hit=hit)

            self._at(time.monotonic() + fault.seconds, finish)

        return act

    def _write(self, fault: Fault, *, target: str, begun: float, hit: bool) -> None:
        if hit:
            line = {"kind": fault.kind, "target": target, "from": begun, "to": time.time()}
            with (self.here.folder / "faults.jsonl").open("a") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
