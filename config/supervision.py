"""Restarting what dies while `make demo` runs: bundled servers and processes of the site, with a growing pause."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from config.embedded import ServerError

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 60.0
"""What has run that long and dies again is restarted after the first pause."""


class Part(Protocol):
    """A process that is kept running."""

    @property
    def name(self) -> str:
        """The name on the console."""

    def exit_code(self) -> int | None:
        """Return the exit code, or None while it runs."""

    def restart(self) -> None:
        """Start it again where it was. ServerError, OSError."""


@dataclass(slots=True, kw_only=True)
class _Watched:
    part: Part
    since: float
    failures: int = 0
    due: float | None = None


class Supervisor:
    """Looks after parts: one that has ended is restarted, after 1 s, 2 s, 4 s and so on up to 30 s.

    Every end and every restart is a line on the console.
    """

    def __init__(self, parts: Sequence[Part], *, now: float, say: Callable[[str], None]) -> None:
        self._watched = [_Watched(part=part, since=now) for part in parts]
        self._say = say

    def look(self, *, now: float) -> None:
        """Note what has ended since the last look, and restart what is due."""
        for each in self._watched:
            if each.due is not None:
                if now >= each.due:
                    self._restart(each, now=now)
            elif (code := each.part.exit_code()) is not None:
                if now - each.since >= STEADY_SECONDS:
                    each.failures = 0
                self._plan(each, now=now, reason=f"({code})")

    def _restart(self, each: _Watched, *, now: float) -> None:
        try:
            each.part.restart()
        except (ServerError, OSError) as error:
            self._plan(each, now=now, reason=f"({error})")
            return
        each.since, each.due = now, None
        self._say(f"{each.part.name} 已重新启动。 {each.part.name} is running again.")

    def _plan(self, each: _Watched, *, now: float, reason: str) -> None:
        pause = min(FIRST_PAUSE * 2**each.failures, LONGEST_PAUSE)
        each.failures += 1
        each.due = now + pause
        name = each.part.name
        self._say(f"{name} 已退出{reason}，{pause:.0f} 秒后重新启动。 {name} ended, restart in {pause:.0f} s.")
