"""The processes of the site, restarted when they end, as a service manager would."""

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
    """One process with its children. `spawn` starts it, without waiting, as the leader of a process group."""

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
        """The process id, None while it is not running."""
        return self.process.pid if self.process is not None and self.process.poll() is None else None

    @property
    def stopped(self) -> bool:
        """Whether the process is stopped (SIGSTOP) or not running."""
        return self.pid is None or _stat(self.pid)[0] == "T"

    def keep(self) -> None:
        """Restart the process a moment after it ended; kill the rest of its group first."""
        if self.process is None or self.process.poll() is None:
            return
        if not self.again_at:
            self.end_group()
            self.again_at = time.monotonic() + RESTART_SECONDS
        elif time.monotonic() >= self.again_at:
            self.again_at = 0.0
            self.start()

    def children(self) -> list[int]:
        """Return the ids of its children, in order."""
        return children(self.pid) if self.pid else []

    def end_group(self) -> None:
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def leave(self) -> None:
        """Terminate the process, then kill its group."""
        if self.process is None:
            return
        self.process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(LEAVE_SECONDS)
        self.end_group()
        self.process.wait()


def children(pid: int) -> list[int]:
    """Return the ids of the children of a process, in order."""
    found = []
    for folder in Path("/proc").iterdir():
        with suppress(OSError):
            if folder.name.isdigit() and _stat(int(folder.name))[1] == str(pid):
                found.append(int(folder.name))
    return sorted(found)


def _stat(pid: int) -> list[str]:
    """Return the fields of /proc/PID/stat from the state on (proc(5))."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


@dataclass(slots=True, kw_only=True)
class Command:
    """A program with its variables and its log; starts it whenever called."""

    words: list[str]
    log: Path
    variables: Mapping[str, str] = field(default_factory=dict)
    talks: bool = False
    """Whether it reads commands from standard input."""

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
