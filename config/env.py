"""The only reader of the process environment: what is set outside reaches the project through these functions."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

PROJECT = Path(__file__).resolve().parent.parent

env = environ.Env()

DEMO_SERVERS = PROJECT / ".local" / "demo" / "servers.env"
"""Where the servers of the running demonstration answer; there only while it runs."""


def read_variables(*, file: Path) -> None:
    """Set the variables a file names, unless they have a value already; a file that is not there names none."""
    if file.exists():
        env.read_env(file)


def choose_settings(*, module: str) -> None:
    """Use these settings unless the environment names others."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", module)


def set_variables(*, values: Mapping[str, str]) -> None:
    """Set variables of this process, and so of the processes it starts."""
    os.environ.update(values)


def environment(*, extra: Mapping[str, str] | None = None, without: Iterable[str] = ()) -> dict[str, str]:
    """A copy of the environment for a process to be started."""
    dropped = set(without)
    return {name: value for name, value in os.environ.items() if name not in dropped} | dict(extra or {})


def is_set(*, names: Iterable[str]) -> bool:
    """Whether every one of these variables has a value."""
    return all(os.environ.get(name) for name in names)


def require(*, names: Iterable[str]) -> None:
    """Refuse to go on unless every one of these variables has a value; name all that are missing at once.

    Raises ImproperlyConfigured.
    """
    missing = [name for name in names if not os.environ.get(name)]
    if missing:
        raise ImproperlyConfigured(f"环境变量未设置 / environment variables not set: {', '.join(missing)}")
