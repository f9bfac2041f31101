"""Begin and end each kind of fault. `Missed` if there is nothing to break: such a fault does not count."""

import os
import resource
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from random import Random
from typing import TypeAlias, TypeVar

import psycopg
import redis
from kombu.exceptions import OperationalError

from config.celery import app
from faults.ground import WEB, WORKERS, Ground, beat_words
from faults.parts import Command, Part
from faults.plan import Fault

T = TypeVar("T")
End: TypeAlias = Callable[[], bool]
"""Ends a fault; returns False if it has broken nothing."""
Begin: TypeAlias = Callable[[Ground, Fault], tuple[str, End]]

SLOW_SECONDS = 0.3
SLOW_CLIENTS = 200
MOST_CUTS = 3
FILLING = bytes(1 << 18)
SMALLEST_FILE = 40
"""Limit of a file in bytes while the disk is full, without a mounted disk: less than any upload."""
BACKENDS = (
    "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() ORDER BY pid"
)


class Missed(Exception):
    """There was nothing to break."""


def begin(fault: Fault, *, here: Ground) -> tuple[str, End]:
    """Begin a fault; return its target and the function that ends it. Raises Missed."""
    for name, begins in SPECIAL.items():
        if fault.kind.startswith(name):
            return begins(here, fault)
    subject, _, verb = fault.kind.rpartition(" ")
    pid, name = _find_process(here, subject, pick=fault.pick)
    stopped = verb == "stopped"
    _signal(pid, signal.SIGSTOP if stopped else signal.SIGKILL)
    return name, partial(_go_on, pid) if stopped else _nothing


def _nothing() -> bool:
    return True


def _go_on(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGCONT)
    return True


def _signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        raise Missed from None


def _find_process(here: Ground, subject: str, *, pick: float) -> tuple[int, str]:
    """Return the process that a subject ("worker child", "backend", "web" …) names, and its label."""
    if subject == "backend":
        return _choose(_backends(here), pick), subject
    whose = subject.removesuffix(" child")
    part = here.parts[_choose({WEB: [WEB], "worker": WORKERS}.get(whose, [whose]), pick)]
    if whose != subject:
        return _choose(part.children(), Random(pick).random()), f"{part.name} child"
    if part.pid is None:
        raise Missed
    return part.pid, part.name


def _choose(these: Sequence[T], pick: float) -> T:
    if not these:
        raise Missed
    return these[int(pick * len(these))]


# The database ---------------------------------------------------------------------------------------------------------


def _require_running(here: Ground, *names: str) -> None:
    """Raises Missed if one of these parts is stopped: waiting for it would delay the end of other faults."""
    if any(here.parts[name].stopped for name in names):
        raise Missed


def _backends(here: Ground) -> list[int]:
    _require_running(here, "postgres")
    try:
        with here.connect() as connection:
            return [pid for (pid,) in connection.execute(BACKENDS)]
    except psycopg.Error:
        raise Missed from None


def _terminate(here: Ground, fault: Fault) -> tuple[str, End]:
    """Terminate one connection of the site; in one case of five, all of them."""
    pids = _backends(here)
    chosen = pids if fault.pick < 0.2 else [_choose(pids, Random(fault.pick).random())]
    try:
        with here.connect() as connection:
            ended = connection.execute(
                "SELECT count(*) FILTER (WHERE pg_terminate_backend(p)) FROM unnest(%s) p", [chosen]
            )
            (count,) = ended.fetchone() or (0,)
    except psycopg.Error:
        raise Missed from None
    if not count:
        raise Missed
    return f"{count} backends", _nothing


# The links ------------------------------------------------------------------------------------------------------------


def _cut(here: Ground, fault: Fault) -> tuple[str, End]:
    """Let the next COMMITs reach the server and cut the connection before the answer."""
    link, before = f"{fault.kind.split()[0]}–database", here.cuts
    count = 1 + int(fault.pick * MOST_CUTS)
    here.order(link, "cut", count)

    def end() -> bool:
        here.order(link, "cut", -count)
        return here.cuts > before

    return link, end


def _hole(here: Ground, fault: Fault) -> tuple[str, End]:
    """Pass no bytes; afterwards either pass the delayed bytes or break the connections off, in alternation."""
    link = fault.kind.partition(" ")[2]
    here.order(link, "hole", 1)

    def end() -> bool:
        if fault.pick < 0.5:
            here.order(link, "reset")
        here.order(link, "hole", -1)
        return True

    return link, end


def _delay(here: Ground, fault: Fault) -> tuple[str, End]:
    """Delay all bytes."""
    link = fault.kind.partition(" ")[2]
    here.order(link, "delay", SLOW_SECONDS * fault.pick + 0.02)

    def end() -> bool:
        here.order(link, "delay", 0)
        return True

    return link, end


# The broker -----------------------------------------------------------------------------------------------------------


def _empty(here: Ground, fault: Fault) -> tuple[str, End]:
    """FLUSHALL: delete every message and the cache."""
    _require_running(here, "valkey")
    client = redis.Redis.from_url(app.conf.broker_url, socket_timeout=1, socket_connect_timeout=1)
    try:
        client.flushall()
    except redis.RedisError:
        raise Missed from None
    return "valkey", _nothing


def _publish_twice(here: Ground, fault: Fault) -> tuple[str, End]:
    """Publish the newest job run, or the delivery of the outbox, twice."""
    _require_running(here, "postgres", "valkey")
    try:
        with here.connect() as connection:
            (newest,) = connection.execute("SELECT max(id) FROM core_jobrun").fetchone() or (None,)
        task = ("core.run_job", {"run_id": newest}) if fault.pick < 0.5 and newest else ("core.deliver_outbox", {})
        for _ in range(2):
            app.send_task(task[0], kwargs=task[1], retry=False, expires=60)
    except (psycopg.Error, redis.RedisError, OperationalError, OSError):
        raise Missed from None
    return task[0], _nothing


def _second_beat(here: Ground, fault: Fault) -> tuple[str, End]:
    """Start a second beat."""
    first = here.parts["beat"].spawn
    variables = first.variables if isinstance(first, Command) else {}
    words = [sys.executable, *beat_words()]
    other = Part(name="second beat", spawn=Command(words=words, log=here.folder / "beat.log", variables=variables))
    other.start()

    def end() -> bool:
        other.end_group()
        if other.process is not None:
            other.process.wait()
        return True

    return "beat", end


# Clients --------------------------------------------------------------------------------------------------------------


def _slow_clients(here: Ground, fault: Fault) -> tuple[str, End]:
    """Connect 200 clients that are idle or send a byte a second (bench.slow)."""
    words = [sys.executable, "-m", "bench.slow", str(here.port), str(SLOW_CLIENTS)]
    slow = Part(name="slow clients", spawn=Command(words=words, log=here.folder / "slow-clients.log"))
    slow.start()

    def end() -> bool:
        slow.end_group()
        if slow.process is not None:
            slow.process.wait()
        return True

    return WEB, end


# The disk of the uploads ----------------------------------------------------------------------------------------------


def _fill_disk(here: Ground, fault: Fault) -> tuple[str, End]:
    """Fill the small disk, or limit the files of the web processes to a few bytes."""
    return _fill(here) if here.disk == "tmpfs" else _limit(here)


def _fill(here: Ground) -> tuple[str, End]:
    filling = here.uploads / f"filling-{os.urandom(4).hex()}"
    with suppress(OSError), filling.open("wb", buffering=0) as file:
        while file.write(FILLING):
            pass

    def end() -> bool:
        filling.unlink()
        return True

    return "tmpfs", end


def _limit(here: Ground) -> tuple[str, End]:
    pids = here.parts[WEB].children()
    for pid in pids:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (SMALLEST_FILE, resource.RLIM_INFINITY))

    def end() -> bool:
        for pid in pids:
            with suppress(ProcessLookupError):
                resource.prlimit(pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        return True

    return "limit of file sizes", end


SPECIAL: Mapping[str, Begin] = {
    "backends terminated": _terminate,
    "web cut": _cut,
    "worker cut": _cut,
    "hole": _hole,
    "delay": _delay,
    "broker emptied": _empty,
    "task published twice": _publish_twice,
    "second beat": _second_beat,
    "slow clients": _slow_clients,
    "upload disk full": _fill_disk,
}
