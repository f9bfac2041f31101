"""Periodic jobs as data: their services and cadences, by the business clock. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal

from core.values.deadlines import BEIJING

_LENGTH = {"hour": timedelta(hours=1), "day": timedelta(days=1)}
MOMENT_SECONDS = 10


class RunState(StrEnum):
    """作业运行. The states of one run of a job."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


ACTIVE_RUNS = (RunState.QUEUED, RunState.RUNNING)
"""A job has at most one run in these states."""
ENDED_RUNS = (RunState.DONE, RunState.FAILED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """频次. Every "moment" (ten seconds), minute, hour or day; `hour` and `minute` are Beijing time."""

    every: Literal["moment", "minute", "hour", "day"]
    hour: int = 0
    minute: int = 0

    def period(self, at: datetime) -> str:
        """Return the newest period that has begun at an aware moment, named by its start in Beijing time.

        The name has minutes ("2026-03-02T00:10"); that of a "moment" has seconds.
        """
        local = at.astimezone(BEIJING)
        if self.every == "moment":
            return f"{local.replace(second=local.second - local.second % MOMENT_SECONDS):%Y-%m-%dT%H:%M:%S}"
        return f"{self._start(local):%Y-%m-%dT%H:%M}"

    def _start(self, local: datetime) -> datetime:
        if self.every == "minute":
            return local
        start = local.replace(minute=self.minute)
        if self.every == "day":
            start = start.replace(hour=self.hour)
        return start if start <= local else start - _LENGTH[self.every]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """定时作业. `service` is the dotted path of `def job(*, at, progress) -> dict`.

    `needed` is the dotted path of a selector that returns whether there is anything to do at `at`; a period without
    work has no run. A job works on the state at `at`, not for a period, so that one run makes up for missed ones. It
    works in chunks, each in its own transaction, calls `progress(n)` after a chunk of n, and is safe to run twice at
    once.
    """

    service: str
    cadence: Cadence
    zh: str
    en: str
    needed: str = ""


EVERY_MOMENT = Cadence(every="moment")
MINUTELY = Cadence(every="minute")


def hourly(*, minute: int) -> Cadence:
    """Return the cadence "once an hour, at this minute"."""
    return Cadence(every="hour", minute=minute)


def daily(*, hour: int, minute: int) -> Cadence:
    """Return the cadence "once a day, at this Beijing time"."""
    return Cadence(every="day", hour=hour, minute=minute)
