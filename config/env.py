"""The process environment. No other module reads os.environ."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

PROJECT = Path(__file__).resolve().parent.parent

env = environ.Env()

DEMO_SERVERS = PROJECT / ".local" / "demo" / "servers.env"
"""A file with the addresses of the servers of `make demo`, present while it runs."""


def read_variables(*, file: Path) -> None:
    """Set the variables of a file that have no value yet; a missing file is ignored."""
    if file.exists():
        env.read_env(file)


def choose_settings(*, module: str) -> None:
    """Set DJANGO_SETTINGS_MODULE unless the environment has it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", module)


def set_variables(*, values: Mapping[str, str]) -> None:
    """Set variables of this process and of the processes it starts later."""
    os.environ.update(values)


def environment(*, extra: Mapping[str, str] | None = None, without: Iterable[str] = ()) -> dict[str, str]:
    """Return a copy of the environment for a new process."""
    dropped = set(without)
    return {name: value for name, value in os.environ.items() if name not in dropped} | dict(extra or {})


def is_set(*, names: Iterable[str]) -> bool:
    """Whether every one of these variables has a value."""
    return all(os.environ.get(name) for name in names)


def require(*, names: Iterable[str]) -> None:
    """Raise ImproperlyConfigured, naming every missing variable, unless all of these have a value."""
    missing = [name for name in names if not os.environ.get(name)]
    if missing:
        raise ImproperlyConfigured(f"环境变量未设置 / environment variables not set: {', '.join(missing)}")
