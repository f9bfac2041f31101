"""Periodic jobs as data: what runs, and how often by the business clock. Pure."""

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
"""A job has at most one of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """频次. Every moment (ten seconds), minute, hour or day; hours and minutes are Beijing time."""

    every: Literal["moment", "minute", "hour", "day"]
    hour: int = 0
    minute: int = 0

    def period(self, at: datetime) -> str:
        """The newest period that has begun at an aware moment, by its first Beijing minute: "2026-03-02T00:10"; a moment
        by its first second."""
        local = at.astimezone(BEIJING)
        if self.every == "moment":
            return f"{local.replace(second=local.second - local.second % MOMENT_SECONDS):%Y-%m-%dT%H:%M:%S}"
        return f"{self._start(local):%Y-%m-%dT%H:%M}"

    def _start(self, local: datetime) -> datetime:
        if self.every == "minute":
            return local
        start = local.replace(minute=self.minute, second=0, microsecond=0)
        if self.every == "day":
            start = start.replace(hour=self.hour)
        return start if start <= local else start - _LENGTH[self.every]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """定时作业. `service` is the dotted path of `def job(*, at, progress) -> dict`; `needed` that of a selector that says
    whether there is anything to do at `at`: a period in which there is nothing has no run.

    A job looks at the state as it is at `at`, never at the period it runs for, so that one run makes up for many that
    were missed. It works in chunks, each its own transaction, calls `progress(n)` after a chunk of n, and is safe to
    run twice at once.
    """

    service: str
    cadence: Cadence
    zh: str
    en: str
    needed: str = ""


EVERY_MOMENT = Cadence(every="moment")
MINUTELY = Cadence(every="minute")


def hourly(*, minute: int) -> Cadence:
    """Once an hour, at this minute."""
    return Cadence(every="hour", minute=minute)


def daily(*, hour: int, minute: int) -> Cadence:
    """Once a day, at this Beijing time."""
    return Cadence(every="day", hour=hour, minute=minute)
