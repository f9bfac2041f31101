"""Runs the check or conversion of an uploaded file in a child process (core.files.checker), one at a time in a process."""

import json
import logging
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from core.database.transactions import assert_outside
from core.files.checker import ANSWER, WALL_SECONDS
from core.files.storage import FULL
from core.values.errors import DomainError

logger = logging.getLogger(__name__)

_ROOT = Path(__file__).parents[2]
_turn = threading.BoundedSemaphore(1)
_seconds: ContextVar[float] = ContextVar("seconds", default=0.0)


def run_checker(task: str, data: bytes, *, argument: str) -> bytes:
    """Perform a task of core.files.checker on a file and return its result.

    Raises the errors of the task; `file_too_costly` where it exceeds its processor time or memory; `busy` (503) where it
    ends for lack of time, and at once while this process checks another file, so that one thread at most waits for
    files; `storage_full` (503). RuntimeError inside a transaction.
    """
    with checker_turn() as run:
        return run(task, data, argument)


@contextmanager
def checker_turn() -> Iterator[Callable[[str, bytes, str], bytes]]:
    """The turn of this process to read files, for several tasks on one: yields `run`, which raises as `run_checker`."""
    assert_outside()
    with _one_at_a_time():
        yield _perform


def _perform(task: str, data: bytes, argument: str) -> bytes:
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as answer:
        try:
            given.write(data)
            given.seek(0)
        except OSError as error:
            if error.errno in FULL:
                raise DomainError("storage_full", kind="busy") from error
            raise
        _run([task, argument], given.fileno(), answer.fileno())
        answer.seek(0)
        return _read(task, answer.read(ANSWER))


def processor_seconds() -> float:
    """Return the processor seconds of all checks that this thread has run."""
    return _seconds.get()


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    if not _turn.acquire(blocking=False):
        raise DomainError("busy", kind="busy")
    before = _used_by_children()
    try:
        yield
    finally:
        _seconds.set(_seconds.get() + _used_by_children() - before)
        _turn.release()


def _used_by_children() -> float:
    """Return the processor seconds of the ended children of this process, which are checks and run one at a time."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _run(arguments: list[str], given: int, answer: int) -> None:
    """Run the process without this one's environment and descriptors, and end it with its children after the time."""
    command = [sys.executable, "-E", "-s", "-m", "core.files.checker", *arguments]
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8"}
    with subprocess.Popen(
        command,
        stdin=given,
        stdout=answer,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        env=environment,
        start_new_session=True,
    ) as child:
        try:
            status = child.wait(timeout=WALL_SECONDS)
        except BaseException as error:
            os.killpg(child.pid, signal.SIGKILL)
            if isinstance(error, subprocess.TimeoutExpired):
                raise DomainError("busy", kind="busy") from error
            raise
    if status == -signal.SIGALRM:
        raise DomainError("busy", kind="busy")
    if status != 0:
        logger.warning("check of a file ended", extra={"status": status})
        raise DomainError("file_too_costly", field="file")


def _read(task: str, answer: bytes) -> bytes:
    """Return the result in an answer. Raises the error that it names."""
    first, _, result = answer.partition(b"\n")
    header = json.loads(first)
    if "unforeseen" in header:
        logger.warning("unforeseen error in a file", extra={"task": task, "error": header["unforeseen"]})
    if "code" in header:
        raise DomainError(header["code"], field="file", **header["params"])
    return result
