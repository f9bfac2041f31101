"""`make demo`: the whole site on this machine, with demonstration data, until Ctrl-C.

Starts the bundled servers (unless DATABASE_URL and REDIS_URL name others), migrates, loads the demonstration data once,
starts gunicorn, a Celery worker and beat, waits until all answer, and prints the address and the accounts. What dies
then is restarted. The processes end with this one, even when it is killed.
"""

import contextlib
import functools
import logging
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import NoReturn

import django
from django.contrib.auth import get_user_model
from django.core.management import call_command, get_commands

from config.embedded import LOCAL, ServerError, addresses, started
from config.embedded.installation import LOOPBACK, die_with_parent, is_free, write_private
from config.env import DEMO_SERVERS, choose_settings, env, environment, set_variables
from config.older_layout import fits, own_migrations, record_migrations, set_aside
from config.supervision import Part, Supervisor

LOGS = LOCAL / "demo"
START_SECONDS = 60
WORKER = ["--concurrency", "2", "--without-mingle", "--without-gossip"]
STOP_SECONDS = 40  # a worker may finish its task for 30 s


class DemoError(Exception):
    """A process of the site did not start."""


class SiteProcess:
    """One process of the site: its command, where it logs, and the variables it has beside those of this process."""

    def __init__(
        self, *, name: str, command: list[str], logs: Path, variables: Mapping[str, str] | None = None
    ) -> None:
        self.name, self.command, self.log, self.variables = name, command, logs / f"{name}.log", variables
        self.log.unlink(missing_ok=True)
        self.restart()

    def restart(self) -> None:
        """Start the process; it ends with this one."""
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                env=environment(extra=self.variables),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                preexec_fn=functools.partial(die_with_parent, signal.SIGTERM, os.getpid()),  # noqa: PLW1509 - one thread
            )

    def exit_code(self) -> int | None:
        """Return the exit code, or None while the process runs."""
        return self.process.poll()

    def check(self) -> None:
        """Raise DemoError, with the end of the log, if the process has ended."""
        if self.exit_code() is not None:
            tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-20:])
            raise DemoError(f"{self.name} ended ({self.exit_code()}):\n{tail}")


def main() -> int:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    try:
        with started(ephemeral=False) as servers:
            variables = addresses(servers)
            set_variables(values=variables)
            choose_settings(module="config.settings.local")
            _set_older_data_aside(bundled="DATABASE_URL" in variables)
            _prepare_data()
            with _server_addresses_file(), site(logs=LOGS) as (parts, port):
                _announce(port=port)
                watch([*servers, *parts])
    except (DemoError, ServerError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\n已停止。 Stopped.")
    return 0


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _set_older_data_aside(*, bundled: bool) -> None:
    """Rename a database of an older layout and print its new name. DemoError for a server that is not the bundled one."""
    django.setup()
    known, url = own_migrations(), env.str("DATABASE_URL")
    if not bundled:
        if not fits(url=url, known=known):
            raise DemoError(
                "数据库中是旧版结构的数据，请改用其他数据库。 The database holds data of an older layout: name another."
            )
        return
    new_name = set_aside(url=url, known=known, at=datetime.now(tz=UTC))
    if new_name:
        print(
            f"旧版结构的数据已保留在数据库 {new_name}。 Data of an older layout is kept in the database {new_name}.",
            flush=True,
        )


def _prepare_data() -> None:
    """Migrate, seed, and load the demonstration data into a database without users."""
    logging.getLogger("django_structlog").setLevel(
        logging.WARNING
    )  # the tasks that loading the data queues need no log
    from config.health import migrations_are_applied  # needs the settings chosen above

    if not migrations_are_applied():
        call_command("migrate", verbosity=0, interactive=False)
    record_migrations(url=env.str("DATABASE_URL"), known=own_migrations())
    if "seed" in get_commands():
        call_command("seed", verbosity=0)
    if "load_demo" in get_commands() and not get_user_model().objects.exists():
        print("正在装入演示数据…… Loading demonstration data…", flush=True)
        call_command("load_demo")


@contextlib.contextmanager
def _server_addresses_file() -> Iterator[None]:
    """Write the addresses of the servers to a file for manage.py in another terminal (config/settings/local.py)."""
    lines = [f"{name}='{env.str(name)}'\n" for name in ("DATABASE_URL", "REDIS_URL")]
    write_private(path=DEMO_SERVERS, text="".join(lines))
    try:
        yield
    finally:
        DEMO_SERVERS.unlink(missing_ok=True)


@contextlib.contextmanager
def site(*, logs: Path) -> Iterator[tuple[list[SiteProcess], int]]:
    """Start gunicorn, worker and beat, wait until they answer, and stop them at the end. Raises DemoError.

    Settings and servers come from the environment.
    """
    first = env.int("PORT", default=8000)
    port = next(number for number in range(first, first + 100) if is_free(number))
    celery = [sys.executable, "-m", "celery", "--app", "config.celery", "--quiet"]
    set_variables(values={"SITE_URL": f"http://{LOOPBACK}:{port}"})
    with contextlib.ExitStack() as stack:
        parts = [
            SiteProcess(name="web", command=gunicorn(port=port), logs=logs),
            SiteProcess(name="worker", command=[*celery, "worker", *WORKER], logs=logs),
            SiteProcess(name="beat", command=[*celery, "beat", "--pidfile", ""], logs=logs),
        ]
        stack.callback(_stop, parts)
        _wait_until_ready(parts=parts, port=port, logs=logs)
        yield parts, port


def gunicorn(*, port: int) -> list[str]:
    """Return the command of the web server on a port of this machine."""
    return [sys.executable, "-m", "gunicorn", "--config", "python:config.gunicorn", "--bind", f"{LOOPBACK}:{port}"]


def _wait_until_ready(*, parts: list[SiteProcess], port: int, logs: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not (_web_answers(port=port) and _worker_answers()):
        for part in parts:
            part.check()
        if time.monotonic() > deadline:
            raise DemoError(f"网站未能在 {START_SECONDS} 秒内启动，见 {logs}/*.log")
        time.sleep(0.1)


def _web_answers(*, port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{LOOPBACK}:{port}/health/ready/", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _worker_answers() -> bool:
    from config.celery import app

    return bool(app.control.ping(timeout=0.5, limit=1))


def _announce(*, port: int) -> None:
    print(f"\n首都科技创新券  http://{LOOPBACK}:{port}/\n接口文档 API    http://{LOOPBACK}:{port}/api/v1/docs/\n")
    if "demo_accounts" in get_commands():
        call_command("demo_accounts", address=f"http://{LOOPBACK}:{port}")
    print(f"\n日志 Logs: {LOGS}/*.log    按 Ctrl-C 停止 to stop", flush=True)


def watch(parts: Sequence[Part]) -> NoReturn:
    """Restart what dies, until interrupted."""
    supervisor = Supervisor(parts, now=time.monotonic(), say=functools.partial(print, flush=True))
    while True:
        supervisor.look(now=time.monotonic())
        time.sleep(0.2)


def _stop(parts: list[SiteProcess]) -> None:
    for part in parts:
        part.process.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for part in parts:
        try:
            part.process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(part.process.pid, signal.SIGKILL)
            part.process.wait()


if __name__ == "__main__":
    sys.exit(main())
