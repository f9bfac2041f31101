"""The lock files install from any mirror: exact versions, hashes, no index address. Every requirement is used."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from config.env import PROJECT

LOCKS = [PROJECT / "requirements" / name for name in ("base.txt", "dev.txt")]
NAME = r"[\w.-]+(?:\[[\w, -]+\])?"


def pins(*, file: Path) -> set[str]:
    """Return the name==version of every package of a lock file."""
    return set(re.findall(rf"^{NAME}==[^ ]+", file.read_text(), flags=re.MULTILINE))


@pytest.mark.parametrize("file", LOCKS, ids=lambda file: file.name)
def test_lock_names_no_index(file: Path) -> None:
    assert re.findall(r"://|--(?:index|extra-index|find-links|trusted-host)|^-", file.read_text(), re.MULTILINE) == []


@pytest.mark.parametrize("file", LOCKS, ids=lambda file: file.name)
def test_every_pin_has_a_hash(file: Path) -> None:
    requirements = re.split(rf"^(?={NAME}==)", file.read_text(), flags=re.MULTILINE)[1:]
    assert len(requirements) > 30
    assert [text.splitlines()[0] for text in requirements if "--hash=sha256:" not in text] == []


def test_site_and_tests_run_the_same_versions() -> None:
    base, dev = (pins(file=file) for file in LOCKS)
    assert base <= dev


@pytest.mark.parametrize("file", LOCKS, ids=lambda file: file.name)
def test_a_pin_names_its_extras(file: Path) -> None:
    """Where it does not, pip takes `name[extra]` for another requirement, and the first newer release breaks the installation."""
    asked = re.findall(r"^([\w.-]+)\[([\w,]+)\]", file.with_suffix(".in").read_text(), flags=re.MULTILINE)
    pinned = dict(re.findall(r"^([\w.-]+)\[([\w, ]+)\]==", file.read_text(), flags=re.MULTILINE))
    assert {name: pinned.get(name, "").replace(" ", "") for name, _ in asked} == dict(asked)


# Nothing imports these; each is a plugin or a command.
PLUGINS_AND_COMMANDS = {
    "celery-types": "mypy reads it",
    "django-stubs": "plugin of mypy",
    "djangorestframework-stubs": "plugin of mypy",
    "import-linter": "make check",
    "mypy": "make check",
    "pytest-timeout": "plugin of pytest",
    "pytest-xdist": "plugin of pytest",
    "ruff": "make check",
    "squawk-cli": "scripts/lint_migrations.py",
    "uv": "make lock",
}
TOOLING = {"bench", "faults", "scripts", "tests"}
MODULE = re.compile(r"[A-Za-z_]\w*(?:\.\w+)*")


def required(*, file: Path) -> set[str]:
    """Return the names in a requirements/*.in."""
    return set(re.findall(r"^(\w[\w.-]*)", file.read_text(), flags=re.MULTILINE))


def used_modules(*, tooling: bool) -> set[str]:
    """Return the top-level modules that code imports or config names: installed apps, middleware, packages of servers."""
    files = [path for path in PROJECT.glob("*/**/*.py") if not path.parts[len(PROJECT.parts)].startswith(".")]
    return {
        name.split(".", maxsplit=1)[0]
        for file in files
        if tooling or file.relative_to(PROJECT).parts[0] not in TOOLING
        for name in named_modules(file=file)
    }


def named_modules(*, file: Path) -> Iterator[str]:
    """Return every absolute name that a file imports; in config also every string that could be one."""
    in_config = file.is_relative_to(PROJECT / "config")
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or ""
        elif in_config and isinstance(node, ast.Constant) and MODULE.fullmatch(str(node.value)):
            yield str(node.value)


def unused(*, file: Path, tooling: bool) -> set[str]:
    """Return the requirements that are neither imported nor named."""
    modules: dict[str, set[str]] = defaultdict(set)
    for module, packages in packages_distributions().items():
        for package in packages:
            modules[re.sub(r"[-_.]+", "-", package).lower()].add(module)
    used = used_modules(tooling=tooling)
    return {name for name in required(file=file) if not modules[name.lower()] & used}


def test_site_uses_whatever_it_requires() -> None:
    assert unused(file=PROJECT / "requirements" / "base.in", tooling=False) == set()


def test_tests_and_checks_use_whatever_they_require() -> None:
    assert unused(file=PROJECT / "requirements" / "dev.in", tooling=True) == set(PLUGINS_AND_COMMANDS)


def test_a_requirement_that_nothing_uses_is_named(tmp_path: Path) -> None:
    file = tmp_path / "base.in"
    file.write_text("# words\n-r other.in\ndjango~=5.2\nPyYAML\nnever-heard-of==1\n")
    assert unused(file=file, tooling=False) == {"PyYAML", "never-heard-of"}
