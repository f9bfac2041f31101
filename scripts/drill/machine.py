"""A machine's worth of folders: servers on ports of their own, uploads, and the settings of production."""

import contextlib
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from config.demo import SiteProcess, gunicorn
from config.embedded import addresses, started
from config.embedded.installation import LOOPBACK, is_free
from config.env import PROJECT, environment
from scripts.journey.instance import CommandFailed

START_SECONDS = 60
Keys = Mapping[str, str]
"""SECRET_KEY, FIELD_KEYS, FIELD_KEY_CURRENT, BLIND_INDEX_KEY."""


@dataclass(frozen=True, kw_only=True)
class Machine:
    """One machine: its folder, its variables, the programs of its PostgreSQL."""

    folder: Path
    variables: Mapping[str, str]
    programs: Path

    @property
    def uploads(self) -> Path:
        return Path(self.variables["MEDIA_ROOT"])

    @property
    def database(self) -> str:
        return self.variables["DATABASE_URL"]

    def manage(self, *command: str, settings: str = "production") -> str:
        """Run a command of manage.py; return its output. Raises CommandFailed."""
        return run(sys.executable, "manage.py", *command, variables=self._with(settings))

    def program(self, name: str, *arguments: str | Path) -> str:
        """Run a program of PostgreSQL. Raises CommandFailed."""
        return run(str(self.programs / name), *map(str, arguments))

    @contextlib.contextmanager
    def web(self) -> Iterator[int]:
        """Run gunicorn with the settings of production; yield its port."""
        port = next(number for number in range(8400, 8500) if is_free(number))
        web = SiteProcess(name="web", command=gunicorn(port=port), logs=self.folder, variables=self._with("production"))
        try:
            _wait_until_alive(web, port=port)
            yield port
        finally:
            web.process.terminate()
            web.process.wait(timeout=40)

    def _with(self, settings: str) -> dict[str, str]:
        return {**self.variables, "DJANGO_SETTINGS_MODULE": f"config.settings.{settings}"}


@contextlib.contextmanager
def machine(*, folder: Path, keys: Keys) -> Iterator[Machine]:
    """Start the servers of a new machine and stop them at the end. Raises ServerError."""
    for name in ("state", "uploads", "var"):
        (folder / name).mkdir(parents=True)
    with started(ephemeral=True, state=folder / "state") as servers:
        variables = {
            **addresses(servers),
            **keys,
            "ALLOWED_HOSTS": LOOPBACK,
            "MEDIA_ROOT": str(folder / "uploads"),
            "VAR_DIR": str(folder / "var"),
            "EMAIL_URL": "dummymail://",
            "DEFAULT_FROM_EMAIL": "vouchers@example.invalid",
            "BEHIND_TLS_PROXY": "1",
            "LOG_LEVEL": "ERROR",
            "WEB_CONCURRENCY": "1",
        }
        programs = servers[0].installation.postgres_bin
        yield Machine(folder=folder, variables=variables, programs=programs)


def run(*command: str, variables: Mapping[str, str] | None = None) -> str:
    """Run a command in the project's folder; return its output. Raises CommandFailed with the output."""
    done = subprocess.run(
        command, cwd=PROJECT, env=environment(extra=variables), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CommandFailed(f"{' '.join(command)} ({done.returncode})\n{done.stdout}{done.stderr}")
    return done.stdout


def _wait_until_alive(web: SiteProcess, *, port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        web.check()
        with contextlib.suppress(urllib.error.URLError, OSError):
            urllib.request.urlopen(f"http://{LOOPBACK}:{port}/health/live/", timeout=5).close()
            return
        time.sleep(0.1)
    raise CommandFailed(f"the site did not answer on port {port}")
