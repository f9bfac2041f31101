"""The process environment. No other module reads os.environ."""

import base64
import os
import re
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


PUBLISHED = ("made-up", "local-only", "test-only")
"""Words that mark the keys in this repository: of the example, of development, of the tests."""


def refuse_published(*, names: Iterable[str]) -> None:
    """Raise ImproperlyConfigured, naming them, if any of these secrets is one that this repository publishes."""
    published = [name for name in names if any(mark in _readable(env.str(name)) for mark in PUBLISHED)]
    if published:
        raise ImproperlyConfigured(
            f"密钥是公开示例中的值，请运行 scripts/new_keys.py 生成 / keys published with the source, run "
            f"scripts/new_keys.py for new ones: {', '.join(published)}"
        )


def _readable(value: str) -> str:
    """Return a value with the decoded text of each word in base64 in it."""
    words = re.findall(r"(?:[A-Za-z0-9+/]{4}){4,}", value)
    return " ".join([value, *(base64.b64decode(word).decode("latin-1") for word in words)])


def require(*, names: Iterable[str]) -> None:
    """Raise ImproperlyConfigured, naming every missing variable, unless all of these have a value."""
    missing = [name for name in names if not os.environ.get(name)]
    if missing:
        raise ImproperlyConfigured(f"环境变量未设置 / environment variables not set: {', '.join(missing)}")
