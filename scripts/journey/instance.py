"""A fresh instance: throw-away servers, an empty database, the site with a worker and beat, all gone at the end."""

import contextlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from config.demo import site
from config.embedded import running
from config.env import PROJECT, choose_settings, environment, set_variables


class CommandFailed(Exception):
    """A command of manage.py ended badly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """The site under play."""

    port: int
    accounts: dict[str, dict[str, str]]
    """The people that the instance begins with, by username: password and secret of the second factor."""

    def manage(self, *command: str) -> str:
        """Run a command of manage.py; what it prints."""
        return manage(*command)

    def move_clock(self, to: datetime) -> None:
        """Let business time be this moment, for web, worker and beat."""
        manage("clock", "--at", to.isoformat())


@contextlib.contextmanager
def fresh_instance() -> Iterator[Instance]:
    """Start everything, yield it, stop everything. Raises ServerError, DemoError, CommandFailed."""
    with tempfile.TemporaryDirectory(prefix="journey-") as folder, running(forgetful=True) as variables:
        set_variables(values=variables | {"VAR_DIR": folder})
        choose_settings(module="config.settings.local")
        manage("migrate", "-v0", "--no-input")
        manage("seed")
        manage("load_demo", "--staff-only")
        with site(logs=Path(folder)) as (_parts, port):
            yield Instance(port=port, accounts=_accounts())


def manage(*command: str) -> str:
    """Run a command of manage.py. Raises CommandFailed with what it said."""
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


def _accounts() -> dict[str, dict[str, str]]:
    found: list[dict[str, Any]] = json.loads(manage("demo_accounts", "--json"))
    return {account["username"]: account for account in found}
