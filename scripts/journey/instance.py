"""A fresh instance: throw-away servers, an empty database, the site with a worker and beat; removed at the end."""

import contextlib
import http.client
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from config.demo import site
from config.embedded import running
from config.embedded.installation import LOOPBACK
from config.env import PROJECT, choose_settings, environment, set_variables
from scripts.journey.person import Answer, Send, read_body

Accounts = dict[str, dict[str, str]]


class CommandFailed(Exception):
    """A command of manage.py failed."""


class Site(Protocol):
    """The site under test. `accounts` are its first users: username → password and secret of the second factor."""

    @property
    def accounts(self) -> Accounts: ...
    def sender(self, *, seat: int) -> Send:
        """Return the function that sends requests from one computer."""

    def sign_up_key(self, email: str) -> str:
        """Return the key of the link that a sign-up was mailed."""

    def move_clock(self, to: datetime) -> None:
        """Set business time to this moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """The site on a port of this machine, with its worker and beat."""

    port: int
    accounts: Accounts

    def sender(self, *, seat: int) -> Send:
        """Return the function that sends requests over HTTP. Each seat has its own address: throttles count by address."""
        return partial(send, port=self.port, address=f"127.0.{seat}.1")

    def manage(self, *command: str) -> str:
        """Run a command of manage.py; return its output. Raises CommandFailed."""
        return manage(*command)

    def sign_up_key(self, email: str) -> str:
        """Return the key of the link that a sign-up was mailed."""
        return manage("sign_up_key", email).strip()

    def move_clock(self, to: datetime) -> None:
        """Set business time to this moment, for web, worker and beat."""
        manage("clock", "--at", to.isoformat())


@contextlib.contextmanager
def fresh_instance(*, staff_only: bool = True) -> Iterator[Instance]:
    """Start everything, yield it, stop everything. Raises ServerError, DemoError, CommandFailed.

    `staff_only`: without the firms, coupons and contracts of the demonstration.
    """
    with tempfile.TemporaryDirectory(prefix="journey-") as folder, running(ephemeral=True) as variables:
        set_variables(values=variables | {"VAR_DIR": folder})
        choose_settings(module="config.settings.local")
        manage("migrate", "-v0", "--no-input")
        manage("seed")
        manage("load_demo", *(["--staff-only"] if staff_only else []))
        with site(logs=Path(folder)) as (_parts, port):
            yield Instance(port=port, accounts=_accounts())


def manage(*command: str) -> str:
    """Run a command of manage.py; return its output. Raises CommandFailed with the output."""
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=PROJECT,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise CommandFailed(f"manage.py {' '.join(command)} ({done.returncode})\n{done.stdout}{done.stderr}")
    return done.stdout


def send(method: str, path: str, body: bytes | None, headers: Mapping[str, str], *, port: int, address: str) -> Answer:
    """Send a request over HTTP from an address of this machine."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=30, source_address=(address, 0))
    try:
        connection.request(method, path, body, dict(headers))
        response = connection.getresponse()
        data = response.read()
        return Answer(status=response.status, body=read_body(data), headers=dict(response.getheaders()))
    finally:
        connection.close()


def _accounts() -> Accounts:
    found: list[dict[str, Any]] = json.loads(manage("demo_accounts", "--json"))
    return {account["username"]: account for account in found}
