"""The processes of the site, kept running: what ends is started again, as the system's service manager would."""

import functools
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from config.embedded.installation import die_with_parent
from config.env import environment

RESTART_SECONDS = 0.5
LEAVE_SECONDS = 15


@dataclass(slots=True, kw_only=True)
class Part:
    """One process with its children. `spawn` starts it anew, without waiting; it leads a group of its own."""

    name: str
    spawn: Callable[[], subprocess.Popen[bytes]]
    process: subprocess.Popen[bytes] | None = None
    starts: int = 0
    again_at: float = 0.0

    def start(self) -> None:
        self.process = self.spawn()
        self.starts += 1

    @property
    def pid(self) -> int | None:
        """Its id, None while it does not run."""
        return self.process.pid if self.process is not None and self.process.poll() is None else None

    @property
    def stopped(self) -> bool:
        """Whether it stands still, or does not run."""
        return self.pid is None or _stat(self.pid)[0] == "T"

    def keep(self) -> None:
        """Start it again, a moment after it ended; what is left of its group goes first."""
        if self.process is None or self.process.poll() is None:
            return
        if not self.again_at:
            self.end_group()
            self.again_at = time.monotonic() + RESTART_SECONDS
        elif time.monotonic() >= self.again_at:
            self.again_at = 0.0
            self.start()

    def children(self) -> list[int]:
        """The ids of the children it has now, in order."""
        return children(self.pid) if self.pid else []

    def end_group(self) -> None:
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def leave(self) -> None:
        """End it in peace, and its group in any case."""
        if self.process is None:
            return
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(LEAVE_SECONDS)
        self.end_group()
        self.process.wait()


def children(pid: int) -> list[int]:
    """The ids of the children of a process, in order."""
    found = []
    for folder in Path("/proc").iterdir():
        with suppress(OSError):
            if folder.name.isdigit() and _stat(int(folder.name))[1] == str(pid):
                found.append(int(folder.name))
    return sorted(found)


def _stat(pid: int) -> list[str]:
    """The state of a process, the id of its parent, and more (proc(5))."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


@dataclass(slots=True, kw_only=True)
class Command:
    """A program with its variables and its log, to be started as often as it ends."""

    words: list[str]
    log: Path
    variables: Mapping[str, str] = field(default_factory=dict)
    talks: bool = False
    """Whether it is told things on its standard input."""

    def __call__(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as output:
            return subprocess.Popen(
                self.words,
                env=environment(extra=self.variables),
                stdin=subprocess.PIPE if self.talks else subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=functools.partial(die_with_parent, signal.SIGTERM, os.getpid()),  # noqa: PLW1509 - one thread
            )
