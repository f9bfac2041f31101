"""Show business time, move it forward, or reset it to the wall clock; moving is refused in production."""

import re
from datetime import datetime, timedelta

from django.core.management import CommandError, CommandParser, call_command, get_commands
from django.core.management.base import BaseCommand

from core.jobs.runner import run_due_jobs
from core.messages.catalogue import sentence
from core.timekeeping import clock
from core.timekeeping.clock_shifts import move_clock, reset_clock
from core.values.deadlines import BEIJING
from core.values.errors import DomainError

UNITS = {"d": "days", "h": "hours", "m": "minutes"}


class Command(BaseCommand):
    help = "业务时钟：查看、前拨、复位 / business time: show, move forward, reset. Sign-ins and codes keep real time."

    def add_arguments(self, parser: CommandParser) -> None:
        change = parser.add_mutually_exclusive_group()
        change.add_argument("--at", type=_moment, help="2026-03-02T09:00+08:00; without an offset Beijing time")
        change.add_argument("--forward", type=_span, help="15d, 3h or 20m")
        change.add_argument("--reset", action="store_true", help="real time again, and fresh demonstration data")
        parser.add_argument("--run-jobs", action="store_true", help="run the jobs that are due, here and now")

    def handle(
        self,
        *args: object,
        at: datetime | None,
        forward: timedelta | None,
        reset: bool,
        run_jobs: bool,
        **options: object,
    ) -> None:
        try:
            self._move(at=at, forward=forward, reset=reset)
        except DomainError as error:
            raise CommandError(sentence(error.code, dict(error.params))) from error
        if run_jobs:
            for run in run_due_jobs(at=clock.now()):
                self.stdout.write(f"{run.job} {run.state} {run.error or run.result}")
        self.stdout.write(f"{clock.now().astimezone(BEIJING):%Y-%m-%d %H:%M:%S} +08:00")

    def _move(self, *, at: datetime | None, forward: timedelta | None, reset: bool) -> None:
        real = clock.real_now()
        if at:
            move_clock(to=at, real=real)
        elif forward:
            move_clock(to=real + clock.shift() + forward, real=real)
        elif reset:
            if "load_demo" not in get_commands():
                raise CommandError("没有 load_demo 命令，无法重新装入演示数据 / there is no command load_demo")
            reset_clock(real=real)
            call_command("load_demo", "--fresh")


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)


def _span(text: str) -> timedelta:
    found = re.fullmatch(r"([1-9]\d{0,4})([dhm])", text)
    if found is None:
        raise ValueError(text)
    return timedelta(**{UNITS[found[2]]: int(found[1])})
