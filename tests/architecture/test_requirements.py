"""The lock files install from any mirror: exact versions, hashes, and no address of an index."""

import re
from pathlib import Path

import pytest

from config.env import PROJECT

LOCKS = [PROJECT / "requirements" / name for name in ("base.txt", "dev.txt")]
NAME = r"[\w.-]+(?:\[[\w, -]+\])?"


def pins(*, file: Path) -> set[str]:
    """The name==version of every package of a lock file."""
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
